/** Which objects a chunk of facts will change, found by reading alone. */
import type { Em } from '../../entities/orm.js';
import type { Fact } from '../facts.js';
import { lockKey, sourceLockKey } from '../locks.js';
import { isSound } from './check.js';
import { toJson } from '../json.js';
import { ordersNamed } from './ours.js';
import { namesOf } from './records.js';
import { trackingNumbersOf } from './tracked.js';

/**
 * The locks that `applyFacts` needs for these facts: the outside id of every record that a fact is about (it may have to
 * be made), and every order, purchase order and shipment that exists and is changed, be it through its lines' goods.
 */
export async function locksForFacts(em: Em, told: readonly Fact[], system: string): Promise<string[]> {
  const facts = told.filter(isSound);
  const keys = facts.filter(({ kind }) => kind !== 'tracking').map(({ kind, source }) => sourceLockKey(system, kind, source.externalId));
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
    tracking_numbers: [...(await trackingNumbersOf(em, facts.filter((fact) => fact.kind === 'tracking')))],
  };
  const ours = ordersNamed(facts).map(({ supplierNumber, number }) => [supplierNumber, number]);
  if ([...Object.values(wanted), ours].every((list) => list.length === 0)) return keys;
  const objects = await em.execute<{ type: string; id: string }[]>('select type, id from objects_of_facts(?::jsonb, ?, ?::jsonb)', [
    toJson(wanted),
    system,
    toJson(ours),
  ]);
  return [...keys, ...objects.map(({ type, id }) => lockKey(type, id))];
}

function refsOf(facts: readonly Fact[], kind: Fact['kind']): string[] {
  return facts.filter((fact) => fact.kind === kind).map(({ source }) => source.externalId);
}
