-- $1, $2: the range of promises, whole months; $3: the day of knowledge, the first of a month. Put together as text, which takes
-- PostgreSQL two thirds of the time that its JSON functions take over as many small objects.
select '{"figures":{"rows":[' || coalesce(string_agg(
    '{"keys":[{"value":"' || f.month || '","label":"' || f.month || '"},{"value":"' || f.supplier_id::text
    || '","label":' || to_json(f.supplier_name)::text || '}],"numerator":' || f.numerator::text || ',"denominator":' || f.denominator::text
    || ',"rate":' || f.rate::text || ',"meanDelayDays":' || coalesce(f.mean_delay_days::text, 'null') || '}', ','), '') || ']}}'
from (
  select to_char(r.day::timestamp, 'YYYY-MM') as month, s.id as supplier_id, s.name as supplier_name,
    r.on_time as numerator, counted.lines as denominator, r.on_time::double precision / counted.lines as rate,
    r.delay_sum::double precision / nullif(r.on_time + r.late, 0) as mean_delay_days
  from delivery_rollup r
  join supplier s on s.id = r.value::uuid
  cross join lateral (select r.on_time + r.late + case when r.day < $3::date then r.open else 0 end as lines) as counted
  where r.subject = 'PURCHASE_ORDER' and r.promise = 'FIRST' and r.dimension = 'SUPPLIER' and r.span = 'MONTH'
    and r.day >= $1::date and r.day < $2::date and counted.lines > 0
  order by r.day, s.id
) f
