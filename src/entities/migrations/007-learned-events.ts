import { Migration } from '@mikro-orm/migrations';

/** Corrections of tracking events may tell what they mean, too: a code that no table knew when they came. */
export class Migration007LearnedEvents extends Migration {
  override async up(): Promise<void> {
    this.addSql(writeTracked);
  }
}

/** New tracking events with their keys, events that were corrected, and the shipments' columns. */
const writeTracked = `create or replace function write_tracked(given jsonb) returns void language plpgsql as $$
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
      from told, jsonb_to_recordset(rows -> 'changed') as r(shipment uuid, key text, retracted boolean, future boolean, classifier text, milestone text,
        reason text, responsible text)
      where e.shipment_id = r.shipment and e.event_key = r.key
    )
    update shipment s
    set status = r.status, status_reason = r.status_reason, responsible = r.responsible, delivered_at = r.delivered_at,
      delivered_at_offset = r.delivered_at_offset, delivered_on = r.delivered_on, estimated_delivery = r.estimated_delivery,
      estimated_delivery_offset = r.estimated_delivery_offset, estimate_as_of = r.estimate_as_of, snapshot_status = r.snapshot_status,
      snapshot_at = r.snapshot_at, signed_by = r.signed_by, signer_as_of = r.signer_as_of
    from told, jsonb_populate_recordset(null::shipment, rows -> 'shipments') r
    where s.id = r.id;
  end
$$`;
