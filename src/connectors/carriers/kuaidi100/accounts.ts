/** Our accounts at carriers, with which Kuaidi100 orders their waybills (电子面单). */
import { z } from 'zod';

/** By Kuaidi100's names: which of them a carrier wants, its list of parameters says (电子面单参数字典). */
const account = z.strictObject({
  partnerId: z.string().min(1).max(200),
  partnerKey: z.string().max(500).optional(),
  partnerSecret: z.string().max(500).optional(),
  partnerName: z.string().max(200).optional(),
  net: z.string().max(200).optional(),
  code: z.string().max(200).optional(),
  checkMan: z.string().max(200).optional(),
  /** The template of the label. */
  tempId: z.string().min(1).max(200),
  payType: z.enum(['SHIPPER', 'CONSIGNEE', 'MONTHLY', 'THIRDPARTY']).optional(),
});

const accounts = z.record(z.string().regex(/^[a-z0-9]{1,40}$/), account);

export type Account = z.infer<typeof account>;

/** Each under Kuaidi100's code of the carrier. */
export type Accounts = ReadonlyMap<string, Account>;

/** Reads `{"shunfeng": {"partnerId": "7551234567", "tempId": "fm_150_standard_ABC"}}`; the empty text has none. Null where it is no such JSON. */
export function readAccounts(text: string): Accounts | null {
  if (text.trim() === '') return new Map();
  const result = accounts.safeParse(parse(text));
  return result.success && Object.keys(result.data).length > 0 ? new Map(Object.entries(result.data)) : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
