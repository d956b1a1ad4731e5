/**
 * Facts become records here, and only here: for a webhook as for a chunk of an import. Everything that the facts speak of
 * is read with one query per table, changed in memory through the rules of the domain, and written in multi-row
 * statements. One file per kind of fact; what goods make of orders stands in the two `-progress` files.
 */
import { DomainError } from '../errors.js';
import type { Fact, TrackingFact } from '../facts.js';
import type { Transaction } from '../transaction.js';
import { type Applied, Batch } from './batch.js';
import { applyCarrier } from './carrier.js';
import { checkFact } from './check.js';
import { applyConfirmation } from './confirmation.js';
import { applyCustomer } from './customer.js';
import { Ledger } from './ledger.js';
import { followShipments } from './order-progress.js';
import { applyOrder } from './order.js';
import { applyProduct } from './product.js';
import { followReceipts } from './purchase-order-progress.js';
import { applyPurchaseOrder } from './purchase-order.js';
import { applyReceipt } from './receipt.js';
import { readRecords } from './records.js';
import { type ApplyOptions, type ApplyResult, CannotApply, type ParkedFact } from './result.js';
import { applyShipment } from './shipment.js';
import { defaultStandards, standardsFor } from './standards.js';
import { applyStockLevel } from './stock-level.js';
import { applySupplier } from './supplier.js';
import { TrackingBatch } from './tracking.js';

export { locksForFacts, objectsOfFacts } from './locks.js';
export { type TrackedJson, type TrackedShipment, readTracked, toldJson } from './tracked.js';
export { type ApplyOptions, type ApplyResult, type ParkReason, type ParkedFact, describeReason } from './result.js';
export { type Standards, defaultStandards } from './standards.js';

/** Records before those that refer to them, whatever the order in which they were told. */
const kinds: readonly Fact['kind'][] = [
  'customer',
  'supplier',
  'carrier',
  'product',
  'stockLevel',
  'order',
  'purchaseOrder',
  'purchaseOrderConfirmation',
  'receipt',
  'shipment',
];

/**
 * Applies facts of one system. The transaction must hold the locks of `locksForFacts`. A fact that cannot be applied is
 * set aside whole, with its reason; the others are applied. Applying a fact again changes nothing.
 */
export async function applyFacts(tx: Transaction, facts: readonly Fact[], options: ApplyOptions): Promise<ApplyResult> {
  const parked: ParkedFact[] = [];
  const sound = facts.filter((fact) => attempt(parked, fact, () => checkFact(fact)) !== null);
  const tracking = sound.filter((fact) => fact.kind === 'tracking');
  const records = sound.filter((fact) => fact.kind !== 'tracking');
  const count = { applied: 0, unchanged: 0 };
  const tell = <F extends Fact>(fact: F, apply: (fact: F) => Applied): void => {
    const outcome = attempt(parked, fact, () => apply(fact));
    if (outcome) count[outcome] += 1;
    if (outcome === 'applied') options.onApplied?.(fact);
  };
  if (records.length > 0) {
    const standards = await standardsFor(tx.em, records, options.standards ?? defaultStandards);
    const batch = new Batch(tx, options, standards, await readRecords(tx.em, records, options.system));
    for (const fact of records.toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))) tell(fact, (each) => applyRecord(batch, each));
    await finish(batch);
  }
  if (tracking.length > 0) {
    // Tracking goes past the unit of work, which would go on with what it read of shipments before.
    if (records.length > 0) tx.em.clear();
    const ledger = new Ledger(tx);
    const batch = await TrackingBatch.open(ledger, tracking, { system: options.system, tracked: records.length > 0 ? undefined : options.tracked });
    for (const fact of tracking) tell(fact, (each) => batch.apply(each));
    batch.finish();
    await finish(ledger);
  }
  return { ...count, parked };
}

/** Orders follow their goods, once what was told is written; what changed is announced and noted. */
async function finish(ledger: Ledger): Promise<void> {
  if (ledger.touchedOrders.size > 0 || ledger.touchedPurchaseOrders.size > 0) {
    await ledger.flush();
    await ledger.tx.write();
    await followReceipts(ledger);
    await followShipments(ledger);
  }
  ledger.announce();
  ledger.auditAll();
  await ledger.flush();
}

function applyRecord(batch: Batch, fact: Exclude<Fact, TrackingFact>): Applied {
  switch (fact.kind) {
    case 'customer':
      return applyCustomer(batch, fact);
    case 'supplier':
      return applySupplier(batch, fact);
    case 'carrier':
      return applyCarrier(batch, fact);
    case 'product':
      return applyProduct(batch, fact);
    case 'stockLevel':
      return applyStockLevel(batch, fact);
    case 'order':
      return applyOrder(batch, fact);
    case 'purchaseOrder':
      return applyPurchaseOrder(batch, fact);
    case 'purchaseOrderConfirmation':
      return applyConfirmation(batch, fact);
    case 'receipt':
      return applyReceipt(batch, fact);
    case 'shipment':
      return applyShipment(batch, fact);
  }
}

/** Null where the fact was set aside. Anything but a refusal is an error of ours or of the database: it ends the chunk. */
function attempt<T>(parked: ParkedFact[], fact: Fact, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    const refusal = error instanceof DomainError ? CannotApply.from(error) : error;
    if (!(refusal instanceof CannotApply)) throw error;
    parked.push({ fact, reason: refusal.reason, params: refusal.params });
    return null;
  }
}
