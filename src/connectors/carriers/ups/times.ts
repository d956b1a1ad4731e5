/** UPS's dates and times, which are written in digits: local, and in newer answers GMT beside them. */
import { readInstant, type ReadInstant } from '../../instant.js';
import { atOffset, offsetText, readLocalTime, type ZonedPlace } from '../../zones.js';
import type { WrittenTime } from './wire.js';

/**
 * When something happened, with the offset of its place: as stated (`-05:00`, in alerts `-05.00`), else by the distance
 * between local time and GMT, else by the zone of the place or `timeZone`. Null for no time.
 */
export function readTime({ date, time, gmtDate, gmtTime, gmtOffset }: WrittenTime, place: ZonedPlace, timeZone: string): ReadInstant | null {
  const local = isoOf(date, time);
  const gmt = readInstant(`${isoOf(gmtDate, gmtTime) ?? ''}Z`);
  const offset = gmtOffset?.trim().replace('.', ':') ?? '';
  const stated = local === null ? null : readInstant(local + offset);
  if (stated?.hasOffset) return stated;
  const unzoned = local === null ? null : readInstant(local);
  if (gmt && unzoned) return { ...gmt, instant: atOffset(gmt.epochMs, distance(unzoned.epochMs - gmt.epochMs)) };
  if (gmt) return gmt;
  return local === null ? null : readLocalTime(local, place, timeZone);
}

/** The end of an announced day, or the time of day that is announced for it, at the place. Null for no day. */
export function readDeadline(date: string | null, endTime: string | null, place: ZonedPlace, timeZone: string): string | null {
  const local = isoOf(date, endTime ?? '235959');
  return local === null ? null : (readLocalTime(local, place, timeZone)?.instant ?? null);
}

/** `20260211`, `91500` → `2026-02-11T09:15:00`. GMT times come without the zero in front. */
function isoOf(date: string | null | undefined, time: string | null | undefined): string | null {
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(date?.trim() ?? '');
  const clock = /^(\d{2})(\d{2})(\d{2})$/.exec((time ?? '').trim().replace(/^\d{5}$/, '0$&'));
  if (!day || !clock) return null;
  return `${day.slice(1).join('-')}T${clock.slice(1).join(':')}`;
}

/** The offset that lies between two clocks; null where no zone is that far off. */
function distance(ms: number): string | null {
  const minutes = Math.round(ms / 60_000);
  return Math.abs(minutes) > 14 * 60 ? null : offsetText(minutes);
}
