-- $1: the order's id
select row_to_json(data)::text from (select (select row_to_json(o) from (
  select o.id, o.number, o.status, o.channel, o.priority, o.payment_status as "paymentStatus", o.country,
    rfc3339(o.placed_at, o.placed_at_offset) as "placedAt", o.requested_date as "requestedDate", o.first_promise as "firstPromise",
    o.current_promise as "currentPromise", o.delivered_on as "deliveredOn",
    (select row_to_json(m) from (select trim_scale(o.total_amount)::text as amount, o.currency) m) as total,
    (select row_to_json(c) from (select c.id, c.number, c.name, c.country from customer c where c.id = o.customer_id) c) as customer,
    (select coalesce(json_agg(l), '[]') from (
      select l.line_no as "lineNo", l.description, trim_scale(l.quantity)::text as quantity, l.unit, trim_scale(l.unit_price)::text as "unitPrice",
        trim_scale(l.amount)::text as amount, trim_scale(l.quantity_shipped)::text as "quantityShipped",
        trim_scale(l.quantity_delivered)::text as "quantityDelivered", l.delivered_on as "deliveredOn", l.current_promise as "currentPromise",
        (select row_to_json(p) from (select p.number, p.name from product p where p.id = l.product_id) p) as product,
        (select row_to_json(s) from (select s.number, s.name from supplier s where s.id = l.supplier_id) s) as supplier
      from order_line l where l.order_id = o.id order by l.line_no) l) as lines,
    (select json_build_object('nodes', coalesce(json_agg(p), '[]')) from (
      select p.number, p.status, rfc3339(p.ordered_at, p.ordered_at_offset) as "orderedAt", p.current_promise as "currentPromise",
        (select row_to_json(m) from (select trim_scale(p.total_amount)::text as amount, p.currency) m) as total,
        (select row_to_json(s) from (select s.number, s.name from supplier s where s.id = p.supplier_id) s) as supplier,
        (select coalesce(json_agg(l), '[]') from (
          select l.line_no as "lineNo", l.description, trim_scale(l.quantity)::text as quantity, l.status,
            trim_scale(l.quantity_confirmed)::text as "quantityConfirmed", trim_scale(l.quantity_received)::text as "quantityReceived",
            l.delivered_on as "deliveredOn"
          from purchase_order_line l where l.purchase_order_id = p.id order by l.line_no) l) as lines
      from purchase_order p where p.id in (select purchase_order_id from purchase_order_line where order_id = o.id)
      order by p.ordered_at desc, p.id desc limit 10) p) as "purchaseOrders",
    (select json_build_object('nodes', coalesce(json_agg(s), '[]')) from (
      select s.number, s.status, s.tracking_number as "trackingNumber", s.created_at as "createdAt", s.promised_date as "promisedDate",
        s.delivered_on as "deliveredOn",
        (select row_to_json(c) from (select c.number, c.name from carrier c where c.id = s.carrier_id) c) as carrier,
        (select coalesce(json_agg(l), '[]') from (
          select trim_scale(l.quantity)::text as quantity,
            (select row_to_json(ol) from (select ol.line_no as "lineNo" from order_line ol where ol.id = l.order_line_id) ol) as "orderLine"
          from shipment_line l where l.shipment_id = s.id order by l.id) l) as lines,
        (select json_build_object('nodes', coalesce(json_agg(e), '[]')) from (
          select rfc3339(e.occurred_at, e.occurred_at_offset) as "occurredAt", e.milestone, e.description,
            (select row_to_json(p) from (select e.city, e.country) p) as place
          from tracking_event e where e.shipment_id = s.id order by e.occurred_at desc, e.id desc limit 20) e) as "trackingEvents"
      from shipment s where s.id in (select shipment_id from shipment_line where order_id = o.id)
      order by s.created_at desc, s.id desc limit 10) s) as shipments,
    (select json_build_object('nodes', coalesce(json_agg(c), '[]')) from (
      select c.number, c.kind, c.status, c.subject, c.opened_at as "openedAt" from after_sales_case c where c.order_id = o.id
      order by c.opened_at desc, c.id desc limit 10) c) as cases
  from orders o where o.id = $1::uuid) o) as "order") data
