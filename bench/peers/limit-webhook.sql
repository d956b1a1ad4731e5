with found as (
  select id, number, status, carrier_id, supplier_id from shipment where tracking_number = $17 for update
),
message as (
  insert into inbox_message (id, connector_id, message_id, body_hash, topic, content_type, body, received_at, status, unmapped, attempts, applied_at)
  values ($1, 'easypost', $2, $3, $4, $5, $6, $7::timestamptz, 'APPLIED', '[]', 1, $7::timestamptz)
),
event_key as (
  insert into tracking_event_key (shipment, event_key) select id, $9 from found
),
event as (
  insert into tracking_event (id, recorded_at, shipment_id, event_key, occurred_at, classifier, milestone, carrier_code, description, city, country, postal_code, source_system)
  select $8::uuid, $7::timestamptz, id, $9, $10::timestamptz, 'ACTUAL', $11::text, $12, $13, $14, $15, $16, 'easypost' from found
),
change as (
  insert into event_log (recorded_at, occurred_at, type, object_type, object_id, number, from_status, to_status, actor, channel, supplier_id, carrier_id)
  select $7::timestamptz, $10::timestamptz, 'SHIPMENT_STATUS_CHANGED', 'SHIPMENT', id, number, status, $11::text, 'easypost', 'webhook:easypost', supplier_id, carrier_id
  from found
),
trail as (
  insert into audit_entry (at, actor, channel, action, object_type, object_id, before, after)
  select $7::timestamptz, 'easypost', 'webhook:easypost', 'SHIPMENT_CHANGED', 'SHIPMENT', id,
    jsonb_build_object('status', status), jsonb_build_object('status', $11::text)
  from found
)
update shipment s set status = $11::text, snapshot_status = $11::text, snapshot_at = $10::timestamptz
from found where s.id = found.id
