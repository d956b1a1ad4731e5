/**
 * What a tidy company lacks, strewn over one that is filled: values that are missing, that are equal, that differ in the sixth place
 * after the second; records that name partners which their neighbours do not; evaluations and cases enough to be paged.
 */
import type { Database } from '../../src/entities/database.js';

/** Each n-th record by its number; ids differ from run to run, and numbers do not. */
const nth = (table: string): string => `(select id, row_number() over (order by number collate "C") as n from ${table}) as counted where counted.id = ${table}.id`;

const statements = [
  `update orders set current_promise = null from ${nth('orders')} and n % 5 = 0`,
  `update orders set country = null from ${nth('orders')} and n % 7 = 0`,
  `update orders set placed_at = timestamptz '2026-01-05 01:30:00Z' + (n % 3) * interval '1 microsecond' from ${nth('orders')} and n % 3 <> 0`,
  `update orders set total_amount = case when n % 8 = 0 then 1000 else 999.9999 end from ${nth('orders')} and n % 4 = 0`,
  `update purchase_order set current_promise = null from ${nth('purchase_order')} and n % 5 = 0`,
  `update purchase_order set ordered_at = timestamptz '2026-01-06 10:00:00.5Z' from ${nth('purchase_order')} and n % 3 = 0`,
  `update purchase_order set supplier_reference = 'SO-47/' || n || ' 号' from ${nth('purchase_order')} and n % 4 = 0`,
  `update shipment set promised_date = null from ${nth('shipment')} and n % 5 = 0`,
  `update shipment set delivered_on = null, mode = null from ${nth('shipment')} and n % 9 = 0`,
  `update shipment set created_at = timestamptz '2026-02-01 00:00:00Z' from ${nth('shipment')} and n % 3 = 0`,
  `update shipment set carrier_id = null, tracking_number = null from ${nth('shipment')} and n % 11 = 0`,
  // Goods of others in it: whoever sent a shipment is not always who has the purchase order.
  `update shipment set supplier_id = (select id from supplier where number = 'S-' || (1 + n % 2)) from ${nth('shipment')} and n % 4 = 0`,
  `insert into shipment_line (id, shipment_id, order_id, purchase_order_id, quantity)
    select gen_random_uuid(), s.id, o.id, p.id, 1
    from (select id, row_number() over (order by number collate "C") as n from shipment) as s
    join (select id, row_number() over (order by number collate "C" desc) as n from orders) as o on o.n = s.n
    join (select id, row_number() over (order by number collate "C" desc) as n from purchase_order) as p on p.n = s.n or p.n = s.n + 1`,
  `insert into supplier_evaluation (id, supplier_id, period_kind, period_from, period_to, status, score, standing, policy_version, computed_at)
    select gen_random_uuid(), s.id, case when m % 3 = 0 then 'QUARTER' else 'MONTH' end, date '2025-10-01' + m * interval '1 month', date '2025-11-01' + m * interval '1 month',
      (array['PROVISIONAL', 'DISPUTED', 'FINAL'])[1 + (s.n + m) % 3], case (s.n + m) % 4 when 0 then null when 1 then 87.5 else 60.25 + s.n end,
      case (s.n + m) % 4 when 0 then null when 1 then 'GREEN' else 'RED' end, 1, timestamptz '2026-03-01 00:00:00Z'
    from (select id, row_number() over (order by (select count(*) from purchase_order where supplier_id = supplier.id) desc, number collate "C") as n from supplier) as s
    cross join generate_series(0, 4) as m where s.n <= 8`,
  `insert into evaluation_criterion (id, evaluation_id, criterion, weight, value)
    select gen_random_uuid(), e.id, c, 0.3333, e.score from supplier_evaluation as e cross join unnest(array['QUALITY', 'DELIVERY', 'SERVICE']) as c`,
  `insert into after_sales_case (id, number, kind, status, customer_id, order_id, shipment_id, supplier_id, subject, opened_at)
    select gen_random_uuid(), 'AS-' || 9000 + o.n, (array['INQUIRY', 'REPAIR', 'RETURN', 'COMPLAINT'])[1 + o.n % 4], (array['REQUESTED', 'IN_REVIEW', 'CLOSED'])[1 + o.n % 3],
      o.customer_id, case when o.n % 5 > 0 then o.id end, (select min(shipment_id::text)::uuid from shipment_line where order_id = o.id and o.n % 2 = 0),
      (select min(supplier_id::text)::uuid from order_line where order_id = o.id and o.n % 3 > 0), (array['Broken on arrival', '校准 Recalibration', 'Wrong-sized O''ring'])[1 + o.n % 3],
      timestamptz '2026-02-10 08:00:00Z' + (o.n % 6) * interval '1 hour'
    from (select *, row_number() over (order by number collate "C") as n from orders) as o where o.n % 2 = 0`,
];

export async function strew(database: Database): Promise<void> {
  const em = database.em.fork();
  for (const statement of statements) await em.getConnection().execute(statement);
}
