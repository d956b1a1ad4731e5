import { Migration } from '@mikro-orm/migrations';

/**
 * What is said for every message, as functions: the unit of work sends each statement with its values written into the
 * text, so PostgreSQL would plan it anew each time, which costs more than running it. A function's statements are planned
 * once per connection. Lists come as JSON, so that one call serves any number of rows; the row types of the tables say how
 * to read them.
 */
export class Migration005WritePath extends Migration {
  override async up(): Promise<void> {
    for (const statement of functions) this.addSql(statement);
  }
}

/**
 * Every list is short and every table is met by a key: no statistics, old or skewed, may talk the planner into reading a
 * whole table instead, for a plan that is kept. Nor are plans made for the values at hand: planning takes longer than running.
 */
export const byKey = `set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan`;

/**
 * Rows that are searched for each text of a list, which they know as `ref`. In a plain join the planner may as well walk a whole
 * index and look each row up in the list: that seems cheap while a table is small, and the plan is kept when it has grown. What
 * is offset is not joined in another order.
 */
export const each = (list: string, rows: string): string =>
  `jsonb_array_elements_text(${list}) as given(ref) cross join lateral (${rows} offset 0) as found`;

/** The same for rows that are changed: an equality that can be searched by, but gives a walk in an index's order no use. */
export const meets = (column: string, value: string): string => `${column} = any(array[${value}])`;

const functions = [
  // In one order for everybody, so that two transactions never wait for each other in a circle.
  `create function take_locks(names text[]) returns void language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(key)
      from (select distinct hashtextextended(name, 0) as key from unnest(names) as name order by key) as ordered;
    end
  $$`,

  // Which objects facts will change; see domain/apply/locks.ts.
  `create function objects_of_facts(lists jsonb, told_by text, named jsonb) returns table (type text, id uuid) language plpgsql stable ${byKey} as $$
    #variable_conflict use_column
    begin
      return query
      with shipments as (
        select found.id from ${each(`lists -> 'shipments'`, 'select s.id from shipment s where s.source_external_id = ref and s.source_system = told_by')}
        union
        select found.id from ${each(`lists -> 'tracking_numbers'`, 'select s.id from shipment s where s.tracking_number = ref')}
      ),
      ours as (
        select found.id from jsonb_array_elements(named) as given(pair) cross join lateral (
          select p.id from purchase_order p
          where p.number = pair ->> 1 and (select s.number from supplier s where s.id = p.supplier_id) = pair ->> 0 offset 0
        ) found
      ),
      carried as (
        select found.order_id, found.purchase_order_id
        from shipments cross join lateral (select * from shipment_line l where l.shipment_id = shipments.id offset 0) found
      )
      select 'SHIPMENT', shipments.id from shipments
      union
      select 'ORDER', found.id from ${each(`lists -> 'orders'`, 'select o.id from orders o where o.source_external_id = ref and o.source_system = told_by')}
      union
      select 'ORDER', found.order_id from ${each(
        `lists -> 'order_lines'`,
        `select l.order_id from order_line l
          where l.source_external_id = ref and (select o.source_system from orders o where o.id = l.order_id) = told_by`,
      )}
      union
      select 'ORDER', order_id from carried where order_id is not null
      union
      select 'PURCHASE_ORDER', found.id from ${each(
        `lists -> 'purchase_orders'`,
        'select p.id from purchase_order p where p.source_external_id = ref and p.source_system = told_by',
      )}
      union
      select 'PURCHASE_ORDER', found.purchase_order_id from ${each(
        `lists -> 'receipts'`,
        'select r.purchase_order_id from receipt r where r.source_external_id = ref and r.source_system = told_by',
      )}
      union
      select 'PURCHASE_ORDER', found.purchase_order_id from ${each(
        `lists -> 'purchase_order_lines'`,
        `select l.purchase_order_id from purchase_order_line l
          where l.source_external_id = ref and (select p.source_system from purchase_order p where p.id = l.purchase_order_id) = told_by`,
      )}
      union
      select 'PURCHASE_ORDER', purchase_order_id from carried where purchase_order_id is not null
      union
      select 'PURCHASE_ORDER', ours.id from ours
      union
      select 'ORDER', found.order_id
        from ours cross join lateral (select l.order_id from purchase_order_line l where l.purchase_order_id = ours.id offset 0) found
        where found.order_id is not null;
    end
  $$`,

  // Shipments with these tracking numbers, with what their tracking depends on and what depends on it.
  `create function read_tracked(tracking_numbers jsonb) returns json language plpgsql stable ${byKey} as $$
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
             select e.event_key as "eventKey", e.occurred_at as at, e.occurred_at_offset as "offset", e.classifier, e.milestone, e.reason,
               e.responsible, e.retracts, e.retracted, e.in_future as "inFuture" from tracking_event e where e.shipment_id = s.id
           ) event) as events
        from (select found.* from ${each('tracking_numbers', 'select * from shipment s where s.tracking_number = ref')}) s
          left join carrier c on c.id = s.carrier_id
      ) tracked);
    end
  $$`,

  // What the transaction of some messages begins with, in one round trip: the locks of all that they will change, which of
  // them are known, and the shipments that they track. Each statement sees what was committed before it began, so what is
  // read here is what the locks protect.
  `create function open_messages(connector text, ids jsonb, names jsonb, lists jsonb, named jsonb) returns json language plpgsql ${byKey} as $$
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
        'tracked', read_tracked(lists -> 'tracking_numbers')
      );
    end
  $$`,

  `create function write_tracking(given jsonb) returns void language plpgsql ${byKey} as $$
    begin
      with told as (select given as rows),
      new_events as (
        select e.* from told, jsonb_populate_recordset(null::tracking_event, rows -> 'added') e
      ),
      keys as (
        insert into tracking_event_key (shipment, event_key) select shipment_id, event_key from new_events
      ),
      events as (
        insert into tracking_event select * from new_events
      ),
      corrections as (
        update tracking_event e set retracted = r.retracted, in_future = r.future, classifier = r.classifier, milestone = r.milestone,
          reason = r.reason, responsible = r.responsible
        from told, jsonb_to_recordset(rows -> 'changed') as r(shipment uuid, key text, retracted boolean, future boolean, classifier text,
          milestone text, reason text, responsible text)
        where ${meets('e.shipment_id', 'r.shipment')} and e.event_key = r.key
      )
      update shipment s
      set status = r.status, status_reason = r.status_reason, responsible = r.responsible, delivered_at = r.delivered_at,
        delivered_at_offset = r.delivered_at_offset, delivered_on = r.delivered_on, estimated_delivery = r.estimated_delivery,
        estimated_delivery_offset = r.estimated_delivery_offset, estimate_as_of = r.estimate_as_of, snapshot_status = r.snapshot_status,
        snapshot_at = r.snapshot_at, signed_by = r.signed_by, signer_as_of = r.signer_as_of
      from told, jsonb_populate_recordset(null::shipment, rows -> 'shipments') r
      where ${meets('s.id', 'r.id')};
    end
  $$`,

  // What a transaction has gathered to write: new tracking events with their keys, events that were corrected and columns of
  // shipments; the messages received, the audit trail and the event log, numbered in the order given.
  `create function write_gathered(given jsonb) returns void language plpgsql as $$
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
        select at, actor, channel, action, object_type, object_id, before, after
        from jsonb_populate_recordset(null::audit_entry, given -> 'audits');
      end if;
      if given ? 'events' then
        insert into event_log (recorded_at, occurred_at, type, object_type, object_id, number, from_status, to_status, actor, channel,
          supplier_id, carrier_id)
        select recorded_at, occurred_at, type, object_type, object_id, number, from_status, to_status, actor, channel, supplier_id, carrier_id
        from jsonb_populate_recordset(null::event_log, given -> 'events');
      end if;
    end
  $$`,
];
