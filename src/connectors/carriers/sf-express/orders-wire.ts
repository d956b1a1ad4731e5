/** Answers of SF's interfaces for orders and labels, as far as booking and pick-up need them. */
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { optionalText, readShape } from '../../shapes.js';
import { readResult } from './wire.js';

const number = z.coerce.number().int();

const order = z.object({
  orderId: z.string().min(1).max(64),
  filterResult: number.nullish(),
  remark: optionalText(1_000),
  waybillNoInfoList: z.array(z.object({ waybillType: number, waybillNo: z.string().min(1).max(255) })).nullish(),
});

export type Order = z.infer<typeof order>;

const update = z.object({ resStatus: number });

const printed = z.object({ files: z.array(z.object({ url: z.string().min(1).max(2_000), token: z.string().min(1).max(4_000), seqNo: number.nullish() })).min(1) });

export type LabelFile = z.infer<typeof printed>['files'][number];

const IS_KNOWN = '8016';
const BROKE_DOWN = 'S0003';

/** An order is confirmed once: by its sender, or by SF as soon as it is made. */
const IS_CONFIRMED: readonly string[] = ['8019', '8252'];
const DONE = 2;

/** The order; null: one of this number was taken before. Throws ConnectorError: `rejected` where SF takes exception to it. */
export function readOrder(data: string): Order | null {
  const { success, code, words, msgData } = readResult(data);
  if (success) return readShape(order, msgData, 'msgData.');
  if (code === IS_KNOWN) return null;
  throw refusalOf(code, words);
}

/** Whether the order was confirmed; false: it was before, or was cancelled. Throws ConnectorError: `rejected` where SF takes exception to it. */
export function readConfirmation(data: string): boolean {
  const { success, code, words, msgData } = readResult(data);
  if (!success && IS_CONFIRMED.includes(code)) return false;
  if (!success) throw refusalOf(code, words);
  if (readShape(update, msgData, 'msgData.').resStatus === DONE) return true;
  throw new ConnectorError('rejected', 'SF says that the waybill is none of this order');
}

/** The file of the first label that was asked for. Throws ConnectorError. */
export function readLabel(data: string): LabelFile {
  const { success, code, words, obj } = readResult(data);
  if (!success) throw refusalOf(code, words);
  const { files } = readShape(printed, obj, 'obj.');
  return files.find(({ seqNo }) => seqNo === 1) ?? files[0]!;
}

function refusalOf(code: string, words: string): ConnectorError {
  return new ConnectorError(code === BROKE_DOWN ? 'transient' : 'rejected', words);
}
