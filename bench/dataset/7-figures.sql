-- The figures for PostGraphile, which serves what a database function returns: by month and supplier, over purchase order lines.
create function public.delivery_figures(range_from date, range_to date, as_of date)
returns table (month text, supplier_id uuid, supplier_name text, numerator int, denominator int, rate double precision, mean_delay_days double precision)
language sql stable parallel safe as $$
  select to_char(promised, 'YYYY-MM') collate "C" as month, supplier_id, (select s.name from supplier s where s.id = supplier_id),
    count(*) filter (where on_time)::int, count(on_time)::int,
    count(*) filter (where on_time)::double precision / nullif(count(on_time), 0),
    sum(delay)::double precision / nullif(count(delay), 0)
  from (
    select po.supplier_id, l.first_promise as promised,
      case when l.delivered_on <= as_of then l.delivered_on - l.first_promise end as delay,
      case when l.delivered_on <= as_of then l.delivered_on <= l.first_promise when l.first_promise < as_of then false end as on_time
    from purchase_order_line l join purchase_order po on po.id = l.purchase_order_id
    where l.first_promise >= range_from and l.first_promise < range_to
      and l.status not in ('CANCELLED', 'REFUSED') and po.status not in ('CANCELLED', 'REFUSED')
  ) as judged
  group by 1, 2 having count(on_time) > 0
  order by month, supplier_id
$$;

-- Nothing of the making is left in the database.
drop schema bench cascade;
