-- Shipments to customers with what they carry; then cases about some orders.
insert into shipment (id, number, direction, tracking_number, carrier_id, mode, status, record_status, country, created_at, shipped_at,
  delivered_at, delivered_at_offset, delivered_on, promised_date, weight_kg, freight_amount, freight_currency,
  source_system, source_external_id, source_version, source_updated_at, source_synced_at)
select bench.id(9, shipment), 'SH-' || lpad(shipment::text, 8, '0'), 'OUTBOUND', 'TN' || lpad(shipment::text, 12, '0'),
  bench.id(2, 1 + bench.pick(shipment, 60, 8)), 'EXPRESS', case when is_there then 'DELIVERED' else 'IN_TRANSIT' end, null,
  (array['DE', 'FR', 'US', 'GB', 'NL', 'ES', 'SE', 'AT'])[1 + bench.pick(n, 43, 8)], placed_at + interval '10 days', placed_at + interval '11 days',
  case when is_there then delivered + time '10:00' at time zone 'UTC' end, case when is_there then 120 end,
  case when is_there then delivered end, promised, weight, 12.5, 'EUR', 'bench', 'sh-' || shipment, '1', placed_at, placed_at + interval '10 days'
from (
  select min(n) as n, shipment, bool_or(is_there) as is_there, min(placed_at) as placed_at, max(promised) as promised,
    max(delivered) as delivered, sum(quantity) * 0.5 as weight
  from bench.line where shipment is not null group by shipment
) as one
order by shipment;

insert into shipment_line (id, shipment_id, order_id, order_line_id, quantity, source_external_id)
select bench.id(10, line), bench.id(9, shipment), bench.id(5, n), bench.id(6, line), quantity, 'shl-' || line
from bench.line where shipment is not null
order by line;

insert into after_sales_case (id, number, kind, status, customer_id, order_id, subject, opened_at, resolved_at)
select bench.id(11, n), 'CASE-' || lpad(n::text, 8, '0'), 'COMPLAINT', 'CLOSED', bench.id(3, 1 + bench.pick(n, 40, 5000)), bench.id(5, n),
  'Complaint about order ' || n, bench.placed(n, total) + interval '30 days', bench.placed(n, total) + interval '35 days'
from (select current_setting('bench.orders')::bigint as total) as size, generate_series(1, total) as n
where n % 20 = 0 and bench.order_status(n, total) = 'COMPLETED'
order by n;
