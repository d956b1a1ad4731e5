import { Migration } from '@mikro-orm/migrations';
import { byKey, meets } from './005-write-path.js';

/**
 * What all rows of a transaction have in common is said once: when it was recorded, by whom and through which door were a quarter of the
 * text that a batch of messages took to write. And what there is nothing to do about is not begun: an update of tracking events looks
 * at all of their partitions first.
 */
export class Migration012SaidOnce extends Migration {
  override async up(): Promise<void> {
    for (const statement of functions) this.addSql(statement);
  }
}

/** Rows of a list by the table that they go to. Columns that a row does not state are those that all have in common. */
const rowsOf = (list: string, table: string): string =>
  `jsonb_populate_recordset(jsonb_populate_record(null::${table}, given -> 'same'), given -> '${list}')`;

const functions = [
  'drop function write_tracking(jsonb)',

  `create function write_tracking(given jsonb) returns void language plpgsql ${byKey} as $$
    begin
      if given ? 'added' then
        with told as (select * from ${rowsOf('added', 'tracking_event')}),
        keys as (insert into tracking_event_key (shipment, event_key) select shipment_id, event_key from told)
        insert into tracking_event select * from told;
      end if;
      if given ? 'changed' then
        update tracking_event e set retracted = r.retracted, in_future = r.future, classifier = r.classifier, milestone = r.milestone,
          reason = r.reason, responsible = r.responsible
        from jsonb_to_recordset(given -> 'changed') as r(shipment uuid, key text, retracted boolean, future boolean, classifier text,
          milestone text, reason text, responsible text)
        where ${meets('e.shipment_id', 'r.shipment')} and e.event_key = r.key;
      end if;
      if given ? 'shipments' then
        update shipment s
        set status = r.status, status_reason = r.status_reason, responsible = r.responsible, delivered_at = r.delivered_at,
          delivered_at_offset = r.delivered_at_offset, delivered_on = r.delivered_on, estimated_delivery = r.estimated_delivery,
          estimated_delivery_offset = r.estimated_delivery_offset, estimate_as_of = r.estimate_as_of, snapshot_status = r.snapshot_status,
          snapshot_at = r.snapshot_at, signed_by = r.signed_by, signer_as_of = r.signer_as_of
        from jsonb_populate_recordset(null::shipment, given -> 'shipments') r
        where ${meets('s.id', 'r.id')};
      end if;
    end
  $$`,

  // What a transaction has gathered to write: new tracking events with their keys, events that were corrected and columns of
  // shipments; the messages received, the audit trail and the event log, numbered in the order given.
  `create or replace function write_gathered(given jsonb) returns void language plpgsql as $$
    begin
      if given ?| array['shipments', 'added', 'changed'] then
        perform write_tracking(given);
      end if;
      if given ? 'messages' then
        insert into inbox_message (id, connector_id, message_id, body_hash, topic, content_type, body, received_at, status, reason,
          unmapped, attempts, applied_at)
        select id, connector_id, message_id, body_hash, topic, content_type, decode(content, 'base64'), received_at, status, reason,
          unmapped, 1, applied_at
        from jsonb_to_recordset(given -> 'messages') as m(id uuid, connector_id text, message_id text, body_hash text, topic text,
          content_type text, content text, received_at timestamptz, status text, reason text, unmapped jsonb, applied_at timestamptz);
      end if;
      if given ? 'audits' then
        insert into audit_entry (at, actor, channel, action, object_type, object_id, before, after)
        select at, actor, channel, action, object_type, object_id, before, after from ${rowsOf('audits', 'audit_entry')};
      end if;
      if given ? 'events' then
        insert into event_log (recorded_at, occurred_at, type, object_type, object_id, number, from_status, to_status, actor, channel,
          supplier_id, carrier_id)
        select recorded_at, occurred_at, type, object_type, object_id, number, from_status, to_status, actor, channel, supplier_id, carrier_id
        from ${rowsOf('events', 'event_log')};
      end if;
    end
  $$`,
];
