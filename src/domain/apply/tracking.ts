/** What carriers tell about shipments, from whichever system the shipments themselves came. */
import { ObjectType } from '../../entities/enums.js';
import type { TrackingFact } from '../facts.js';
import { shipmentEvent } from '../status-event.js';
import { terminalShipmentStatuses } from '../tracking-rules.js';
import type { Applied } from './batch.js';
import { footingOf, touchFollowers } from './footing.js';
import type { Ledger } from './ledger.js';
import { Groups } from './records.js';
import { CannotApply } from './result.js';
import { type TrackedShipment, TrackingWrites, findTracked } from './tracked.js';
import { mergeShipment } from './tracking-state.js';

/** The messages of one chunk, applied one after the other in memory, read and written together. */
export class TrackingBatch {
  private readonly writes: TrackingWrites;

  private constructor(
    private readonly ledger: Ledger,
    private readonly shipments: Groups<TrackedShipment>,
  ) {
    this.writes = new TrackingWrites(ledger.tx.now);
  }

  /** `read`: the shipments that the facts speak of, where they were read with their locks already. */
  static async open(ledger: Ledger, facts: readonly TrackingFact[], read?: readonly TrackedShipment[]): Promise<TrackingBatch> {
    const numbers = new Set(facts.map(({ trackingNumber }) => trackingNumber));
    if (!read) await ledger.tx.write();
    const shipments = read ?? (await findTracked(ledger.tx.em, numbers));
    return new TrackingBatch(ledger, new Groups(shipments, ({ trackingNumber }) => trackingNumber));
  }

  apply(fact: TrackingFact): Applied {
    const shipment = choose(this.shipments.of(fact.trackingNumber), fact);
    if (!shipment) throw new CannotApply('UNKNOWN_SHIPMENT', { trackingNumber: fact.trackingNumber.slice(0, 80) });
    const { tx } = this.ledger;
    tx.assertHeld(ObjectType.SHIPMENT, shipment.id);
    const before = footingOf(shipment, shipment.carried);
    const { status: from } = shipment;
    const merge = mergeShipment(shipment, shipment.events, fact, tx.now);
    const moved = this.ledger.change(ObjectType.SHIPMENT, shipment).assign(shipment, merge.columns);
    shipment.events = merge.events;
    if (moved) this.writes.shipment(shipment);
    this.writes.events(shipment, merge);
    if (shipment.status !== from) tx.append(shipmentEvent(shipment, from, merge.reachedAt ?? tx.now));
    touchFollowers(this.ledger, before, footingOf(shipment, shipment.carried), false);
    return moved || merge.added.length > 0 || merge.changed.length > 0 ? 'applied' : 'unchanged';
  }

  /** Hands over what changed, to be written with all else. */
  finish(): void {
    this.ledger.tx.track(this.writes.rows());
  }
}

/**
 * Carriers use tracking numbers again, some after months, and two carriers may use the same one. Of several shipments:
 * the one that knows an event of this message already, since a message sent twice must not wander to another shipment;
 * else one of the named carrier, where any is; of these one still under way; of these the newest. One shipment alone is
 * it whatever its carrier is called here, because carriers have many names and numbers rarely clash.
 */
function choose(candidates: readonly TrackedShipment[], fact: TrackingFact): TrackedShipment | undefined {
  if (candidates.length <= 1) return candidates[0];
  const keys = new Set(fact.events.map(({ eventKey }) => eventKey));
  const carrier = fact.carrier?.toLowerCase();
  const rules: readonly ((shipment: TrackedShipment) => boolean)[] = [
    ({ events }) => events.some(({ eventKey }) => keys.has(eventKey)),
    ({ carrierNames }) => carrier !== undefined && carrierNames.includes(carrier),
    ({ status }) => !terminalShipmentStatuses.has(status),
  ];
  const [best] = rules
    .reduce((left, wanted) => (left.some(wanted) ? left.filter(wanted) : left), candidates)
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1));
  return best;
}
