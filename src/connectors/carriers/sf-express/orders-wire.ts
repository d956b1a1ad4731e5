/** Answers of SF's interfaces for orders, as far as booking needs them. */
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

const IS_KNOWN = '8016';
const BROKE_DOWN = 'S0003';

/** The order; null: one of this number was taken before. Throws ConnectorError: `rejected` where SF takes exception to it. */
export function readOrder(data: string): Order | null {
  const { success, code, words, msgData } = readResult(data);
  if (success) return readShape(order, msgData, 'msgData.');
  if (code === IS_KNOWN) return null;
  throw new ConnectorError(code === BROKE_DOWN ? 'transient' : 'rejected', words);
}
