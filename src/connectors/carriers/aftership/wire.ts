/** What AfterShip sends: trackings of its Tracking API, from version 2018 to 2026-07. Keys that are not named here are ignored. */
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { readJson } from '../../json.js';
import { optionalText, readShape } from '../../shapes.js';
import { contentHash } from '../../tracking-events.js';

const checkpoint = z.object({
  checkpoint_time: optionalText(100),
  tag: optionalText(100),
  subtag: optionalText(100),
  raw_tag: optionalText(255),
  message: optionalText(10_000),
  city: optionalText(1_000),
  state: optionalText(1_000),
  location: optionalText(1_000),
  // Version 2026-01 renamed the one, 2025-01 the other.
  postal_code: optionalText(32),
  zip: optionalText(32),
  country_region: optionalText(64),
  country_iso3: optionalText(64),
  // A place on no map is no reason to lose the checkpoint.
  coordinate: z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }).nullish().catch(null),
});

const estimate = z.object({
  estimated_delivery_date: optionalText(100),
  estimated_delivery_date_max: optionalText(100),
});

const tracking = z.object({
  id: z.string().min(1).max(200),
  tracking_number: z.string().min(1).max(255),
  slug: optionalText(255),
  tag: optionalText(100),
  subtag: optionalText(100),
  updated_at: optionalText(100),
  signed_by: optionalText(1_000),
  destination_country_region: optionalText(64),
  destination_country_iso3: optionalText(64),
  courier_estimated_delivery_date: estimate.nullish(),
  expected_delivery: optionalText(100),
  checkpoints: z.array(checkpoint).nullish(),
});

const notice = z.object({
  event_id: z.string().min(1).max(200),
  event: z.string().min(1).max(200),
  msg: z.unknown().optional(),
  /** Unix seconds at which the event occurred. */
  ts: z.number().min(0).max(100_000_000_000).nullish(),
});

const listed = z.object({ id: z.string().min(1).max(200), updated_at: z.string().max(100).optional().catch(undefined) });

const page = z.object({
  data: z.object({
    pagination: z.object({ next_cursor: optionalText(10_000), has_next_page: z.boolean().nullish() }),
    trackings: z.array(z.unknown()),
  }),
});

export type Tracking = z.infer<typeof tracking>;
export type Checkpoint = z.infer<typeof checkpoint>;

export interface ReadMessage {
  readonly messageId: string;
  readonly topic: string;
  /** The tracking as it stands in the message, not yet checked; undefined where the message is about something else. */
  readonly tracking: unknown;
  /** Where the tracking stands in the message: `msg.` or empty. */
  readonly path: string;
  /** When a notice was given, RFC 3339; null for a tracking that was listed. */
  readonly givenAt: string | null;
}

const isTracking = z.object({ tracking_number: z.string() });

/**
 * Reads a message's frame: a notice, as webhooks bring it, or a bare tracking, as the API lists it, for which an id is
 * derived from its id, its change time and its content. Throws ConnectorError('contract').
 */
export function readMessage(body: Uint8Array): ReadMessage {
  const content = readJson(body);
  if (isTracking.safeParse(content).success) {
    return { messageId: trackingMessageId(content, body), topic: 'tracking', tracking: content, path: '', givenAt: null };
  }
  const { event_id: messageId, event: topic, msg, ts } = readShape(notice, content);
  const givenAt = ts == null ? null : new Date(Math.floor(ts) * 1000).toISOString();
  return { messageId, topic, tracking: isTracking.safeParse(msg).success ? msg : undefined, path: 'msg.', givenAt };
}

/** Throws ConnectorError('contract') naming every member that is not as documented. */
export function readTracking(content: unknown, path: string): Tracking {
  return readShape(tracking, content, path);
}

/** A page of `GET /trackings`. Throws ConnectorError('contract'). */
export function readTrackingPage(content: unknown): { readonly trackings: readonly unknown[]; readonly next: string | null } {
  const { pagination, trackings } = readShape(page, content).data;
  if (pagination.has_next_page !== true) return { trackings, next: null };
  if (!pagination.next_cursor) throw new ConnectorError('contract', 'data.pagination.next_cursor: missing although there is a next page');
  return { trackings, next: pagination.next_cursor };
}

export function trackingMessageId(content: unknown, body: Uint8Array): string {
  const { id, updated_at: updatedAt } = listed.safeParse(content).data ?? {};
  return [id ?? 'tracking', updatedAt ?? '', contentHash(Buffer.from(body).toString('utf8'))].join('/');
}
