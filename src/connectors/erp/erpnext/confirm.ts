import { z } from 'zod';
import { ConnectorError, type PurchaseOrderConfirmationCommand } from '../../contract.js';
import { remarks, type LineAnswer, type Remark } from '../shared/answers.js';
import { conflict } from '../shared/conflict.js';
import { read } from '../shared/read.js';
import type { Zone } from '../shared/zone.js';
import type { ErpnextClient, Row } from './client.js';
import { purchaseOrderFacts } from './orders.js';
import { modifiedIn, nameIn, refTo } from './source.js';
import { wireDate } from './values.js';
import { purchaseOrderWire, type PurchaseOrderItemWire, type PurchaseOrderWire } from './wire.js';

const PURCHASE = 'Purchase Order';
const LINE = 'Purchase Order Item';

const rows = z.array(z.looseObject({ name: z.string() }));

export interface Confirmation {
  readonly client: ErpnextClient;
  readonly zone: Zone;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/**
 * Writes a supplier's confirmation into the Purchase Order: its number and day, and the date of each line that was
 * accepted, in one transaction of ERPNext; then what has no field as comments. Reads first and writes only what differs,
 * so that the same command twice changes nothing the second time. Refused where the order is no longer at the command's
 * version, or changes between reading and writing: ConnectorError('rejected') with status 409 and
 * `cause: { conflict: true, version }`.
 */
export async function confirmPurchaseOrder(around: Confirmation, command: PurchaseOrderConfirmationCommand): Promise<{ version: string | null }> {
  const { client, signal } = around;
  const { externalId, version } = command.purchaseOrder;
  const name = nameIn(externalId, PURCHASE);
  if (name === null) throw new ConnectorError('rejected', `${externalId} is no Purchase Order`);
  const document = await client.document(PURCHASE, name, signal);
  const order = read(purchaseOrderWire, document, externalId);
  const dates = dateChanges(order, command);
  const reference = command.supplierReference ?? order.order_confirmation_no;
  const confirmedOn = confirmationDay(order, command, dates, around.zone.dateOf(around.now().getTime()));
  let written = document;
  if (dates.size > 0 || reference !== order.order_confirmation_no || confirmedOn !== order.order_confirmation_date) {
    if (order.docstatus !== 1) throw new ConnectorError('rejected', `${externalId} is ${order.status} in ERPNext and takes no confirmation`);
    if (version !== null && modifiedIn(version) !== order.modified) throw conflict(`${externalId} was changed in ERPNext since it was read`, versionOf(document, around.zone));
    written = await write(around, document, {
      modified: order.modified,
      order_confirmation_no: reference,
      order_confirmation_date: confirmedOn,
      // A table is replaced as a whole: rows that are left out would be deleted.
      items: read(rows, document['items'], `${externalId}.items`).map((row) => ({ ...row, ...(dates.has(row.name) ? { expected_delivery_date: dates.get(row.name) } : {}) })),
    });
  }
  const names = new Map(order.items.map((item) => [refTo(LINE, item.name), item.item_code ?? item.item_name ?? `line ${item.idx}`]));
  for (const remark of remarks(command.note, command.lines, (line) => names.get(line)!)) await comment(around, name, remark);
  return { version: versionOf(written, around.zone) };
}

/** ERPNext refuses a document whose `modified` is no longer the newest with 417, like any other value that it does not take. */
async function write({ client, zone, signal }: Confirmation, { name, modified }: Row, values: object): Promise<Row> {
  try {
    return await client.update(PURCHASE, name, values, signal);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.details.status !== 417) throw error;
    const now = await client.document(PURCHASE, name, signal);
    if (now['modified'] === modified) throw error;
    throw conflict(`${refTo(PURCHASE, name)} was changed in ERPNext while it was written`, versionOf(now, zone));
  }
}

/** The dates to write, by row. */
function dateChanges(order: PurchaseOrderWire, { lines }: PurchaseOrderConfirmationCommand): Map<string, string | null> {
  const items = new Map(order.items.map((item) => [refTo(LINE, item.name), item]));
  const unknown = lines.filter(({ externalId }) => !items.has(externalId)).map(({ externalId }) => externalId);
  if (unknown.length > 0) throw new ConnectorError('rejected', `${refTo(PURCHASE, order.name)} has no ${unknown.join(', ')}`);
  return new Map(
    lines.flatMap((line): [string, string | null][] => {
      const item = items.get(line.externalId)!;
      const date = agreedDate(item, line);
      return date === item.expected_delivery_date ? [] : [[item.name, date]];
    }),
  );
}

/** A date stands for a yes: other answers take it away. A yes without a date is one to the date that stands there. */
function agreedDate({ expected_delivery_date, schedule_date }: PurchaseOrderItemWire, { answer, promisedDate, externalId }: LineAnswer): string | null {
  if (answer !== 'ACCEPT') return null;
  if (promisedDate === null) return expected_delivery_date ?? schedule_date;
  if (!wireDate.safeParse(promisedDate).success) throw new ConnectorError('rejected', `${externalId}: ${promisedDate} is no date`);
  return promisedDate;
}

/** Today where dates were agreed anew. Without any agreed date it would mean a yes to the whole, so that a no takes it away. */
function confirmationDay(order: PurchaseOrderWire, { lines }: PurchaseOrderConfirmationCommand, dates: ReadonlyMap<string, string | null>, today: string): string | null {
  const stand = order.items.map(({ name, expected_delivery_date }) => (dates.has(name) ? dates.get(name) : expected_delivery_date));
  if ([...dates.values()].some((date) => date !== null)) return today;
  const open = lines.some(({ answer }) => answer !== 'ACCEPT');
  return open && stand.every((date) => date === null) ? null : order.order_confirmation_date;
}

/** Null where the order's status is unknown, so that no fact bears a version. */
function versionOf(document: unknown, zone: Zone): string | null {
  return purchaseOrderFacts(read(purchaseOrderWire, document, PURCHASE), zone, [])[0]?.source.version ?? null;
}

/** A comment on the order, unless it stands there. */
async function comment({ client, signal }: Confirmation, name: string, { text, mark }: Remark): Promise<void> {
  const filters = [['reference_doctype', '=', PURCHASE], ['reference_name', '=', name], ['content', 'like', `%${mark}%`]] as const;
  if ((await client.list('Comment', { fields: ['name'], filters, limit: 1 }, signal)).length > 0) return;
  const content = `${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')} ${mark}`;
  await client.create('Comment', { comment_type: 'Comment', reference_doctype: PURCHASE, reference_name: name, content }, signal);
}
