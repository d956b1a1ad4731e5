/** How a supplier's answer to a purchase order is written into a system that a profile describes. */
import { z } from 'zod';
import { headerName } from '../../mapping/access.js';
import { compilePath, type Path } from '../../mapping/paths.js';
import { recordKinds } from '../../mapping/kinds.js';
import type { CompiledRecord } from '../../mapping/record.js';
import type { Target } from '../../mapping/requests.js';
import type { Complain, Conventions } from '../../mapping/rules.js';
import { checkTemplate, namesIn, type Json, type TemplateNames } from '../../mapping/template.js';

/** Below the setting URL; in the values of both stand placeholders. */
const target = { path: z.string().min(1), query: z.record(z.string().min(1), z.string()).default({}) };

const readSchema = z.strictObject({
  ...target,
  /** Whether its ETag is sent with the write as If-Match. */
  ifMatch: z.boolean().default(true),
  /** Where the record stands in the answer; empty: the answer is the record. */
  record: z.string().default(''),
  /** The entry of `records` that reads it, so that its version can be compared with the one that was answered. */
  as: z.string().min(1).optional(),
});

export const confirmSchema = z.strictObject({
  /** One request for all lines of an answer, or one for each. */
  per: z.enum(['order', 'line']).default('order'),
  /** Read before each write. */
  read: readSchema.optional(),
  /** PUT and PATCH are taken to set what they say: sent again, they change nothing. */
  method: z.enum(['PUT', 'PATCH', 'POST']),
  ...target,
  contentType: z.string().min(1).default('application/json'),
  /** In this header they take a key under which a request sent twice is carried out once. */
  idempotencyHeader: headerName.optional(),
  body: z.json(),
  /** Where the answer tells the new version of what was written. */
  version: z.string().min(1).optional(),
});
export type ConfirmProfile = z.infer<typeof confirmSchema>;

const orderNames = ['purchaseOrder', 'number', 'supplierReference', 'note', 'idempotencyKey'];
const lineNames = ['line', 'lineNo', 'answer', 'quantity', 'promisedDate', 'unitPrice'];

export interface Confirm extends Target, Pick<ConfirmProfile, 'per' | 'method' | 'contentType'> {
  readonly read: (Target & { readonly ifMatch: boolean; readonly record: Path; readonly as: CompiledRecord | null }) | null;
  readonly idempotencyHeader: string | null;
  readonly body: Json;
  /** Names of the values that the body tells. */
  readonly tells: ReadonlySet<string>;
  readonly version: Path | null;
}

/** Complains about what the profile names and there is not, and about what would be written twice or nowhere. */
export function compileConfirm(profile: ConfirmProfile, records: Readonly<Record<string, CompiledRecord>>, shared: Conventions, complain: Complain): Confirm {
  const { per, read, method, path, query, contentType, idempotencyHeader, body, version } = profile;
  if (!Object.values(records).some(isPurchaseOrder)) complain('confirm', 'needs a record of kind purchaseOrder: answers are written to the system that tells of the order');
  checkNames(profile, shared, complain);
  if (method === 'POST' && idempotencyHeader === undefined) complain('confirm.idempotencyHeader', 'is missing: a POST that is sent again must not be noted twice');
  return {
    per,
    read: read ? compileRead(read, records, complain) : null,
    method,
    path,
    query,
    contentType,
    idempotencyHeader: idempotencyHeader ?? null,
    body,
    tells: namesIn(body),
    version: version === undefined ? null : compilePath(version, 'confirm.version', complain),
  };
}

function checkNames({ per, read, path, query, body }: ConfirmProfile, shared: Conventions, complain: Complain): void {
  const inBody: TemplateNames = per === 'line' ? { own: [...orderNames, ...lineNames], each: {} } : { own: orderNames, each: { lines: lineNames } };
  const inAddress: TemplateNames = { own: ['purchaseOrder', 'number', ...(per === 'line' ? ['line', 'lineNo'] : [])], each: {} };
  for (const [at, each] of [['confirm', { path, query }], ['confirm.read', read]] as const) {
    if (!each) continue;
    checkTemplate(each.path, inAddress, shared, `${at}.path`, complain);
    checkTemplate(each.query, inAddress, shared, `${at}.query`, complain);
  }
  checkTemplate(body, inBody, shared, 'confirm.body', complain);
  const names = namesIn([path, query, body]);
  if (!['purchaseOrder', 'number', 'line'].some((name) => names.has(name))) {
    complain('confirm', 'says nowhere which purchase order is meant: {purchaseOrder}, {number} or {line} must stand in path, query or body');
  }
  if (per === 'line' && !names.has('line') && !names.has('lineNo')) complain('confirm', 'says nowhere which line is meant: {line} or {lineNo} must stand in path, query or body');
}

function compileRead(read: z.infer<typeof readSchema>, records: Readonly<Record<string, CompiledRecord>>, complain: Complain): NonNullable<Confirm['read']> {
  const { path, query, ifMatch, record, as } = read;
  const entry = as !== undefined && Object.hasOwn(records, as) ? records[as] : undefined;
  if (as !== undefined && !(entry && isPurchaseOrder(entry))) complain('confirm.read.as', `there is no ${as} of kind purchaseOrder among the records`);
  if (!ifMatch && as === undefined) complain('confirm.read', 'needs ifMatch or as: otherwise nothing is made of what is read');
  return { path, query, ifMatch, record: compilePath(record, 'confirm.read.record', complain), as: entry ?? null };
}

function isPurchaseOrder({ kind }: CompiledRecord): boolean {
  return kind === recordKinds['purchaseOrder'];
}
