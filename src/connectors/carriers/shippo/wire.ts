/** What Shippo sends about tracking: Track objects of its API 2018-02-08. Keys that are not named here are ignored. */
import { z } from 'zod';
import { readJson } from '../../json.js';
import { optionalText, readShape } from '../../shapes.js';
import { contentHash } from '../../tracking-events.js';

const location = z.object({ city: optionalText(1_000), state: optionalText(1_000), country: optionalText(64), zip: optionalText(32) });

const trackingStatus = z.object({
  status: optionalText(100),
  status_details: optionalText(10_000),
  status_date: optionalText(100),
  object_created: optionalText(100),
  object_updated: optionalText(100),
  substatus: z.object({ code: optionalText(100) }).nullish(),
  location: location.nullish(),
});

const track = z.object({
  tracking_number: z.string().min(1).max(255),
  carrier: optionalText(255),
  eta: optionalText(100),
  metadata: optionalText(1_000),
  tracking_status: trackingStatus.nullish(),
  tracking_history: z.array(trackingStatus).nullish(),
});

const notice = z.object({ event: z.string().min(1).max(200), data: z.unknown() });

const named = z.object({ tracking_number: z.string().min(1).max(255), carrier: z.string().max(255).nullish().catch(null) });

export type Track = z.infer<typeof track>;
export type TrackingStatus = z.infer<typeof trackingStatus>;

export interface ReadMessage {
  readonly messageId: string;
  readonly topic: string;
  /** The track as it stands in the message, not yet checked; undefined where the message is about something else. */
  readonly track: unknown;
  /** Where the track stands in the message: `data.` or empty. */
  readonly path: string;
}

const UPDATE = 'track_updated';

/**
 * Reads a message's frame: a notice, as webhooks bring it, or a bare track, as the API answers it. Neither has an id of its
 * own; it is made of carrier, number and content. Throws ConnectorError('contract').
 */
export function readMessage(body: Uint8Array): ReadMessage {
  const content = readJson(body);
  if (named.safeParse(content).success) return { messageId: messageIdOf('', content, body), topic: 'track', track: content, path: '' };
  const { event: topic, data } = readShape(notice, content);
  return { messageId: messageIdOf(`${topic}/`, data, body), topic, track: topic === UPDATE ? (data ?? null) : undefined, path: 'data.' };
}

function messageIdOf(prefix: string, content: unknown, body: Uint8Array): string {
  const { tracking_number: number = '', carrier } = named.safeParse(content).data ?? {};
  return `${prefix}${carrier ?? ''}/${number}/${contentHash(Buffer.from(body).toString('utf8'))}`;
}

/** Throws ConnectorError('contract') naming every member that is not as documented. */
export function readTrack(content: unknown, path: string): Track {
  return readShape(track, content, path);
}
