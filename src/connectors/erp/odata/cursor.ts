import { z } from 'zod';
import { ConnectorError } from '../../contract.js';

/** How far the reading of one collection has come. */
export interface CollectionState {
  /** Server's clock when the last complete reading began; null: never read to the end. */
  since: Date | null;
  /** When the last full reading ended, by our clock. */
  lastSweep: Date | null;
  /** A reading under way. */
  at: Reading | null;
}

export interface Reading {
  /** When it began, by our clock: theirs is not known before it answers. */
  readonly startedAt: Date;
  /** Null: all records; otherwise those changed or made after this instant. */
  readonly from: Date | null;
  /** Key of the last record read; null: none yet. */
  after: readonly string[] | null;
}

const instant = z.iso.datetime().transform((text) => new Date(text));
const reading = z.object({ startedAt: instant, from: instant.nullable(), after: z.array(z.string()).nullable() });
const state = z.object({ since: instant.nullable(), lastSweep: instant.nullable(), at: reading.nullable() });
const stored = z.object({ v: z.literal(1), collections: z.record(z.string(), state) });

/** The place of a pull. Opaque to others; JSON to whoever looks into the database. */
export class Cursor {
  readonly #collections: Map<string, CollectionState>;

  private constructor(collections: Map<string, CollectionState>) {
    this.#collections = collections;
  }

  /** Throws ConnectorError('contract') where the text is no cursor of ours. */
  static parse(text: string | null): Cursor {
    if (text === null) return new Cursor(new Map());
    try {
      return new Cursor(new Map(Object.entries(stored.parse(JSON.parse(text)).collections)));
    } catch (cause) {
      throw new ConnectorError('contract', 'the stored cursor cannot be read; without one, everything is read again', { cause });
    }
  }

  /** From here on what changed of these collections since `since` is read, and everything when a full reading is due next, counted from `now`. */
  static since(topics: readonly string[], since: Date, now: Date): Cursor {
    return new Cursor(new Map(topics.map((topic) => [topic, { since, lastSweep: now, at: null }])));
  }

  of(topic: string): CollectionState {
    const known = this.#collections.get(topic) ?? { since: null, lastSweep: null, at: null };
    this.#collections.set(topic, known);
    return known;
  }

  toString(): string {
    return JSON.stringify({ v: 1, collections: Object.fromEntries(this.#collections) });
  }
}
