/** What the mappers of carriers have in common. */
import { createHash } from 'node:crypto';
import type { TrackingEventFact } from '../domain/facts.js';

/** Text without blanks around it; null where nothing is left, since carriers write nothing in many ways. */
export function filled(text: string | null | undefined): string | null {
  const trimmed = text?.trim();
  return trimmed ? trimmed : null;
}

/** Equal for equal content, for event keys and versions. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

/** One event per key, oldest first, whatever the order they were listed in. Of two, the one told in local time says more. */
export function distinctEvents(events: readonly TrackingEventFact[]): TrackingEventFact[] {
  const order = (event: TrackingEventFact): string =>
    [new Date(event.occurredAt).toISOString(), event.eventKey, event.occurredAt.endsWith('Z') ? 1 : 0, JSON.stringify(event)].join(' ');
  const sorted = events.map((event) => ({ event, order: order(event) })).sort((a, b) => (a.order < b.order ? -1 : 1));
  const byKey = new Map<string, TrackingEventFact>();
  for (const { event } of sorted) if (!byKey.has(event.eventKey)) byKey.set(event.eventKey, event);
  return [...byKey.values()];
}
