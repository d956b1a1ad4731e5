import { Migration } from '@mikro-orm/migrations';
import { byKey, each } from './005-write-path.js';

/**
 * Of a shipment's tracking events only those are read that a message can make count: most of what a message cost was telling the
 * gateway again what it had told before. Which those are follows from the rules of tracking (domain/tracking-rules.ts); that the
 * outcome is the same as with all of them is tested (test/domain/write/events-that-count.test.ts).
 */
export class Migration011EventsThatCount extends Migration {
  override async up(): Promise<void> {
    for (const statement of functions) this.addSql(statement);
  }
}

/**
 * The newest event that says where the shipment is decides, and a delivery is dated by the first of the deliveries after the last
 * thing that was none. So what is older than the last such thing counts only if it is told again, or if anything is taken back,
 * which may bring it to the fore again. Where nothing but deliveries is told, all of them count.
 */
const counts = `taken_back or since is null or occurred_at >= since or keys ? event_key or jsonb_typeof(keys) = 'null'`;
const since = `max(occurred_at) filter (where classifier = 'ACTUAL' and not in_future and milestone not in ('DELIVERED', 'UNKNOWN'))`;

const functions = [
  'drop function open_messages(text, jsonb, jsonb, jsonb, jsonb)',
  'drop function read_tracked(jsonb)',

  // Shipments with these tracking numbers, with what their tracking depends on and what depends on it. Each number comes with the
  // keys of the events that are told of it; null: something may be taken back, and every event is needed.
  `create function read_tracked(told jsonb) returns json language plpgsql stable ${byKey} as $$
    begin
      return (select json_agg(tracked) from (
        select s.id, s.number, s.tracking_number as "trackingNumber", s.direction, s.status, s.record_status as "recordStatus",
          s.record_delivered_on as "recordDeliveredOn", s.status_reason as "statusReason", s.responsible, s.created_at as "createdAt",
          s.shipped_at as "shippedAt", s.delivered_at as "deliveredAt", s.delivered_at_offset as "deliveredAtOffset",
          s.delivered_on as "deliveredOn", s.estimated_delivery as "estimatedDelivery",
          s.estimated_delivery_offset as "estimatedDeliveryOffset", s.estimate_as_of as "estimateAsOf",
          s.snapshot_status as "snapshotStatus", s.snapshot_at as "snapshotAt", s.signed_by as "signedBy",
          s.signer_as_of as "signerAsOf", s.source_updated_at as "sourceUpdatedAt", s.supplier_id as "supplierId",
          s.carrier_id as "carrierId", array_remove(array[lower(c.number), lower(c.name)], null) as "carrierNames",
          (select json_agg(line) from (
             select distinct l.order_id as "orderId", l.purchase_order_id as "purchaseOrderId" from shipment_line l where l.shipment_id = s.id
           ) line) as carried,
          (select json_agg(event) from (
             select event_key as "eventKey", occurred_at as at, occurred_at_offset as "offset", classifier, milestone, reason, responsible,
               retracts, retracted, in_future as "inFuture"
             from (
               select e.event_key, e.occurred_at, e.occurred_at_offset, e.classifier, e.milestone, e.reason, e.responsible, e.retracts,
                 e.retracted, e.in_future, bool_or(retracts is not null or retracted) over () as taken_back, ${since} over () as since
               from tracking_event e where e.shipment_id = s.id
             ) e
             where ${counts}
           ) event) as events
        from (
          select found.*, keys
          from jsonb_each(told) as given(ref, keys)
            cross join lateral (select * from shipment s where s.tracking_number = ref offset 0) as found
        ) s
          left join carrier c on c.id = s.carrier_id
      ) tracked);
    end
  $$`,

  // What the transaction of some messages begins with, in one round trip: the locks of all that they will change, which of
  // them are known, and the shipments that they track. Each statement sees what was committed before it began, so what is
  // read here is what the locks protect.
  `create function open_messages(connector text, ids jsonb, names jsonb, lists jsonb, named jsonb, told jsonb) returns json
    language plpgsql ${byKey} as $$
    declare
      objects text[] := array(select o.type || ':' || o.id from objects_of_facts(lists, connector, named) o);
    begin
      perform take_locks(objects || array(select jsonb_array_elements_text(names)));
      return json_build_object(
        'objects', to_json(objects),
        'known', (select json_agg(known) from (
          select found.id, found.message_id as "messageId", found.body_hash as "bodyHash"
          from ${each('ids', 'select m.id, m.message_id, m.body_hash from inbox_message m where m.message_id = ref and m.connector_id = connector')}
        ) known),
        'tracked', read_tracked(told)
      );
    end
  $$`,
];
