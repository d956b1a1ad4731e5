/** Values of options that several commands take. */
import { isDateOnly } from '../domain/dates.js';
import { Unusable } from './host.js';

/** Throws Unusable where it is no whole number from 1 to `most`. */
export function wholeNumber(option: string, text: string, most: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) throw new Unusable(`${option} is a whole number from 1 to ${most}.`);
  return value;
}

/** Throws Unusable where it is no day that exists; null where the option was left out. */
export function dayOrNull(option: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!isDateOnly(text)) throw new Unusable(`${option} is a day, as in 2026-03-01.`);
  return text;
}
