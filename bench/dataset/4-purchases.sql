-- Purchase orders: one or two for every second order, with its lines shared out among them.
insert into purchase_order (id, number, supplier_id, status, currency, total_amount, ordered_at, ordered_at_offset, issued_at, confirmed_at,
  received_on, supplier_reference, requested_date, first_promise, current_promise, source_system, source_external_id, source_version, source_updated_at, source_synced_at)
select bench.id(7, po), 'PO-' || lpad(po::text, 8, '0'), bench.id(1, 1 + bench.pick(po, 50, 200)),
  case when order_status = 'CANCELLED' then 'CANCELLED' when order_status in ('DELIVERED', 'COMPLETED') then 'RECEIVED'
    when order_status in ('RECEIVED', 'IN_REVIEW') then 'ISSUED' else 'CONFIRMED' end,
  'EUR', total, placed_at + interval '1 day', 480, placed_at + interval '1 day 1 hour', placed_at + interval '2 days',
  case when order_status in ('DELIVERED', 'COMPLETED') then delivered end, 'REF-' || po, placed_at::date + 13, promised, promised,
  'bench', 'po-' || po, '1', placed_at, placed_at + interval '1 day'
from (
  select purchase as po, min(order_status) as order_status, min(placed_at) as placed_at, max(promised) - 1 as promised,
    sum(round(amount * 0.7, 2)) as total, max(delivered) - 1 as delivered
  from bench.line where purchase is not null group by purchase
) as one
order by po;

insert into purchase_order_line (id, purchase_order_id, line_no, product_id, description, quantity, unit, unit_price, amount, status,
  requested_date, first_promise, current_promise, quantity_confirmed, quantity_received, quantity_rejected, delivered_on, order_id, order_line_id, source_external_id)
select bench.id(8, line), bench.id(7, purchase), line_no, bench.id(4, product), 'Product ' || product, quantity, 'PCE',
  round(unit_price * 0.7, 2), round(amount * 0.7, 2),
  case when order_status = 'CANCELLED' then 'CANCELLED' when is_there then 'RECEIVED' when order_status in ('RECEIVED', 'IN_REVIEW') then 'OPEN' else 'ACCEPTED' end,
  placed_at::date + 13, promised - 1, promised - 1, case when order_status not in ('RECEIVED', 'IN_REVIEW') then quantity end,
  case when is_there then quantity else 0 end, case when is_there then 0 end,
  case when is_there then delivered - 1 end, bench.id(5, n), bench.id(6, line), 'pol-' || line
from bench.line
where purchase is not null
order by line;
