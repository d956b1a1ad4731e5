import { ConnectorError, type HttpResponse, type PurchaseOrderConfirmationCommand } from '../../contract.js';
import type { Access, Caller } from '../../mapping/access.js';
import { digestOf } from '../../mapping/message.js';
import { valueAt } from '../../mapping/paths.js';
import { mapRecord } from '../../mapping/record.js';
import { targetUrl, textIn } from '../../mapping/requests.js';
import type { Conventions } from '../../mapping/rules.js';
import { fillTemplate, type Json, type TemplateValues } from '../../mapping/template.js';
import type { LineAnswer } from '../shared/answers.js';
import { conflict, writeProblem } from '../shared/conflict.js';
import type { Confirm } from './confirm-profile.js';

export interface Desk {
  readonly access: Pick<Access, 'url'>;
  readonly call: Caller;
  readonly confirm: Confirm;
  readonly tables: Conventions['tables'];
}

/** One request that writes, with the values that its addresses are filled with. */
interface Write {
  readonly values: TemplateValues;
  readonly url: string;
  readonly body: string;
}

/**
 * Writes a supplier's answer as the profile says, in one request or line by line. The same command twice sets the same values
 * twice, or bears the same keys. Refused where the profile has no place for what was answered; where the purchase order is no
 * longer at the command's version, or changes between reading and writing: ConnectorError('rejected') with status 409 and
 * `cause: { conflict: true, version }`. Lines that were written before a later one failed stay written.
 */
export async function confirmPurchaseOrder(desk: Desk, command: PurchaseOrderConfirmationCommand, signal: AbortSignal): Promise<{ version: string | null }> {
  refuseUnsayable(desk.confirm, command);
  // All filled first: an answer that cannot be written in their words is refused before they hear of it.
  const writes = writesOf(desk, command);
  let version: string | null = null;
  for (const [index, write] of writes.entries()) {
    const etag = await readBefore(desk, command, write, index === 0, signal);
    version = versionIn(await send(desk, command, write, etag, signal), desk.confirm);
  }
  return { version };
}

/** What the template has no place for is refused as a whole, so that the buyer is asked. */
function refuseUnsayable({ tells }: Confirm, { lines }: PurchaseOrderConfirmationCommand): void {
  const problems = lines.flatMap((line) => {
    const untold = agreedMembers(line).filter((name) => !tells.has(name));
    return untold.length === 0 ? [] : [`${line.externalId}: ${untold.join(', ')}`];
  });
  if (problems.length > 0) throw new ConnectorError('rejected', `the profile has no place for all that was answered; the buyer has to enter it: ${problems.join('; ')}`);
}

/** What of an answer must not be lost. A yes is one to what was ordered, whatever it repeats of it. */
function agreedMembers(line: LineAnswer): string[] {
  if (line.answer === 'ACCEPT') return [];
  const stated = (['quantity', 'promisedDate', 'unitPrice'] as const).filter((name) => line[name] !== null);
  return line.answer === 'CHANGE' ? stated : ['answer', ...stated];
}

/** Without those that would say nothing: a yes without a date, where the profile tells dates alone. */
function writesOf({ access, confirm, tables }: Desk, command: PurchaseOrderConfirmationCommand): Write[] {
  const { idempotencyKey, purchaseOrder, supplierReference, note } = command;
  const order = { idempotencyKey, purchaseOrder: purchaseOrder.externalId, number: purchaseOrder.number, supplierReference, note };
  const lines = command.lines.map(({ externalId, ...line }) => ({ line: externalId, ...line }));
  const scopes: TemplateValues[] = confirm.per === 'line' ? lines.map((line) => ({ ...order, ...line })) : [{ ...order, lines }];
  return scopes.flatMap((values) => {
    const body = fillTemplate(confirm.body, values, { tables, leavesOut: true });
    return saysNothing(body) ? [] : [{ values, url: targetUrl(access, confirm, values), body: JSON.stringify(body) }];
  });
}

function saysNothing(body: Json): boolean {
  return typeof body === 'object' && body !== null && Object.values(body as object).length === 0;
}

/**
 * The ETag to write under; null: none is asked for. Of the purchase order as it is read `isFirst`, the version must be the one
 * that was answered: after that it changes by what is written.
 */
async function readBefore({ access, call, confirm }: Desk, command: PurchaseOrderConfirmationCommand, { values }: Write, isFirst: boolean, signal: AbortSignal): Promise<string | null> {
  const { read } = confirm;
  if (!read || !(read.ifMatch || isFirst)) return null;
  const response = await call({ method: 'GET', url: targetUrl(access, read, values), signal, idempotent: true });
  const record = valueAt(response.json(), read.record);
  if (read.as && isFirst) {
    const [fact] = mapRecord(read.as, record).facts;
    const { externalId, version } = command.purchaseOrder;
    if (fact && fact.source.externalId !== externalId) throw new ConnectorError('contract', `${read.path} answered with ${fact.source.externalId} in the place of ${externalId}`);
    const current = fact?.source.version ?? null;
    if (version !== null && current !== version) throw conflict(`${externalId} was changed there since it was read`, current);
  }
  if (!read.ifMatch) return null;
  const { etag } = response.headers;
  if (etag === undefined) throw new ConnectorError('contract', `${read.path} came without an ETag, so that a change by somebody else would be overwritten`);
  return etag;
}

async function send({ call, confirm }: Desk, { idempotencyKey }: PurchaseOrderConfirmationCommand, { url, body }: Write, etag: string | null, signal: AbortSignal): Promise<HttpResponse> {
  const { method, contentType, idempotencyHeader } = confirm;
  const headers = {
    'content-type': contentType,
    ...(etag === null ? {} : { 'if-match': etag }),
    // With what is said: once more of the answer is settled, it is another request.
    ...(idempotencyHeader === null ? {} : { [idempotencyHeader]: `${idempotencyKey}-${digestOf([url, body])}` }),
  };
  try {
    return await call({ method, url, headers, body, signal, idempotent: true });
  } catch (error) {
    throw writeProblem(error);
  }
}

function versionIn(response: HttpResponse, { version: path }: Confirm): string | null {
  if (path === null) return null;
  const version = textIn(response.json(), path);
  if (version === null) throw new ConnectorError('contract', 'the answer to the write does not tell the version, which the profile says that it does');
  return version;
}
