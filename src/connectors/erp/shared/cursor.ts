import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { IdSet } from './ids.js';

/** How far the reading of one kind of record has come. */
export interface ModelState {
  /** Server's clock when the last complete reading began; null: never read to the end. */
  since: Date | null;
  /** When the last full reading ended, by our clock. */
  lastSweep: Date | null;
  /** Ids of the records that were sent and not yet seen to be deleted. */
  readonly known: IdSet;
  /** A reading under way. */
  at: Reading | null;
}

export interface Reading {
  /** When it began, by our clock: theirs is not known before it answers. */
  readonly startedAt: Date;
  /** Null: all records; otherwise those changed or made after this instant. */
  readonly from: Date | null;
  /** Largest id read so far. */
  after: number;
  /** Ids met so far, where all are read. */
  readonly seen: IdSet;
}

const instant = z.iso.datetime().transform((text) => new Date(text));
const ids = z.string().transform((text) => IdSet.parse(text));
const stored = z.object({
  v: z.literal(1),
  models: z.record(
    z.string(),
    z.object({
      since: instant.nullable(),
      lastSweep: instant.nullable(),
      known: ids,
      at: z.object({ startedAt: instant, from: instant.nullable(), after: z.int(), seen: ids }).nullable(),
    }),
  ),
});

/** The place of a pull of numbered records. Opaque to others; JSON to whoever looks into the database. */
export class Cursor {
  readonly #models: Map<string, ModelState>;

  private constructor(models: Map<string, ModelState>) {
    this.#models = models;
  }

  /** Throws ConnectorError('contract') where the text is no cursor of ours. */
  static parse(text: string | null): Cursor {
    if (text === null) return new Cursor(new Map());
    try {
      return new Cursor(new Map(Object.entries(stored.parse(JSON.parse(text)).models)));
    } catch (cause) {
      throw new ConnectorError('contract', 'the stored cursor cannot be read; without one, everything is read again', { cause });
    }
  }

  /**
   * From here on what changed of these models since `since` is read, and everything when a full reading is due next, counted
   * from `now`. What was sent before is forgotten: what a record names is sent again, and what was deleted before is not
   * noticed any more.
   */
  static since(models: readonly string[], since: Date, now: Date): Cursor {
    return new Cursor(new Map(models.map((model) => [model, { since, lastSweep: now, known: new IdSet(), at: null }])));
  }

  of(model: string): ModelState {
    const state = this.#models.get(model) ?? { since: null, lastSweep: null, known: new IdSet(), at: null };
    this.#models.set(model, state);
    return state;
  }

  toString(): string {
    const models = [...this.#models].map(([model, { since, lastSweep, known, at }]) => [
      model,
      { since, lastSweep, known: String(known), at: at && { ...at, seen: String(at.seen) } },
    ]);
    return JSON.stringify({ v: 1, models: Object.fromEntries(models) });
  }
}
