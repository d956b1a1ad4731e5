/** Odoo's JSON forms: `false` stands for no value, date-times are UTC without saying so, money and quantities are floats. */
import { z } from 'zod';
import type { DateOnly, Instant } from '../../../domain/facts.js';
import { readInstant } from '../../instant.js';
import type { Zone } from '../shared/zone.js';

/** A member that may be absent, null or `false` for "none"; all three come out as null. */
export function held<T>(schema: z.ZodType<T>): z.ZodType<T | null> {
  return schema
    .or(z.literal(false).transform(() => null))
    .nullish()
    .transform((value) => value ?? null);
}

/** Like `held`, for text: an empty one is none either. */
export const heldText = held(z.string()).transform((text) => (text === '' ? null : text));

/** `2024-03-05 12:34:56`, in UTC. */
export const wireDateTime = z.string().transform((text, context): Instant => {
  const read = /^\d{4}-\d{2}-\d{2} /.test(text) ? readInstant(text) : null;
  if (read !== null && !read.hasOffset) return read.instant;
  context.addIssue({ code: 'custom', message: 'no date-time' });
  return z.NEVER;
});

export function toWireDateTime(instant: Date): string {
  return instant.toISOString().slice(0, 19).replace('T', ' ');
}

/** The day on which an instant falls in the company's zone. */
export function dayOf(instant: Instant, zone: Zone): DateOnly {
  return zone.dateOf(Date.parse(instant));
}

/**
 * A day as Odoo's date-time: noon of UTC is on that day in all zones but the easternmost, where midnight is. Null where the
 * text is no day.
 */
export function toWireDay(date: DateOnly, zone: Zone): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  return (
    ['12:00:00', '00:00:00'].map((time) => `${date} ${time}`).find((text) => {
      const instant = readInstant(text);
      return instant !== null && zone.dateOf(instant.epochMs) === date;
    }) ?? null
  );
}
