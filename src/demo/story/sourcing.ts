/** Buying for a customer's order: one purchase order per supplier, a second supplier where the first one refuses. */
import { ObjectType } from '../../entities/enums.js';
import { addDays } from '../../domain/dates.js';
import type { DateOnly } from '../../domain/facts.js';
import type { Random } from '../random.js';
import { dateAtHome, minutesLater, officeMinutesLater, workingDaysLater } from '../working-time.js';
import { actors } from './actors.js';
import type { Basket } from './baskets.js';
import type { OrderRecord } from './goods.js';
import { planPurchase } from './purchasing.js';
import type { Wanted } from './purchasing.js';
import { resynced } from './world.js';
import type { KnownSupplier, World } from './world.js';

export interface Bought {
  /** By the line's index: when its goods were in the warehouse, whole and good. */
  readonly arrivals: ReadonlyMap<number, DateOnly>;
  /** By the line's index: when goods that the supplier sends to the customer himself arrive; null: lost on the way. */
  readonly straight: ReadonlyMap<number, DateOnly | null>;
}

interface Terms {
  readonly confirmedAt: Date;
  /** Working days until the goods are to be ready. */
  readonly readyIn: number;
  readonly promisedOn: DateOnly;
}

export function buyFor(world: World, random: Random, order: OrderRecord, basket: Basket, terms: Terms): Bought {
  const arrivals = new Map<number, DateOnly>();
  const straight = new Map<number, DateOnly | null>();
  const { place } = basket.customer.spec;
  const issuedAt = officeMinutesLater(terms.confirmedAt, random.int(20, 240));
  // Three days remain for taking in, building in, checking and packing.
  const dockedOn = workingDaysLater(dateAtHome(terms.confirmedAt), Math.max(2, terms.readyIn - 3));

  for (const [supplier, indexes] of bySupplier(basket)) {
    const wanted = indexes.map((index) => wantedLine(order, basket, index));
    const isNear = supplier.spec.place.country !== 'CN';
    const purchase = { supplier, wanted, issuedAt, requestedOn: isNear ? addDays(terms.promisedOn, -1) : dockedOn };
    for (const outcome of planPurchase(world, random, isNear ? { ...purchase, straightTo: place } : purchase)) {
      const index = indexOf(order, outcome.wanted);
      if (outcome.refusedAt) arrivals.set(index, askOthers(world, random, order, outcome.wanted, outcome.refusedAt, dockedOn));
      else if (isNear) straight.set(index, outcome.completeOn);
      else if (outcome.completeOn) arrivals.set(index, outcome.completeOn);
    }
  }
  return { arrivals, straight };
}

function bySupplier({ lines }: Basket): Map<KnownSupplier, number[]> {
  const groups = new Map<KnownSupplier, number[]>();
  lines.forEach(({ supplier }, index) => {
    if (supplier) groups.set(supplier, [...(groups.get(supplier) ?? []), index]);
  });
  return groups;
}

function wantedLine(order: OrderRecord, { lines }: Basket, index: number): Wanted {
  const [line, row] = [lines[index], order.lines[index]];
  if (!line || !row) throw new RangeError(`The order has no line ${index}`);
  return { product: line.product, count: line.count, customer: { record: order, line: row } };
}

function indexOf({ lines }: OrderRecord, { customer }: Wanted): number {
  return lines.findIndex(({ id }) => id === customer?.line.id);
}

/** A line that was refused is asked of others in the country until somebody takes it. Returns when it is in the warehouse. */
function askOthers(world: World, random: Random, order: OrderRecord, wanted: Wanted, refusedAt: Date, dockedOn: DateOnly): DateOnly {
  const { trade } = wanted.product.spec;
  if (trade === null) throw new RangeError(`${wanted.product.spec.number} is not bought`);
  const issuedAt = officeMinutesLater(refusedAt, random.int(60, 400));
  const supplier = world.supplierFor(random, trade, issuedAt, ({ place }) => place.country === 'CN');
  const soonest = workingDaysLater(dateAtHome(issuedAt), 3);
  planReassignment(world, order, wanted, supplier, minutesLater(issuedAt, 5));
  const [outcome] = planPurchase(world, random, { supplier, wanted: [wanted], issuedAt, requestedOn: dockedOn > soonest ? dockedOn : soonest });
  if (outcome?.completeOn) return outcome.completeOn;
  return askOthers(world, random, order, wanted, outcome?.refusedAt ?? issuedAt, dockedOn);
}

/** The ERP tells from whom the goods come now. */
function planReassignment({ timeline }: World, { row }: OrderRecord, { customer }: Wanted, supplier: KnownSupplier, at: Date): void {
  if (!customer) return;
  timeline.plan(at, actors.erp, (scribe) => {
    scribe.assignLine(ObjectType.ORDER, row, customer.line, customer.line.lineNo, { supplier: supplier.row.id });
    scribe.assign(ObjectType.ORDER, row, resynced(row, at));
  });
}
