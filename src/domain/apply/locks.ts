/** Which objects a chunk of facts will change, found by reading alone. */
import type { Em } from '../../entities/orm.js';
import type { Fact } from '../facts.js';
import { lockKey, sourceLockKey } from '../locks.js';
import { isSound } from './check.js';
import { toJson } from '../json.js';
import { ordersNamed } from './ours.js';
import { namesOf } from './records.js';
import { type Told, toldOf } from './tracked.js';

/** What facts will change: outside ids of records that may have to be made, and where to look for those that exist. */
export interface ObjectsOfFacts {
  /** Names of locks. */
  readonly names: readonly string[];
  /** Ids and numbers by kind, as `objects_of_facts` takes them; null where there are none. */
  readonly lists: Readonly<Record<string, readonly string[]>> | null;
  /** Supplier's and purchase order's number of each order of ours that is named by them. */
  readonly ours: readonly (readonly string[])[];
  /** What is told of shipments under way. */
  readonly told: Told;
}

/** Which objects `applyFacts` will change, be it through the goods of their lines. */
export async function objectsOfFacts(em: Em, told: readonly Fact[], system: string): Promise<ObjectsOfFacts> {
  const facts = told.filter(isSound);
  const names = facts.filter(({ kind }) => kind !== 'tracking').map((fact) => sourceLockKey(system, fact.kind, identityOf(fact)));
  const carried = namesOf(facts.filter(({ kind }) => kind === 'shipment'));
  const taken = namesOf(facts.filter(({ kind }) => kind === 'receipt'));
  const tracking = await toldOf(em, facts.filter((fact) => fact.kind === 'tracking'));
  const lists = {
    orders: refsOf(facts, 'order'),
    purchase_orders: [...refsOf(facts, 'purchaseOrder'), ...taken.purchaseOrders.refs],
    receipts: refsOf(facts, 'receipt'),
    shipments: refsOf(facts, 'shipment'),
    order_lines: [...carried.orderLines],
    purchase_order_lines: [...carried.purchaseOrderLines],
    tracking_numbers: [...tracking.keys()],
  };
  const ours = ordersNamed(facts).map(({ supplierNumber, number }) => [supplierNumber, number]);
  const isEmpty = [...Object.values(lists), ours].every((list) => list.length === 0);
  return { names, lists: isEmpty ? null : lists, ours, told: tracking };
}

/** The locks that `applyFacts` needs for these facts. */
export async function locksForFacts(em: Em, facts: readonly Fact[], system: string): Promise<string[]> {
  const { names, lists, ours } = await objectsOfFacts(em, facts, system);
  if (!lists) return [...names];
  const objects = await em.execute<{ type: string; id: string }[]>('select type, id from objects_of_facts(?::jsonb, ?, ?::jsonb)', [
    toJson(lists),
    system,
    toJson(ours),
  ]);
  return [...names, ...objects.map(({ type, id }) => lockKey(type, id))];
}

/** What tells a record from others of its kind: a stock level is one of its product and warehouse, whatever id it is told by. */
function identityOf(fact: Fact): string {
  return fact.kind === 'stockLevel' ? JSON.stringify([fact.product, fact.warehouse]) : fact.source.externalId;
}

function refsOf(facts: readonly Fact[], kind: Fact['kind']): string[] {
  return facts.filter((fact) => fact.kind === kind).map(({ source }) => source.externalId);
}
