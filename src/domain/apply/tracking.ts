/** What carriers tell about shipments, from whichever system the shipments themselves came. */
import { ObjectType } from '../../entities/enums.js';
import type { TrackingFact } from '../facts.js';
import { shipmentEvent } from '../status-event.js';
import { terminalShipmentStatuses } from '../tracking-rules.js';
import type { Applied } from './batch.js';
import { footingOf, touchFollowers } from './footing.js';
import type { Ledger } from './ledger.js';
import { Groups } from './records.js';
import { type ApplyOptions, CannotApply } from './result.js';
import { type TrackedShipment, TrackingWrites, findTracked, takenBackBlindly, toldOf } from './tracked.js';
import { mergeShipment } from './tracking-state.js';

/** The messages of one chunk, applied one after the other in memory, read and written together. */
export class TrackingBatch {
  private readonly writes: TrackingWrites;
  private readonly byNumber: Groups<TrackedShipment>;

  private constructor(
    private readonly ledger: Ledger,
    private readonly shipments: readonly TrackedShipment[],
    system: string,
  ) {
    this.writes = new TrackingWrites(system);
    this.byNumber = new Groups(shipments, ({ trackingNumber }) => trackingNumber);
  }

  /** `system` tells the facts; `tracked`: the shipments that they speak of, where they were read with their locks already. */
  static async open(ledger: Ledger, facts: readonly TrackingFact[], { system, tracked }: Pick<ApplyOptions, 'system' | 'tracked'>): Promise<TrackingBatch> {
    if (tracked) return new TrackingBatch(ledger, tracked, system);
    await ledger.tx.write();
    const { em } = ledger.tx;
    return new TrackingBatch(ledger, await findTracked(em, await toldOf(em, facts)), system);
  }

  apply(fact: TrackingFact): Applied {
    const outcomes = this.shipmentsOf(fact).map((shipment) => this.merge(shipment, fact));
    return outcomes.includes('applied') ? 'applied' : 'unchanged';
  }

  /** One shipment, but for what only takes an event back: a carrier may have told one event of several. */
  private shipmentsOf(fact: TrackingFact): readonly TrackedShipment[] {
    const { trackingNumber } = fact;
    if (trackingNumber !== null) {
      const shipment = choose(this.byNumber.of(trackingNumber), fact);
      if (!shipment) throw new CannotApply('UNKNOWN_SHIPMENT', { trackingNumber: trackingNumber.slice(0, 80) });
      return [shipment];
    }
    const keys = takenBackBlindly([fact]);
    const knowing = this.shipments.filter(({ events }) => events.some(({ eventKey }) => keys.has(eventKey)));
    if (knowing.length === 0) throw new CannotApply('UNKNOWN_SHIPMENT', { takesBack: [...keys].join(' ').slice(0, 80) });
    return preferring(knowing, isOfCarrier(fact));
  }

  private merge(shipment: TrackedShipment, fact: TrackingFact): Applied {
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
  const rules: readonly Rule[] = [
    ({ events }) => events.some(({ eventKey }) => keys.has(eventKey)),
    isOfCarrier(fact),
    ({ status }) => !terminalShipmentStatuses.has(status),
  ];
  const [best] = rules
    .reduce(preferring, candidates)
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1));
  return best;
}

type Rule = (shipment: TrackedShipment) => boolean;

function isOfCarrier({ carrier }: TrackingFact): Rule {
  return ({ carrierNames }) => carrier !== null && carrierNames.includes(carrier.toLowerCase());
}

/** Those for which the rule holds; all where it holds for none. */
function preferring(shipments: readonly TrackedShipment[], rule: Rule): readonly TrackedShipment[] {
  return shipments.some(rule) ? shipments.filter(rule) : shipments;
}
