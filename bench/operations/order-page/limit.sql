-- $1: the status
with page as materialized (
  select * from orders where status = $1::text order by placed_at desc, id desc limit 51
)
select row_to_json(data)::text from (select (select row_to_json(orders) from (
  select
    (select coalesce(json_agg(o), '[]') from (
      select o.id, o.number, o.status, o.priority, rfc3339(o.placed_at, o.placed_at_offset) as "placedAt", o.current_promise as "currentPromise",
        o.delivered_on as "deliveredOn",
        (select row_to_json(m) from (select trim_scale(o.total_amount)::text as amount, o.currency) m) as total,
        (select row_to_json(c) from (select c.number, c.name from customer c where c.id = o.customer_id) c) as customer
      from page o limit 50) o) as nodes,
    (select row_to_json(i) from (select
      (select count(*) > 50 from page) as "hasNextPage",
      (select replace(encode(convert_to(json_build_array('PLACED_AT_DESC', o.placed_at::text, o.id)::text, 'UTF8'), 'base64'), E'\n', '')
        from (select placed_at, id from page limit 50) o order by o.placed_at, o.id limit 1) as "endCursor") i) as "pageInfo"
) orders) as orders) data
