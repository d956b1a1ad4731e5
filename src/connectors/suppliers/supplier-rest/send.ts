import { ConnectorError, type PurchaseOrderCommand } from '../../contract.js';
import type { Access, Caller } from '../../mapping/access.js';
import { valueAt } from '../../mapping/paths.js';
import { targetUrl, textIn } from '../../mapping/requests.js';
import type { Conventions } from '../../mapping/rules.js';
import { fillTemplate, type TemplateValues } from '../../mapping/template.js';
import type { Send } from './send-profile.js';

export interface Sender {
  readonly access: Pick<Access, 'url'>;
  readonly call: Caller;
  readonly send: Send;
  readonly tables: Conventions['tables'];
}

/**
 * Sends a purchase order. Sent again it is one order there: by a key that is always the same, or because what they have is
 * looked for first. Answers with their own number of it, where they tell one.
 */
export async function sendPurchaseOrder({ access, call, send, tables }: Sender, command: PurchaseOrderCommand, signal: AbortSignal): Promise<{ reference: string | null }> {
  const values = { ...command, lines: command.lines.map((line) => ({ ...line })) } satisfies TemplateValues;
  // Filled first: an order that cannot be written in their words is refused before they hear of it.
  const body = JSON.stringify(fillTemplate(send.body, values, { tables }));
  const known = await lookUp({ access, call, send }, command, signal);
  if (known !== null) return { reference: textIn(known, send.reference) };
  const response = await call({
    method: send.method,
    url: targetUrl(access, { path: send.path, query: {} }, { number: command.number }),
    headers: { 'content-type': 'application/json', ...(send.idempotencyHeader === null ? {} : { [send.idempotencyHeader]: command.idempotencyKey }) },
    body,
    signal,
    // Without a key a lost answer leaves open whether they have it: the next attempt looks first.
    idempotent: send.idempotencyHeader !== null,
  });
  return { reference: response.body.byteLength === 0 ? null : textIn(response.json(), send.reference) };
}

/** Their order with our number; null where they have none, or cannot be asked. */
async function lookUp({ access, call, send }: Omit<Sender, 'tables'>, command: PurchaseOrderCommand, signal: AbortSignal): Promise<unknown> {
  const { lookup } = send;
  if (!lookup) return null;
  const url = targetUrl(access, lookup, { number: command.number });
  const answer = (await call({ method: 'GET', url, signal, idempotent: true })).json();
  const found = valueAt(answer, lookup.list);
  if (!Array.isArray(found)) throw new ConnectorError('contract', `${lookup.path}: no list at ${lookup.listText || 'the top'}`);
  return (found as unknown[])[0] ?? null;
}
