/** What carriers tell about a shipment, from whichever system the shipment itself came. */
import { ObjectType } from '../../entities/enums.js';
import type { Shipment } from '../../entities/index.js';
import type { TrackingFact } from '../facts.js';
import { terminalShipmentStatuses } from '../tracking-rules.js';
import type { Applied, Batch } from './batch.js';
import { footingOf, touchFollowers } from './footing.js';
import { CannotApply } from './result.js';
import { mergeInto } from './tracking-state.js';

export function applyTracking(batch: Batch, fact: TrackingFact): Applied {
  const shipment = shipmentOf(batch, fact);
  if (!shipment) throw new CannotApply('UNKNOWN_SHIPMENT', { trackingNumber: fact.trackingNumber.slice(0, 80) });
  batch.tx.assertHeld(ObjectType.SHIPMENT, shipment.id);
  const before = footingOf(batch, shipment);
  const changed = mergeInto(batch, shipment, fact);
  touchFollowers(batch, shipment, before, false);
  batch.announce([shipment]);
  return changed ? 'applied' : 'unchanged';
}

/**
 * Carriers use tracking numbers again, some after months, and two carriers may use the same one. Of several shipments:
 * the one that knows an event of this message already, since a message sent twice must not wander to another shipment;
 * else one of the named carrier, where any is; of these one still under way; of these the newest. One shipment alone is
 * it whatever its carrier is called here, because carriers have many names and numbers rarely clash.
 */
function shipmentOf({ records }: Batch, fact: TrackingFact): Shipment | undefined {
  const candidates = records.tracked.of(fact.trackingNumber).filter(({ trackingNumber }) => trackingNumber === fact.trackingNumber);
  if (candidates.length <= 1) return candidates[0];
  const keys = new Set(fact.events.map(({ eventKey }) => eventKey));
  const acquainted = (shipment: Shipment): boolean =>
    records.trackingEvents.of(shipment.id).some(({ eventKey }) => keys.has(eventKey));
  const carried = ({ carrier }: Shipment): boolean =>
    fact.carrier !== null && [carrier?.number, carrier?.name].some((name) => name?.toLowerCase() === fact.carrier?.toLowerCase());
  const underWay = ({ status }: Shipment): boolean => !terminalShipmentStatuses.has(status);
  const [best] = [acquainted, carried, underWay]
    .reduce((left, wanted) => (left.some(wanted) ? left.filter(wanted) : left), candidates)
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1));
  return best;
}
