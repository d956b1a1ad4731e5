-- So many tracking events in all, shared out evenly among the shipments, six hours apart; and their keys.
insert into tracking_event (id, recorded_at, shipment_id, event_key, occurred_at, occurred_at_offset, classifier, milestone, carrier_code,
  description, city, country, postal_code, source_system)
select bench.id(12, first + step), at + interval '1 minute', shipment_id, 'event-' || step, at, 120, 'ACTUAL',
  case when step = 1 then 'PICKED_UP' when step = count and status = 'DELIVERED' then 'DELIVERED' else 'IN_TRANSIT' end,
  'scan', 'Scan ' || step, 'City ' || bench.pick(first + step, 70, 500), country, lpad(bench.pick(first + step, 71, 99999)::text, 5, '0'), 'easypost'
from (
  select shipment.*, place, place * events / shipments as first, (place + 1) * events / shipments - place * events / shipments as count
  from (
    select id as shipment_id, status, country, shipped_at, row_number() over (order by id) - 1 as place, count(*) over () as shipments from shipment
  ) as shipment, (select current_setting('bench.events')::bigint as events) as size
) as shared, generate_series(1, count) as step, lateral (select shipped_at + step * interval '6 hours' as at) as occurred
order by first, step;

insert into tracking_event_key (shipment, event_key) select shipment_id, event_key from tracking_event order by id;
