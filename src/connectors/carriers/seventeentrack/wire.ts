/** What 17TRACK sends: parcels of its API v2.4, pushed and asked for alike. Keys that are not named here are ignored. */
import { z } from 'zod';
import { readJson } from '../../json.js';
import { optionalText, readShape } from '../../shapes.js';
import { contentHash } from '../../tracking-events.js';

const address = z.object({
  country: optionalText(64),
  state: optionalText(1_000),
  city: optionalText(1_000),
  postal_code: optionalText(32),
  coordinates: z.object({ latitude: optionalText(40), longitude: optionalText(40) }).nullish().catch(null),
});

const event = z.object({
  time_iso: optionalText(100),
  time_utc: optionalText(100),
  /** As the carrier wrote it. */
  time_raw: z.object({ date: optionalText(40), time: optionalText(40), timezone: optionalText(40) }).nullish(),
  description: optionalText(10_000),
  location: optionalText(1_000),
  stage: optionalText(100),
  sub_status: optionalText(100),
  address: address.nullish(),
});

const provider = z.object({
  provider: z.object({ name: optionalText(255) }).nullish(),
  latest_sync_time: optionalText(100),
  events: z.array(event).nullish(),
});

const trackInfo = z.object({
  shipping_info: z.object({ recipient_address: z.object({ country: optionalText(64) }).nullish() }).nullish(),
  latest_status: z.object({ status: optionalText(100), sub_status: optionalText(100) }).nullish(),
  latest_event: event.nullish(),
  time_metrics: z.object({ estimated_delivery_date: z.object({ from: optionalText(100), to: optionalText(100) }).nullish() }).nullish(),
  tracking: z.object({ providers: z.array(provider).nullish() }).nullish(),
});

/** 17TRACK's number of the carrier; 0: not found out yet. It was seen as text, too. */
const carrier = z.union([z.number(), z.string().max(40)]).transform(String).nullish();

const parcel = z.object({ number: z.string().min(1).max(255), carrier, track_info: trackInfo.nullish() });

const push = z.object({ event: z.string().min(1).max(200), data: z.unknown() });

const named = z.object({ number: z.string().min(1).max(255), carrier });

export type Parcel = z.infer<typeof parcel>;
export type TrackInfo = z.infer<typeof trackInfo>;
export type TrackEvent = z.infer<typeof event>;

export interface ReadMessage {
  readonly messageId: string;
  readonly topic: string;
  /** The parcel as it stands in the message, not yet checked; undefined where the message says nothing of one. */
  readonly parcel: unknown;
  /** Where the parcel stands in the message: `data.` or empty. */
  readonly path: string;
}

/** Pushes that tell how a parcel stands. Another one (`TRACKING_STOPPED`) says only that nobody looks any more. */
const UPDATE = 'TRACKING_UPDATED';

/**
 * Reads a message's frame: a push, or a bare parcel as the API answers it. Neither has an id of its own; it is made of the
 * parcel's number and the content. Throws ConnectorError('contract').
 */
export function readMessage(body: Uint8Array): ReadMessage {
  const content = readJson(body);
  if (named.safeParse(content).success) return { messageId: messageIdOf('', content, body), topic: 'parcel', parcel: content, path: '' };
  const { event: topic, data } = readShape(push, content);
  return { messageId: messageIdOf(`${topic}/`, data, body), topic, parcel: topic === UPDATE ? (data ?? null) : undefined, path: 'data.' };
}

export function messageIdOf(prefix: string, content: unknown, body: Uint8Array): string {
  const { number = '', carrier: code } = named.safeParse(content).data ?? {};
  return `${prefix}${code ?? ''}/${number}/${contentHash(Buffer.from(body).toString('utf8'))}`;
}

/** Throws ConnectorError('contract') naming every member that is not as documented. */
export function readParcel(content: unknown, path: string): Parcel {
  return readShape(parcel, content, path);
}
