/** Where parcels' histories end, by a gateway and by the truth of a data set. */
import type { ShipmentView } from '../hard/view.js';
import type { Check } from './data-set.js';

/** Times in UTC to the second. */
export interface ParcelEnd {
  readonly status: string;
  /** How many tracking events there are. */
  readonly events: number;
  readonly signedBy: string | null;
  readonly estimatedDelivery: string | null;
  readonly deliveredAt: string | null;
}

const titles: Readonly<Record<keyof ParcelEnd, string>> = {
  status: 'status of each parcel',
  events: 'number of events, none twice',
  signedBy: 'who signed',
  estimatedDelivery: 'estimated delivery',
  deliveredAt: 'time of delivery',
};

/** By tracking number; what the truth says nothing of is not checked. `when` tells several checks of one set apart. */
export function checkEnds(check: Check, when: string, shipments: readonly ShipmentView[], ends: ReadonlyMap<string, Partial<ParcelEnd>>): void {
  const found = new Map(shipments.map((shipment) => [shipment.trackingNumber, endOf(shipment)]));
  check(`${when}: the parcels`, [...found.keys()].sort(), [...ends.keys()].sort());
  for (const member of Object.keys(titles) as (keyof ParcelEnd)[]) {
    const stated = [...ends].filter(([, end]) => end[member] !== undefined);
    if (stated.length === 0) continue;
    const expected = Object.fromEntries(stated.map(([trackingNumber, end]) => [trackingNumber, end[member]]));
    check(`${when}: ${titles[member]}`, Object.fromEntries(stated.map(([trackingNumber]) => [trackingNumber, found.get(trackingNumber)?.[member]])), expected);
  }
}

function endOf({ status, scans, signedBy, estimatedDelivery, deliveredAt }: ShipmentView): ParcelEnd {
  return { status, events: scans.length, signedBy, estimatedDelivery: utcSeconds(estimatedDelivery), deliveredAt: utcSeconds(deliveredAt) };
}

export function utcSeconds(instant: string | Date | null | undefined): string | null {
  return instant == null ? null : new Date(instant).toISOString().replace('.000Z', 'Z');
}
