-- Orders and their lines.
insert into orders (id, number, customer_id, channel, priority, status, payment_status, product_class, currency, total_amount, country,
  placed_at, placed_at_offset, received_at, due_at, processed_at, confirmed_at, shipped_at, delivered_on, requested_date,
  first_promise, current_promise, source_system, source_external_id, source_version, source_updated_at, source_synced_at)
select bench.id(5, n), 'SO-' || lpad(n::text, 8, '0'), bench.id(3, 1 + bench.pick(n, 40, 5000)),
  (array['ONLINE', 'PHONE', 'EMAIL', 'ERP'])[1 + bench.pick(n, 41, 4)], (array['NORMAL', 'NORMAL', 'NORMAL', 'URGENT', 'LARGE'])[1 + bench.pick(n, 42, 5)],
  status, 'PAID', 'GENERAL', 'EUR', total, (array['DE', 'FR', 'US', 'GB', 'NL', 'ES', 'SE', 'AT'])[1 + bench.pick(n, 43, 8)],
  placed_at, 120, placed_at + interval '5 minutes', placed_at + interval '2 days', placed_at + interval '6 hours', placed_at + interval '1 day',
  case when status in ('SHIPPED', 'DELIVERED', 'COMPLETED') then placed_at + interval '11 days' end,
  case when status in ('DELIVERED', 'COMPLETED') then delivered end, placed_at::date + 14, promised, promised,
  'bench', 'so-' || n, '1', placed_at, placed_at + interval '5 minutes'
from (
  select n, min(order_status) as status, min(placed_at) as placed_at, max(promised) as promised, sum(amount) as total, max(delivered) as delivered
  from bench.line group by n
) as one
order by n;

insert into order_line (id, order_id, line_no, product_id, description, quantity, unit, unit_price, amount, supplier_id, requested_date,
  first_promise, current_promise, quantity_shipped, quantity_delivered, delivered_on, completed_by_id, cancelled, source_external_id)
select bench.id(6, line), bench.id(5, n), line_no, bench.id(4, product), 'Product ' || product, quantity, 'PCE', unit_price, amount,
  case when purchase is not null then bench.id(1, 1 + bench.pick(purchase, 50, 200)) end, placed_at::date + 14, promised, promised,
  case when shipment is not null then quantity else 0 end, case when is_there then quantity else 0 end, case when is_there then delivered end,
  case when is_there then bench.id(9, shipment) end, order_status = 'CANCELLED', 'sol-' || line
from bench.line
order by line;
