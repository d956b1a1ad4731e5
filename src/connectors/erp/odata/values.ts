/** What OData services write for dates, instants, decimals and texts, in versions 2 and 4, and ours. */
import { z } from 'zod';
import type { DateOnly, Decimal, Instant } from '../../../domain/facts.js';
import { readInstant } from '../../instant.js';
import { floatText } from '../shared/floats.js';

/** Version 2: milliseconds since 1970 in UTC. The offset, in minutes, says where it was written and moves nothing. */
const TICKS = /^\/Date\((-?\d{1,15})(?:[+-]\d{1,4})?\)\/$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Business Central writes a date that was never set as this one. */
const NEVER = '0001-01-01';

/**
 * A calendar date: `/Date(…)/` and instants with an offset give the day in UTC, since services write dates as midnights of
 * it; `2024-05-01` and an instant without offset give the day as written. Empty and null: no date. Undefined: not said.
 */
export const wireDate = z
  .string()
  .nullish()
  .transform((text, context): DateOnly | null | undefined => {
    if (text == null) return text;
    if (text.trim() === '' || text.startsWith(NEVER)) return null;
    const day = dayOf(text);
    if (day !== null) return day;
    context.addIssue({ code: 'custom', message: 'no day of the calendar' });
    return z.NEVER;
  });

/** An instant with its offset; `/Date(…)/` and those without an offset are in UTC. Empty and null: none. */
export const wireInstant = z
  .string()
  .nullish()
  .transform((text, context): Instant | null | undefined => {
    if (text == null) return text;
    if (text.trim() === '' || text.startsWith(NEVER)) return null;
    const instant = instantOf(text);
    if (instant !== null) return instant;
    context.addIssue({ code: 'custom', message: 'no instant' });
    return z.NEVER;
  });

/** Numbers are written as numbers or as text, with blanks around and zeros behind. Empty and null: none. */
export const wireDecimal = z
  .union([z.string(), z.number().min(-1e15).max(1e15)])
  .nullish()
  .transform((value, context): Decimal | null | undefined => {
    if (value == null) return value;
    if (typeof value === 'number') return floatText(value);
    if (value.trim() === '') return null;
    const decimal = decimalOf(value.trim());
    if (decimal !== null) return decimal;
    context.addIssue({ code: 'custom', message: 'no decimal number' });
    return z.NEVER;
  });

/** Blanks around are no part of a text, and an empty text is none. */
export const wireText = z
  .string()
  .nullish()
  .transform((text) => (text == null ? text : text.trim() || null));

/** A text that has to be there. */
export const wireName = z.string().trim().min(1).max(250);

function dayOf(text: string): DateOnly | null {
  const ticks = instantOfTicks(text);
  if (ticks !== null) return ticks.slice(0, 10);
  const read = readInstant(DAY.test(text) ? `${text}T00:00:00` : text);
  if (read === null) return null;
  return read.hasOffset ? new Date(read.epochMs).toISOString().slice(0, 10) : read.instant.slice(0, 10);
}

function instantOf(text: string): Instant | null {
  return instantOfTicks(text) ?? readInstant(text)?.instant ?? null;
}

function instantOfTicks(text: string): Instant | null {
  const ticks = TICKS.exec(text)?.[1];
  const at = new Date(ticks === undefined ? Number.NaN : Number(ticks));
  // Beyond the years 0001-9999 JavaScript writes dates that nobody else reads.
  return Number.isNaN(at.getTime()) || !/^(?!0000)\d{4}-/.test(at.toISOString()) ? null : at.toISOString();
}

function decimalOf(text: string): Decimal | null {
  const match = /^(-?)0*(\d{1,40})(?:\.(\d{1,40}))?$/.exec(text);
  if (match === null) return null;
  const [, sign, whole, digits = ''] = match;
  const fraction = digits.replace(/0+$/, '');
  const size = fraction === '' ? whole! : `${whole}.${fraction}`;
  return size === '0' ? '0' : `${sign}${size}`;
}
