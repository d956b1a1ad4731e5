/** Scans of parcels as EasyPost sends them: one signed webhook each, none like another. */
import { SECRET, sign } from '../fixtures/easypost/shared.js';
import type { Environment } from '../support/process.js';
import type { Random } from './random.js';

/** What a gateway needs to take them. */
export const easypostEnv: Environment = { CONNECTORS: 'easypost', EASYPOST_WEBHOOK_SECRET: SECRET };

export interface Scan {
  /** Of the message, and in the description of the tracking event that comes of it. */
  readonly id: string;
  readonly trackingNumber: string;
  readonly at: Date;
  readonly status: keyof typeof milestones;
}

/** EasyPost's word and ours. */
export const milestones = {
  in_transit: 'IN_TRANSIT',
  out_for_delivery: 'OUT_FOR_DELIVERY',
  available_for_pickup: 'AVAILABLE_FOR_PICKUP',
  failure: 'EXCEPTION',
  return_to_sender: 'RETURNING',
  delivered: 'DELIVERED',
} as const;

const statuses = Object.keys(milestones) as (keyof typeof milestones)[];

/** So many scans, in turn for each tracking number, a minute apart and all in the past. */
export function makeScans(random: Random, trackingNumbers: readonly string[], count: number, prefix = 'scan'): Scan[] {
  const start = Date.now() - 20 * 86_400_000;
  return Array.from({ length: count }, (_, n) => ({
    id: `evt_${prefix}_${n}`,
    trackingNumber: trackingNumbers[n % trackingNumbers.length] ?? '',
    at: new Date(start + n * 60_000),
    status: statuses[random.below(statuses.length)] ?? 'in_transit',
  }));
}

/** The state that a shipment must have once all scans are known, in whichever order they came. */
export function endStates(scans: readonly Scan[]): Map<string, string> {
  const newest = new Map<string, Scan>();
  for (const scan of scans) {
    const known = newest.get(scan.trackingNumber);
    if (!known || scan.at > known.at) newest.set(scan.trackingNumber, scan);
  }
  return new Map([...newest].map(([trackingNumber, { status }]) => [trackingNumber, milestones[status]]));
}

export function bodyOf({ id, trackingNumber, at, status }: Scan): string {
  const time = at.toISOString();
  return JSON.stringify({
    id,
    object: 'Event',
    description: 'tracker.updated',
    created_at: time,
    result: {
      id: `trk_${trackingNumber}`,
      object: 'Tracker',
      tracking_code: trackingNumber,
      status,
      updated_at: time,
      carrier: 'UPS',
      tracking_details: [
        {
          object: 'TrackingDetail',
          message: id,
          status,
          datetime: time,
          tracking_location: { city: 'Graz', state: null, country: 'AT', zip: '8010' },
        },
      ],
    },
  });
}

export interface PostAnswer {
  readonly status: number;
  /** `applied`, `duplicate` or `parked`; null where the message was not taken. */
  readonly result: string | null;
}

/** Posts a body with the signature that fits it. Rejects where the gateway is gone. */
export async function post(url: string, body: string, signal?: AbortSignal): Promise<PostAnswer> {
  const response = await fetch(`${url}/webhooks/easypost`, { method: 'POST', headers: sign(body), body, signal });
  const answer = (await response.json()) as { result?: string };
  return { status: response.status, result: answer.result ?? null };
}

/** Works a list off over so many connections at once, each taking the next item when it is done with one. */
export async function overConnections<T>(count: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: count }, worker));
}
