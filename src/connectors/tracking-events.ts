/** What mappers of tracking have in common. */
import { createHash } from 'node:crypto';
import type { TrackingEventFact, Unmapped } from '../domain/facts.js';

export type Milestone = NonNullable<TrackingEventFact['milestone']>;
export type Responsible = NonNullable<TrackingEventFact['responsible']>;

/** Notes what no table knows, at a member of the part of the message that is being mapped. */
export type Note = (member: string, value: string) => void;

/** Collects into `unmapped` what is noted below `path` of the message. */
export function noteInto(unmapped: Unmapped[], path: string): Note {
  return (member, value) => void unmapped.push({ path: path + member, value: value.slice(0, 200) });
}

/** Text without blanks around it; null where nothing is left. */
export function filled(text: string | null | undefined): string | null {
  const trimmed = text?.trim();
  return trimmed ? trimmed : null;
}

/** Two letters as an ISO 3166-1 code in capitals; other names of countries as they are. */
export function countryOf(text: string | null): string | null {
  return text !== null && /^[a-z]{2}$/i.test(text) ? text.toUpperCase() : text;
}

/** 32 hex digits that stand for a value: the same for the same content, whatever the process. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

/** The same for bytes. */
export function hashOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

/** The entry of a table under a code that came from outside: hasOwn, for `__proto__` and `constructor` are found in every object. */
export function lookUp<Entry>(table: Readonly<Record<string, Entry>>, code: string | null): Entry | undefined {
  return code !== null && Object.hasOwn(table, code) ? table[code] : undefined;
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
