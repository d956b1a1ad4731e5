/** How a purchase order is sent to a supplier's API. */
import { z } from 'zod';
import { headerName } from '../../mapping/access.js';
import { compilePath, type Path } from '../../mapping/paths.js';
import type { Complain, Conventions } from '../../mapping/rules.js';
import { checkTemplate, type Json, type TemplateNames } from '../../mapping/template.js';

const lookupSchema = z.strictObject({
  path: z.string().min(1),
  /** `{number}` stands for our number of the purchase order. */
  query: z.record(z.string().min(1), z.string()).default({}),
  /** Where the list of orders with this number stands in the answer. */
  list: z.string(),
});

export const sendSchema = z
  .strictObject({
    method: z.enum(['POST', 'PUT']).default('POST'),
    /** Below the setting URL; `{number}` stands for our number of the purchase order. */
    path: z.string().min(1),
    /** In this header they take a key under which an order sent twice is one order. */
    idempotencyHeader: headerName.optional(),
    /** Where they take none: orders of ours that they have, looked for before one is sent. */
    lookup: lookupSchema.optional(),
    body: z.json(),
    /** Where their own number of the order stands: in the answer, and in an entry of the look-up's list. */
    reference: z.string().min(1).optional(),
  })
  .refine(({ idempotencyHeader, lookup }) => idempotencyHeader !== undefined || lookup !== undefined, 'needs idempotencyHeader or lookup: an order that is sent again must not become two');
export type SendProfile = z.infer<typeof sendSchema>;

/** What templates may say of a purchase order: the members of `PurchaseOrderCommand`. */
export const orderNames: TemplateNames = {
  own: ['idempotencyKey', 'number', 'orderedAt', 'currency', 'supplierNumber'],
  each: { lines: ['lineNo', 'productNumber', 'description', 'quantity', 'unit', 'unitPrice', 'requestedDate'] },
};

export interface Send extends Pick<SendProfile, 'method' | 'path'> {
  readonly idempotencyHeader: string | null;
  readonly lookup: { readonly path: string; readonly query: Readonly<Record<string, string>>; readonly list: Path; readonly listText: string } | null;
  readonly body: Json;
  readonly reference: Path | null;
}

/** Complains about what the templates name and there is not. */
export function checkSend({ path, lookup, body }: SendProfile, shared: Conventions, complain: Complain): void {
  checkTemplate(body, orderNames, shared, 'send.body', complain);
  checkTemplate(path, { own: ['number'], each: {} }, shared, 'send.path', complain);
  checkTemplate(lookup?.path ?? '', { own: ['number'], each: {} }, shared, 'send.lookup.path', complain);
  checkTemplate(lookup?.query ?? {}, { own: ['number'], each: {} }, shared, 'send.lookup.query', complain);
}

export function compileSend({ method, path, idempotencyHeader, lookup, body, reference }: SendProfile, complain: Complain): Send {
  return {
    method,
    path,
    idempotencyHeader: idempotencyHeader ?? null,
    lookup: lookup ? { path: lookup.path, query: lookup.query, list: compilePath(lookup.list, 'send.lookup.list', complain), listText: lookup.list } : null,
    body,
    reference: reference === undefined ? null : compilePath(reference, 'send.reference', complain),
  };
}
