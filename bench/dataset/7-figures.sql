-- The rows were written past the triggers that mark days for the rollups; the gateway that settles the data set counts them.
insert into delivery_mark
select distinct 'ORDER', d.promise, d.day from order_line l join orders o on o.id = l.order_id
cross join promise_days(l.requested_date, l.first_promise, l.current_promise, local_day(o.placed_at, o.placed_at_offset)) d;
insert into delivery_mark
select distinct 'PURCHASE_ORDER', d.promise, d.day from purchase_order_line l join purchase_order po on po.id = l.purchase_order_id
cross join promise_days(l.requested_date, l.first_promise, l.current_promise, local_day(po.ordered_at, po.ordered_at_offset)) d;
insert into delivery_mark
select distinct 'SHIPMENT', d.promise, d.day from shipment s
cross join promise_days(null, s.promised_date, s.promised_date, local_day(s.created_at, null)) d;

-- The figures by hand, from the same cells of months that the gateway reads: by month and supplier, over purchase order lines. What is
-- asked for are whole months, as of the first day of one, so that each cell is a row as it stands.
create function public.delivery_figures(range_from date, range_to date, as_of date)
returns table (month text, supplier_id uuid, supplier_name text, numerator int, denominator int, rate double precision, mean_delay_days double precision)
language sql stable parallel safe as $$
  select to_char(r.day::timestamp, 'YYYY-MM'), s.id, s.name, r.on_time, counted.lines,
    r.on_time::double precision / counted.lines, r.delay_sum::double precision / nullif(r.on_time + r.late, 0)
  from delivery_rollup r
  join supplier s on s.id = r.value::uuid
  cross join lateral (select r.on_time + r.late + case when r.day < as_of then r.open else 0 end as lines) as counted
  where r.subject = 'PURCHASE_ORDER' and r.promise = 'FIRST' and r.dimension = 'SUPPLIER' and r.span = 'MONTH'
    and r.day >= range_from and r.day < range_to and counted.lines > 0
  order by r.day, s.id
$$;

-- Nothing of the making is left in the database.
drop schema bench cascade;
