/** What Kuaidi100 answers to an order of a waybill. */
import { z } from 'zod';
import type { ConnectorErrorKind } from '../../contract.js';
import { optionalText, readShape } from '../../shapes.js';
import { refusal } from './calls.js';

const answer = z.object({
  success: z.boolean(),
  code: z.union([z.string().max(100), z.int().transform(String)]).nullish(),
  message: optionalText(1_000),
  data: z.unknown().optional(),
});

const label = z.object({ kuaidinum: z.string().min(1).max(255), taskId: optionalText(255), label: optionalText(2_000) });

export type Label = z.infer<typeof label>;

/** What Kuaidi100 says of itself (https://api.kuaidi100.com/document/dianzimiandanV2). Any other code is about this order. */
const REFUSALS: Readonly<Record<string, ConnectorErrorKind>> = {
  // A fault of theirs, or one that they took something in the order for.
  '-1': 'transient',
  '30001': 'rejected',
  '30002': 'auth',
  '30003': 'auth',
  // Nothing is left of what was paid for.
  '30004': 'auth',
};

/** The waybill, also where it was ordered before: that comes with a code of its own. Throws ConnectorError. */
export function readLabel(content: unknown): Label {
  const { success, code, message, data } = readShape(answer, content);
  if (!success) throw refusal(REFUSALS, { code: code ?? 'no code', message: message ?? '' }, 'rejected');
  return readShape(label, data, 'data.');
}

/** A web address, or null: a label that goes to a printer has none. */
export function labelUrlOf({ label: address }: Label): string | null {
  return address && /^https?:/.test(address) && URL.canParse(address) ? address : null;
}
