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

-- The figures by hand, from the same rollup that the gateway reads: by month and supplier, over purchase order lines.
create function public.delivery_figures(range_from date, range_to date, as_of date)
returns table (month text, supplier_id uuid, supplier_name text, numerator int, denominator int, rate double precision, mean_delay_days double precision)
language sql stable parallel safe as $$
  select month, supplier_id, (select s.name from supplier s where s.id = supplier_id), on_time, counted,
    on_time::double precision / counted, delay_sum::double precision / nullif(delivered, 0)
  from (
    select to_char(day, 'YYYY-MM') collate "C" as month, value::uuid as supplier_id, sum(r.on_time)::int as on_time,
      (sum(r.on_time + r.late) + coalesce(sum(r.open) filter (where day < as_of), 0))::int as counted,
      sum(r.delay_sum) as delay_sum, sum(r.on_time + r.late) as delivered
    from delivery_rollup r
    where subject = 'PURCHASE_ORDER' and promise = 'FIRST' and dimension = 'SUPPLIER' and day >= range_from and day < range_to
    group by 1, 2
  ) as figures
  where counted > 0
  order by month, supplier_id
$$;

-- Nothing of the making is left in the database.
drop schema bench cascade;
