import { z } from 'zod';
import { ConnectorError, type PurchaseOrderConfirmationCommand } from '../../contract.js';
import { remarks, type LineAnswer, type Remark } from '../shared/answers.js';
import { conflict } from '../shared/conflict.js';
import { recordVersion } from '../shared/message.js';
import type { NumberedRecord } from '../shared/pull.js';
import { read } from '../shared/read.js';
import { idIn, refTo } from '../shared/refs.js';
import { Zone } from '../shared/zone.js';
import type { OdooClient } from './client.js';
import type { OdooConfig } from './config.js';
import { goodsLines, isAcknowledged } from './orders.js';
import { OdooReader } from './reader.js';
import { PURCHASE_TOPIC } from './shapes.js';
import { dayOf, toWireDay } from './values.js';
import { purchaseWire, type PurchaseLineWire, type PurchaseWire } from './wire.js';

type Values = Record<string, unknown>;

const LINE = 'purchase.order.line';

/**
 * Writes a supplier's confirmation into the purchase: its reference, the date of each line that was accepted, and the
 * acknowledgement once all lines are, in one transaction of Odoo; then what has no field as a note in the purchase's log.
 * Reads first and writes only what differs, so that the same command twice changes nothing the second time. Refused where
 * the purchase is no longer at the command's version: ConnectorError('rejected') with status 409 and
 * `cause: { conflict: true, version }`.
 */
export async function confirmPurchaseOrder(
  client: OdooClient,
  config: OdooConfig,
  command: PurchaseOrderConfirmationCommand,
  signal: AbortSignal,
): Promise<{ version: string | null }> {
  const { externalId, version } = command.purchaseOrder;
  const reader = await OdooReader.open(client, config, signal);
  const record = await find(reader, externalId, signal);
  const purchase = read(purchaseWire, record, externalId);
  const values = changes(purchase, command, reader, new Zone(config.timeZone));
  const current = recordVersion(record);
  if (Object.keys(values).length > 0) {
    if (purchase.state === 'cancel') throw new ConnectorError('rejected', `${externalId} is cancelled in Odoo and takes no confirmation`);
    if (version !== null && version !== current) throw conflict(`${externalId} was changed in Odoo since it was read`, current);
    await client.write({ model: 'purchase.order', method: 'write', ids: [purchase.id], params: { vals: values, context: reader.context } }, signal);
  }
  const names = new Map(purchase['order_line.'].map((line) => [refTo(LINE, line.id), line.name ?? `line ${line.id}`]));
  const told = remarks(command.note, command.lines, (line) => names.get(line)!);
  for (const remark of told) await post(client, reader, purchase.id, remark, signal);
  return { version: Object.keys(values).length > 0 ? recordVersion(await find(reader, externalId, signal)) : current };
}

async function find(reader: OdooReader, externalId: string, signal: AbortSignal): Promise<NumberedRecord> {
  const id = idIn(externalId, 'purchase.order');
  const [record] = id === null ? [] : await reader.byIds(PURCHASE_TOPIC, [id], signal);
  if (record === undefined) throw new ConnectorError('rejected', `no purchase ${externalId} in Odoo, or none that the user may see`);
  return record;
}

/** What has to be written; empty where everything stands there already. */
function changes(purchase: PurchaseWire, command: PurchaseOrderConfirmationCommand, reader: OdooReader, zone: Zone): Values {
  const values: Values = {};
  const { supplierReference } = command;
  if (supplierReference !== null && supplierReference !== purchase.partner_ref) values['partner_ref'] = supplierReference;
  const lines = goodsLines(purchase['order_line.'], []);
  const byRef = new Map(lines.map((line) => [refTo(LINE, line.id), line]));
  const unknown = command.lines.filter(({ externalId }) => !byRef.has(externalId)).map(({ externalId }) => externalId);
  if (unknown.length > 0) throw new ConnectorError('rejected', `purchase.order,${purchase.id} has no ${unknown.join(', ')}`);
  const written = command.lines.flatMap((answer): [number, number, Values][] => {
    const line = byRef.get(answer.externalId)!;
    const date = dateChange(line, answer, zone);
    return date === null ? [] : [[UPDATE, line.id, { date_planned: date }]];
  });
  if (written.length > 0) values['order_line'] = written;
  const yes = acknowledgement(purchase, lines, command);
  const field = ACKNOWLEDGEMENT.find((name) => reader.has('purchase.order', name));
  if (field !== undefined && yes !== null && yes !== isAcknowledged(purchase)) values[field] = yes;
  return values;
}

/** Odoo's command for changing a record of a list. */
const UPDATE = 1;

/** In version 19; from 14 to 18. */
const ACKNOWLEDGEMENT = ['acknowledged', 'mail_reception_confirmed'] as const;

/** Null where the date stands there already or none was agreed. Other dates than an accepted one are proposals. */
function dateChange(line: PurchaseLineWire, { answer, promisedDate, externalId }: LineAnswer, zone: Zone): string | null {
  if (answer !== 'ACCEPT' || promisedDate === null) return null;
  if (line.date_planned !== null && dayOf(line.date_planned, zone) === promisedDate) return null;
  const date = toWireDay(promisedDate, zone);
  if (date === null) throw new ConnectorError('rejected', `${externalId}: ${promisedDate} is no date`);
  return date;
}

/** Odoo's mark is one for the whole: yes once every line is accepted, no as soon as one is not; null: nothing to say yet. */
function acknowledgement(purchase: PurchaseWire, lines: readonly PurchaseLineWire[], { lines: answers }: PurchaseOrderConfirmationCommand): boolean | null {
  if (answers.some(({ answer }) => answer !== 'ACCEPT')) return false;
  const accepted = new Set(answers.map(({ externalId }) => externalId));
  return isAcknowledged(purchase) || lines.every(({ id }) => accepted.has(refTo(LINE, id))) ? true : null;
}

/** An internal note in the log of the purchase, unless it stands there. */
async function post(client: OdooClient, reader: OdooReader, id: number, { text, mark }: Remark, signal: AbortSignal): Promise<void> {
  const domain = [['model', '=', 'purchase.order'], ['res_id', '=', id], ['body', 'ilike', mark]];
  const params = { domain, fields: ['id'], limit: 1, context: reader.context };
  const found = await client.read({ model: 'mail.message', method: 'search_read', params }, signal);
  if (read(z.array(z.looseObject({ id: z.int() })), found, 'mail.message').length > 0) return;
  // Up to 16 a text is taken for HTML, later it is not: what means something in HTML is written otherwise.
  const body = `${text.replaceAll('<', '‹').replaceAll('>', '›')} ${mark}`;
  const message = { body, message_type: 'comment', subtype_xmlid: 'mail.mt_note', context: reader.context };
  await client.write({ model: 'purchase.order', method: 'message_post', ids: [id], params: message }, signal);
}
