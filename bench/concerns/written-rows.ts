/** What a webhook leaves in the database, so that two systems are compared that do the same. */
import type { Sql } from 'postgres';
import { assertSame } from '../operations/same.js';

/** Tables that a message writes one row into, with how a message's row is found and what of it must differ. */
const tables = [
  { name: 'inbox_message', where: 'message_id = $1', own: ['id', 'message_id', 'body_hash', 'body', 'received_at', 'applied_at'] },
  { name: 'tracking_event', where: shipmentOf('shipment_id'), own: ['id', 'recorded_at', 'shipment_id', 'event_key', 'occurred_at'] },
  { name: 'event_log', where: shipmentOf('object_id'), own: ['seq', 'xid', 'recorded_at', 'occurred_at', 'object_id', 'number', 'carrier_id'] },
  { name: 'audit_entry', where: shipmentOf('object_id'), own: ['seq', 'xid', 'at', 'object_id'] },
] as const;

const state = ['status', 'snapshot_status', 'delivered_on', 'signed_by', 'status_reason', 'responsible'];

/** Rows so far that webhooks have written, by table. */
export async function countRows(sql: Sql): Promise<Record<string, number>> {
  const [row] = await sql<Record<string, number>[]>`
    select (select count(*)::int from inbox_message) as inbox_message,
      (select count(*)::int from tracking_event) as tracking_event,
      (select count(*)::int from tracking_event_key) as tracking_event_key,
      (select count(*)::int from event_log where channel = 'webhook:easypost') as event_log,
      (select count(*)::int from audit_entry where channel = 'webhook:easypost') as audit_entry`;
  return { ...row };
}

/** Throws where the newest rows of two messages differ in anything that does not tell the messages apart. */
export async function assertSameRows(sql: Sql, expected: Probe, found: Probe): Promise<void> {
  assertSame('rows of a webhook', await rowsOf(sql, expected), await rowsOf(sql, found));
}

export interface Probe {
  readonly messageId: string;
  readonly trackingNumber: string;
}

async function rowsOf(sql: Sql, { messageId, trackingNumber }: Probe): Promise<Record<string, unknown>> {
  const rows: Record<string, unknown> = {};
  for (const { name, where, own } of tables) {
    const key = where.startsWith('message_id') ? messageId : trackingNumber;
    const newest = name === 'event_log' || name === 'audit_entry' ? 'seq desc' : 'id desc';
    const [row] = await sql.unsafe(`select row_to_json(t) as row from ${name} t where ${where} order by ${newest} limit 1`, [key]);
    const shown = { ...(row?.['row'] as Record<string, unknown>) };
    for (const column of own) shown[column] = typeof shown[column];
    rows[name] = shown;
  }
  const [shipment] = await sql.unsafe(`select ${state.join(', ')} from shipment where tracking_number = $1`, [trackingNumber]);
  return { ...rows, shipment: { ...shipment } };
}

function shipmentOf(column: string): string {
  return `${column} = (select id from shipment where tracking_number = $1)`;
}
