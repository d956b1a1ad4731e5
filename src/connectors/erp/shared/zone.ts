import type { DateOnly, Instant } from '../../../domain/facts.js';
import { readInstant } from '../../instant.js';

const MINUTE = 60_000;

/** Whether the text is an IANA time zone that this machine knows. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Whether two names mean the same zone, e.g. `Asia/Calcutta` and `Asia/Kolkata`. */
export function isSameZone(one: string, other: string): boolean {
  const resolved = [one, other].map((timeZone) => (isZone(timeZone) ? new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone : timeZone));
  return resolved[0] === resolved[1];
}

/** The clocks of an IANA time zone, for systems that write local times. Throws RangeError for a zone that does not exist. */
export class Zone {
  readonly #format: Intl.DateTimeFormat;

  constructor(readonly name: string) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', ...parts });
  }

  /** The calendar date here of an instant in milliseconds since 1970. */
  dateOf(epochMs: number): DateOnly {
    return new Date(epochMs + this.offset(epochMs) * MINUTE).toISOString().slice(0, 10);
  }

  /** Minutes east of UTC that clocks show here at an instant. */
  offset(epochMs: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(epochMs)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    // Date.UTC would take a year below 100 for one of the 20th century.
    const shown = new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000;
    return Math.round((shown - epochMs) / MINUTE);
  }

  /**
   * A local time (`2024-03-05 12:34:56.123456`) as an instant with the offset that was in force; one that was shown twice
   * is the later. Null where the text is no time.
   */
  instantOf(local: string): Instant | null {
    const utc = readInstant(local);
    if (utc === null || utc.hasOffset) return null;
    // The offset in force is that of the result, not of the first guess: a second pass settles days with a clock change.
    const guess = utc.epochMs - this.offset(utc.epochMs) * MINUTE;
    const offset = this.offset(guess);
    const sign = offset < 0 ? '-' : '+';
    const [hours, minutes] = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60];
    return utc.instant.replace(/Z$/, `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`);
  }
}
