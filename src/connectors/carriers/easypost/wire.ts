/** What EasyPost sends: Event and Tracker objects of its API v2. Keys that are not named here are ignored. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { readJson } from '../../json.js';
import { optionalText, readShape } from '../../shapes.js';

const trackingDetail = z.object({
  status: optionalText(100),
  status_detail: optionalText(100),
  datetime: optionalText(100),
  message: optionalText(10_000),
  description: optionalText(10_000),
  carrier_code: optionalText(255),
  tracking_location: z.object({ city: optionalText(1_000), state: optionalText(1_000), country: optionalText(64), zip: optionalText(32) }).nullish(),
});

const tracker = z.object({
  id: z.string().min(1).max(200),
  tracking_code: z.string().min(1).max(255),
  status: optionalText(100),
  carrier: optionalText(255),
  updated_at: z.string().max(100),
  est_delivery_date: optionalText(100),
  signed_by: optionalText(1_000),
  tracking_details: z.array(trackingDetail).nullish(),
});

const event = z.object({ id: z.string().min(1).max(200), description: z.string().min(1).max(200), result: z.unknown().optional() });

const objectName = z.object({ object: z.string() });

/** What is needed of a listed tracker before it becomes a message of its own. */
const listed = z.object({ id: z.string().min(1).max(200), updated_at: z.string().max(100).optional().catch(undefined) });

const trackerPage = z.object({ trackers: z.array(z.unknown()), has_more: z.boolean().nullish() });

export type Tracker = z.infer<typeof tracker>;
export type TrackingDetail = z.infer<typeof trackingDetail>;

export interface ReadMessage {
  readonly messageId: string;
  readonly topic: string;
  /** The tracker as it stands in the message, not yet checked; undefined where the message is about something else. */
  readonly tracker: unknown;
  /** Where the tracker stands in the message: `result.` or empty. */
  readonly path: string;
}

/**
 * Reads a message's frame: an Event, as webhooks bring it, or a bare Tracker, as the API returns it. A Tracker has no id
 * of its own as a message; one is derived from its id, its change time and its content.
 * Throws ConnectorError('contract').
 */
export function readMessage(body: Uint8Array): ReadMessage {
  const content = readJson(body);
  const name = objectName.safeParse(content).data?.object;
  if (name === 'Tracker') return { messageId: trackerMessageId(content, body), topic: 'tracker', tracker: content, path: '' };
  if (name !== 'Event') throw new ConnectorError('contract', 'neither an Event nor a Tracker');
  const { id, description, result } = readShape(event, content, '');
  const isTracker = description.startsWith('tracker.') || objectName.safeParse(result).data?.object === 'Tracker';
  return { messageId: id, topic: description, tracker: isTracker ? (result ?? null) : undefined, path: 'result.' };
}

/** Throws ConnectorError('contract') naming every member that is not as documented. */
export function readTracker(content: unknown, path: string): Tracker {
  return readShape(tracker, content, path);
}

/** A page of `GET /v2/trackers`. Throws ConnectorError('contract'). */
export function readTrackerPage(content: unknown): { readonly trackers: readonly unknown[]; readonly hasMore: boolean } {
  const { trackers, has_more: hasMore } = readShape(trackerPage, content, '');
  return { trackers, hasMore: hasMore ?? false };
}

/** Id and change time of a listed tracker, as far as they can be read. */
export function readListed(content: unknown): { readonly id?: string; readonly updated_at?: string } {
  return listed.safeParse(content).data ?? {};
}

export function trackerMessageId(content: unknown, body: Uint8Array): string {
  const { id, updated_at: updatedAt } = readListed(content);
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 32);
  return [id ?? 'tracker', updatedAt ?? '', hash].join('/');
}
