/** Times that are written without an offset, as the clocks of some place showed them. */
import { type ReadInstant, readInstant } from './instant.js';

/**
 * Reads an instant; one that states no offset is a local time of `zone` (an IANA name) and gets the offset that the clocks
 * there had. `hasOffset` still says what was written. A time that a clock change repeats or leaves out is read by either of the
 * two offsets. Null where the text is no instant.
 */
export function readLocalInstant(text: string, zone: string): ReadInstant | null {
  const read = readInstant(text);
  if (read === null || read.hasOffset) return read;
  const guess = offsetMinutes(zone, read.epochMs);
  // The offset in force is that of the result, not of the first guess: a second pass settles the hours around a clock change.
  const minutes = offsetMinutes(zone, read.epochMs - guess * 60_000);
  return { instant: read.instant.replace(/Z$/, offsetText(minutes)), hasOffset: false, epochMs: read.epochMs - minutes * 60_000 };
}

// Building a formatter costs far more than using it; the zones in use are few.
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC that a zone's clocks show, to the whole minute. */
function offsetMinutes(zone: string, epochMs: number): number {
  const formatter = formatters.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formatters.set(zone, formatter);
  const name = formatter.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /^GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function offsetText(minutes: number): string {
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
