/** Which objects a chunk of facts will change, found by reading alone. */
import type { Em } from '../../entities/orm.js';
import type { Fact } from '../facts.js';
import { lockKey, sourceLockKey } from '../locks.js';
import { isSound } from './check.js';
import { toJson } from './json.js';
import { ordersNamed } from './ours.js';
import { namesOf } from './records.js';

/**
 * The locks that `applyFacts` needs for these facts: the outside id of every record that a fact is about (it may have to
 * be made), and every order, purchase order and shipment that exists and is changed, be it through its lines' goods.
 */
export async function locksForFacts(em: Em, told: readonly Fact[], system: string): Promise<string[]> {
  const facts = told.filter(isSound);
  const keys = facts.filter(({ kind }) => kind !== 'tracking').map(({ kind, source }) => sourceLockKey(system, kind, source.externalId));
  const named = namesOf(facts);
  const shipmentFacts = facts.filter(({ kind }) => kind === 'shipment');
  const receiptFacts = facts.filter(({ kind }) => kind === 'receipt');
  const carried = namesOf(shipmentFacts);
  const taken = namesOf(receiptFacts);
  const wanted = {
    orders: refsOf(facts, 'order'),
    purchase_orders: [...refsOf(facts, 'purchaseOrder'), ...taken.purchaseOrders.refs],
    receipts: refsOf(facts, 'receipt'),
    shipments: refsOf(facts, 'shipment'),
    order_lines: [...carried.orderLines],
    purchase_order_lines: [...carried.purchaseOrderLines],
    tracking_numbers: [...named.trackingNumbers],
  };
  const ours = ordersNamed(facts).map(({ supplierNumber, number }) => [supplierNumber, number]);
  if ([...Object.values(wanted), ours].every((list) => list.length === 0)) return keys;
  const objects = await em.execute<{ type: string; id: string }[]>(discovery, [toJson(wanted), system, toJson(ours)]);
  return [...keys, ...objects.map(({ type, id }) => lockKey(type, id))];
}

function refsOf(facts: readonly Fact[], kind: Fact['kind']): string[] {
  return facts.filter((fact) => fact.kind === kind).map(({ source }) => source.externalId);
}

/** One statement for all. Lists come as one JSON parameter, so that its text is the same for every chunk. */
const discovery = `
with wanted as (select ?::jsonb as w, ?::text as system, ?::jsonb as ours),
refs as (
  select list.key as list, item.ref from wanted, jsonb_each(w) as list, jsonb_array_elements_text(list.value) as item(ref)
),
shipments as (
  select s.id from refs join wanted on true join shipment s on s.source_system = system and s.source_external_id = ref where list = 'shipments'
  union
  select s.id from refs join shipment s on s.tracking_number = ref where list = 'tracking_numbers'
),
ours as (
  select p.id from wanted, jsonb_array_elements(ours) as named(pair)
    join supplier s on s.number = pair ->> 0 join purchase_order p on p.supplier_id = s.id and p.number = pair ->> 1
),
carried as (
  select sl.order_id, sl.purchase_order_id from shipments join shipment_line sl on sl.shipment_id = shipments.id
)
select 'SHIPMENT' as type, id from shipments
union
select 'ORDER', o.id from refs join wanted on true join orders o on o.source_system = system and o.source_external_id = ref where list = 'orders'
union
select 'ORDER', o.id from refs join wanted on true join order_line l on l.source_external_id = ref
  join orders o on o.id = l.order_id and o.source_system = system where list = 'order_lines'
union
select 'ORDER', order_id from carried where order_id is not null
union
select 'PURCHASE_ORDER', p.id from refs join wanted on true
  join purchase_order p on p.source_system = system and p.source_external_id = ref where list = 'purchase_orders'
union
select 'PURCHASE_ORDER', r.purchase_order_id from refs join wanted on true
  join receipt r on r.source_system = system and r.source_external_id = ref where list = 'receipts'
union
select 'PURCHASE_ORDER', p.id from refs join wanted on true join purchase_order_line l on l.source_external_id = ref
  join purchase_order p on p.id = l.purchase_order_id and p.source_system = system where list = 'purchase_order_lines'
union
select 'PURCHASE_ORDER', purchase_order_id from carried where purchase_order_id is not null
union
select 'PURCHASE_ORDER', id from ours
union
select 'ORDER', l.order_id from ours join purchase_order_line l on l.purchase_order_id = ours.id where l.order_id is not null`;
