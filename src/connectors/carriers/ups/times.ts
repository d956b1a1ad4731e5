/** UPS's dates and times, which are written in digits: local, and in newer answers GMT beside them. */
import { readInstant } from '../../instant.js';
import { atOffset, readPlacedInstant, type Place } from '../../local-time.js';
import type { WrittenTime } from './wire.js';

export interface ReadTime {
  /** RFC 3339 with an offset. */
  readonly instant: string;
  /** True: neither an offset nor GMT was stated. */
  readonly zoneAssumed: boolean;
}

/**
 * When something happened, with the offset of its place: as stated (`-05:00`, in alerts `-05.00`), else by the distance
 * between local time and GMT, else by the zone of the place. Null for no time.
 */
export function readTime({ date, time, gmtDate, gmtTime, gmtOffset }: WrittenTime, place: Place): ReadTime | null {
  const local = isoOf(date, time);
  const stated = readInstant(`${local ?? ''}${gmtOffset?.trim().replace('.', ':') ?? ''}`);
  if (stated?.hasOffset) return { instant: stated.instant, zoneAssumed: false };
  const gmt = readInstant(`${isoOf(gmtDate, gmtTime) ?? ''}Z`);
  const clock = readInstant(local ?? '');
  if (gmt) return { instant: clock ? atOffset(gmt.epochMs, distance(clock.epochMs - gmt.epochMs)) : gmt.instant, zoneAssumed: false };
  return local === null ? null : readPlacedInstant(local, place);
}

/** The end of an announced day, or the time of day that is announced for it, at the place. Null for no day. */
export function readDeadline(date: string | null, endTime: string | null, place: Place): string | null {
  return readPlacedInstant(isoOf(date, endTime ?? '235959') ?? '', place)?.instant ?? null;
}

/** `20260211`, `91500` → `2026-02-11T09:15:00`. GMT times come without the zero in front. */
function isoOf(date: string | null | undefined, time: string | null | undefined): string | null {
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(date?.trim() ?? '');
  const clock = /^(\d{2})(\d{2})(\d{2})$/.exec((time ?? '').trim().replace(/^\d{5}$/, '0$&'));
  if (!day || !clock) return null;
  return `${day.slice(1).join('-')}T${clock.slice(1).join(':')}`;
}

/** The offset that lies between two clocks; none that is one where no zone is that far off. */
function distance(ms: number): string {
  const minutes = Math.abs(Math.round(ms / 60_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${ms < -30_000 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
