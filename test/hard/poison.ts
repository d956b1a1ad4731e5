/** What no sender should send, each with its own idea of how to harm, and the answer that it gets. */
import type { Scan } from './scans.js';
import { bodyOf } from './scans.js';

export interface Poison {
  readonly name: string;
  readonly body: string;
  /** HTTP status of the answer; 200 where the message is kept, parked. */
  readonly status: number;
}

/** `scan` of a shipment that there is, and that none of it may touch. */
export function poisonOf(scan: Scan): readonly Poison[] {
  const good = bodyOf({ ...scan, id: 'evt_poison' });
  return [
    { name: 'broken JSON', body: good.slice(0, -20), status: 400 },
    { name: 'an unknown shipment', body: bodyOf({ ...scan, id: 'evt_unknown', trackingNumber: 'NOBODY' }), status: 200 },
    { name: 'NUL in a description', body: good.replace('"message":"evt_poison"', '"message":"a\\u0000b"').replaceAll('evt_poison', 'evt_nul'), status: 400 },
    { name: 'NUL in the id', body: good.replaceAll('evt_poison', 'evt_\\u0000'), status: 400 },
    { name: 'a day that does not exist', body: good.replaceAll('evt_poison', 'evt_timeless').replace(/"updated_at":"[^"]*"/, '"updated_at":"2023-02-29T00:00:00Z"'), status: 200 },
    { name: 'a tracking number that every object has', body: good.replaceAll('evt_poison', 'evt_proto').replaceAll(`"${scan.trackingNumber}"`, '"__proto__"'), status: 200 },
  ];
}
