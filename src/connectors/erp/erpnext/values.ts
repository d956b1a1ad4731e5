/** Frappe's JSON forms: floats for money and quantities, 0 and 1 for yes and no, local times of the site. */
import { z } from 'zod';
import type { DateOnly, Instant } from '../../../domain/facts.js';
import { readInstant } from '../../instant.js';
import type { Zone } from '../shared/zone.js';

/** An empty text is none. */
export const heldText = z.string().nullish().transform((text) => (text == null || text === '' ? null : text));

export const wireDate = z.string().refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && readInstant(`${text}T00:00:00`) !== null, 'no date');

/** `2024-03-05 12:34:56.123456`, a local time; to be read with `at`. */
export const wireDateTime = z.string().refine((text) => readInstant(text)?.hasOffset === false, 'no date-time');

/** `9:05:00` or `09:05:00.123456`, made two digits long. */
export const wireTime = z
  .string()
  .regex(/^([01]?\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?$/)
  .transform((text) => (text.indexOf(':') === 1 ? `0${text}` : text));

/** A local time that was checked by `wireDateTime`, or a date that was, as an instant. */
export function at(zone: Zone, local: string): Instant {
  return zone.instantOf(local.length === 10 ? `${local}T00:00:00` : local)!;
}

/** Entered at `created`; an earlier `dated` is an order entered late, of which only the day is known. */
export function placed(zone: Zone, created: string, dated: DateOnly | null): Instant {
  return at(zone, dated !== null && dated < created.slice(0, 10) ? dated : created);
}
