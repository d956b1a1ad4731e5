import { z } from 'zod';
import { ConnectorError } from '../../contract.js';

const instant = z.iso.datetime().transform((text) => new Date(text));
const reading = z.object({ startedAt: instant, from: instant.nullable(), after: z.string() });
const state = z.object({ since: instant.nullable(), lastSweep: instant.nullable(), at: reading.nullable() });
const stored = z.object({ v: z.literal(1), doctypes: z.record(z.string(), state) });

/**
 * How far the reading of one kind of document has come. `since`: server's clock when the last complete reading began;
 * `lastSweep`: when the last full one ended, by our clock; `at`: a reading under way, which began at `startedAt` by our clock,
 * `after` the last name read.
 */
export type State = z.output<typeof state>;
export type Reading = z.output<typeof reading>;

/** The place of a pull in ERPNext. Opaque to others; JSON to whoever looks into the database. */
export class Cursor {
  readonly #states: Map<string, State>;

  private constructor(states: Map<string, State>) {
    this.#states = states;
  }

  /** Throws ConnectorError('contract') where the text is no cursor of ours. */
  static parse(text: string | null): Cursor {
    if (text === null) return new Cursor(new Map());
    try {
      return new Cursor(new Map(Object.entries(stored.parse(JSON.parse(text)).doctypes)));
    } catch (cause) {
      throw new ConnectorError('contract', 'the stored cursor cannot be read; without one, everything is read again', { cause });
    }
  }

  /** From here on what changed of these kinds since `since` is read, and everything when a full reading is due next, counted from `now`. */
  static since(doctypes: readonly string[], since: Date, now: Date): Cursor {
    return new Cursor(new Map(doctypes.map((doctype) => [doctype, { since, lastSweep: now, at: null }])));
  }

  of(doctype: string): State {
    const known = this.#states.get(doctype) ?? { since: null, lastSweep: null, at: null };
    this.#states.set(doctype, known);
    return known;
  }

  toString(): string {
    return JSON.stringify({ v: 1, doctypes: Object.fromEntries(this.#states) });
  }
}
