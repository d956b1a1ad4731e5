import { ConnectorError, type PurchaseOrderConfirmationCommand } from '../../contract.js';
import { conflict } from '../shared/conflict.js';
import { read } from '../shared/read.js';
import { withAnswer, type LineAnswer } from './answers.js';
import type { TrytonClient } from './client.js';
import { recordVersion } from '../shared/message.js';
import { plannedDate } from './orders.js';
import { TrytonReader, type TrytonRecord } from './reader.js';
import { PURCHASE_TOPIC } from './shapes.js';
import { idIn } from './source.js';
import { MOVE } from './statuses.js';
import { toWireDate } from './values.js';
import { purchaseWire, type PurchaseLineWire, type PurchaseWire } from './wire.js';

type Values = Record<string, unknown>;

/**
 * Writes a supplier's confirmation into the purchase: its reference, its note, and per line the promised date; all in one
 * transaction of Tryton. Reads first and writes only what differs, so that the same command twice changes nothing the
 * second time. Refused where the purchase is no longer at the command's version, or changes between reading and writing:
 * ConnectorError('rejected') with status 409 and `cause: { conflict: true, version }`.
 */
export async function confirmPurchaseOrder(
  client: TrytonClient,
  command: PurchaseOrderConfirmationCommand,
  signal: AbortSignal,
): Promise<{ version: string | null }> {
  const { externalId, version } = command.purchaseOrder;
  const reader = await TrytonReader.open(client, signal);
  const record = await find(reader, externalId, signal);
  const purchase = read(purchaseWire, record, externalId);
  const values = changes(purchase, command);
  const current = recordVersion(record);
  if (Object.keys(values).length === 0) return { version: current };
  if (purchase.state === 'cancelled' || purchase.state === 'done') {
    throw new ConnectorError('rejected', `${externalId} is ${purchase.state} in Tryton and takes no confirmation`);
  }
  if (version !== null && version !== current) throw conflict(`${externalId} was changed in Tryton since it was read`, current);
  const context = { ...reader.login.context, _timestamp: stampsOf(purchase) };
  await client.write('model.purchase.purchase.write', [[purchase.id], values, context], signal);
  return { version: recordVersion(await find(reader, externalId, signal)) };
}

async function find(reader: TrytonReader, externalId: string, signal: AbortSignal): Promise<TrytonRecord> {
  const id = idIn(externalId, 'purchase.purchase');
  const [record] = id === null ? [] : await reader.byIds(PURCHASE_TOPIC, [id], signal);
  if (record === undefined) throw new ConnectorError('rejected', `no purchase ${externalId} in Tryton, or none that the user may see`);
  return record;
}

/** What has to be written; empty where everything stands there already. */
function changes(purchase: PurchaseWire, command: PurchaseOrderConfirmationCommand): Values {
  const values: Values = {};
  const { supplierReference, note } = command;
  if (supplierReference !== null && supplierReference !== purchase.reference) values['reference'] = supplierReference;
  if (note !== null && !(purchase.comment ?? '').includes(note)) values['comment'] = appended(purchase.comment, note);
  const lines = new Map(purchase['lines.'].map((line) => [`purchase.line,${line.id}`, line]));
  const unknown = command.lines.filter(({ externalId }) => !lines.has(externalId)).map(({ externalId }) => externalId);
  if (unknown.length > 0) throw new ConnectorError('rejected', `purchase.purchase,${purchase.id} has no ${unknown.join(', ')}`);
  const written = command.lines.flatMap((answer): [string, number[], Values][] => {
    const line = lines.get(answer.externalId)!;
    const lineValues = lineChanges(line, answer);
    return Object.keys(lineValues).length > 0 ? [['write', [line.id], lineValues]] : [];
  });
  if (written.length > 0) values['lines'] = written;
  return values;
}

function lineChanges(line: PurchaseLineWire, answer: LineAnswer): Values {
  const note = withAnswer(line.note ?? '', answer);
  return { ...(note === (line.note ?? '') ? {} : { note }), ...dateChanges(line, answer) };
}

/**
 * Before Tryton processes the purchase the line's own date counts, afterwards the planned dates of its open moves. The
 * line's is written in both cases: it marks the date as given by somebody, and a move for a remaining part takes it over.
 * A yes without a date is one to the date that stands there.
 */
function dateChanges(line: PurchaseLineWire, { answer, promisedDate }: LineAnswer): Values {
  const text = promisedDate ?? (answer === 'ACCEPT' ? plannedDate(line) : null);
  if (text === null || answer === 'REFUSE') return {};
  const date = toWireDate(text);
  if (date === null) throw new ConnectorError('rejected', `purchase.line,${line.id}: ${text} is no date`);
  const open = line['moves.'].filter(({ state }) => Object.hasOwn(MOVE, state) && MOVE[state] === 'open');
  if (line['moves.'].length > 0 && open.length === 0) return {};
  const other = promisedDate === null ? [] : open.filter((move) => move.planned_date !== text);
  return {
    ...(line.delivery_date_edit === true && line.delivery_date_store === text
      ? {}
      : { delivery_date_edit: true, delivery_date_store: date }),
    ...(other.length > 0 ? { moves: [['write', other.map(({ id }) => id), { planned_date: date }]] } : {}),
  };
}

function appended(text: string | null | undefined, addition: string): string {
  return text == null || text === '' ? addition : `${text}\n${addition}`;
}

/** Tryton refuses the write where one of these is no longer the newest. */
function stampsOf(purchase: PurchaseWire): Record<string, string> {
  const lines = purchase['lines.'];
  return Object.fromEntries([
    [`purchase.purchase,${purchase.id}`, purchase._timestamp],
    ...lines.map((line) => [`purchase.line,${line.id}`, line._timestamp]),
    ...lines.flatMap((line) => line['moves.'].map((move) => [`stock.move,${move.id}`, move._timestamp])),
  ] as [string, string][]);
}
