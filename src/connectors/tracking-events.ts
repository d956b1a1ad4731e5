/** What the mappers of carriers have in common. Pure. */
import { createHash } from 'node:crypto';
import type { TrackingEventFact, Unmapped } from '../domain/facts.js';

export type Milestone = NonNullable<TrackingEventFact['milestone']>;
export type Responsible = NonNullable<TrackingEventFact['responsible']>;

/** What a carrier's code says beside the status: why, and who answers for it (null: the code does not tell). */
export interface Reason {
  readonly reason: string;
  readonly responsible: TrackingEventFact['responsible'];
}

/** Tells of a value that no table knows; `member` is its place below the record that is read. */
export type Note = (member: string, value: string) => void;

/** Collects into `unmapped` what is noted below `path` of the message. */
export function noteInto(unmapped: Unmapped[], path: string): Note {
  return (member, value) => void unmapped.push({ path: path + member, value: value.slice(0, 200) });
}

/** The entry of a table, or undefined. Own members only: `__proto__` and `constructor` are found in every object. */
export function lookUp<Value>(table: Readonly<Record<string, Value>>, code: string | null): Value | undefined {
  return code !== null && Object.hasOwn(table, code) ? table[code] : undefined;
}

/** Trimmed; null for what is absent or blank. */
export function filled(text: string | null | undefined): string | null {
  const trimmed = text?.trim();
  return trimmed ? trimmed : null;
}

/** Equal content, equal text; for keys and versions. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

/** The same for bytes; for ids of messages. */
export function bytesHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

/** One event per key, oldest first, whatever the order they were listed in. Of two, the one told in local time says more. */
export function distinctEvents(events: readonly TrackingEventFact[]): TrackingEventFact[] {
  const byKey = new Map<string, TrackingEventFact>();
  for (const event of events.toSorted(byOccurrence)) if (!byKey.has(event.eventKey)) byKey.set(event.eventKey, event);
  return [...byKey.values()];
}

function byOccurrence(a: TrackingEventFact, b: TrackingEventFact): number {
  return (
    Date.parse(a.occurredAt) - Date.parse(b.occurredAt) ||
    byText(a.eventKey, b.eventKey) ||
    Number(a.occurredAt.endsWith('Z')) - Number(b.occurredAt.endsWith('Z')) ||
    byText(JSON.stringify(a), JSON.stringify(b))
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
