/** EasyPost's recorded trackers and what must stand in the end: the newest snapshot of each parcel. */
import { readFileSync } from 'node:fs';
import type { ParcelEnd } from './parcel-ends.js';

export const easypostFolder = 'carriers/easypost';
export const trackersFile = `${easypostFolder}/trackers_node_java.ndjson`;
export const truthFile = `${easypostFolder}/truth.json`;

interface Truth {
  readonly snapshots: number;
  readonly by_code: Readonly<
    Record<string, { final_status: string; events_in_newest: number; signed_by: string | null; est_delivery_date: string | null; delivered_at: string | null }>
  >;
}

export interface Recorded {
  /** Tracker objects as the API answered them. One of them a client library had rewritten: it has no tracking code. */
  readonly trackers: readonly { readonly tracking_code?: string }[];
  readonly snapshots: number;
  /** By tracking number. */
  readonly ends: ReadonlyMap<string, ParcelEnd>;
}

/** The words that occur in the recorded snapshots. */
const statuses: Readonly<Record<string, string>> = { unknown: 'UNKNOWN', pre_transit: 'CREATED', in_transit: 'IN_TRANSIT', delivered: 'DELIVERED' };

/** `path` finds a file of the data folder. */
export function readRecorded(path: (file: string) => string): Recorded {
  const { snapshots, by_code } = JSON.parse(readFileSync(path(truthFile), 'utf8')) as Truth;
  const lines = readFileSync(path(trackersFile), 'utf8').split('\n').filter((line) => line.trim() !== '');
  const ends = Object.entries(by_code)
    .filter(([code]) => code !== 'null')
    .map(([code, end]): [string, ParcelEnd] => [
      code,
      {
        status: statuses[end.final_status] ?? end.final_status,
        events: end.events_in_newest,
        signedBy: end.signed_by,
        estimatedDelivery: end.est_delivery_date,
        deliveredAt: end.delivered_at,
      },
    ]);
  return { trackers: lines.map((line) => (JSON.parse(line) as { tracker: Recorded['trackers'][number] }).tracker), snapshots, ends: new Map(ends) };
}
