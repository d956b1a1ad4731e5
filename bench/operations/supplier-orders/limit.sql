-- $1: the country
select row_to_json(data)::text from (select (select json_build_object('nodes', coalesce(json_agg(s), '[]')) from (
  select s.id, s.number, s.name, s.country,
    (select json_build_object('nodes', coalesce(json_agg(p), '[]')) from (
      select p.number, p.status, rfc3339(p.ordered_at, p.ordered_at_offset) as "orderedAt", p.current_promise as "currentPromise",
        (select row_to_json(m) from (select trim_scale(p.total_amount)::text as amount, p.currency) m) as total,
        (select coalesce(json_agg(l), '[]') from (
          select l.line_no as "lineNo", l.description, trim_scale(l.quantity)::text as quantity, l.unit, l.status,
            l.current_promise as "currentPromise", trim_scale(l.quantity_confirmed)::text as "quantityConfirmed",
            trim_scale(l.quantity_received)::text as "quantityReceived"
          from purchase_order_line l where l.purchase_order_id = p.id order by l.line_no) l) as lines
      from purchase_order p where p.supplier_id = s.id order by p.ordered_at desc, p.id desc limit 10) p) as "purchaseOrders"
  from supplier s where s.country = $1::text order by s.number, s.id limit 10) s) as suppliers) data
