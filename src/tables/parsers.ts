/** Parsers for the cells of a column. Each reads what it was told to and refuses the rest with a reason. */
import { compare, normalise, scaleOf } from '../domain/decimal.js';
import type { Decimal } from '../domain/facts.js';
import { absent, refused, value, type CellParser } from './cell.js';

/** UTF-8 bytes that somebody earlier read as Latin-1: `Ã¸` for `ø`. */
const MOJIBAKE = /[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac/;

/** Text as it stands, since names are matched by it elsewhere. `maxLength` in characters. */
export function text(options: { maxLength?: number } = {}): CellParser<string> {
  const maxLength = options.maxLength ?? 1000;
  return (cell) => {
    if ([...cell].length > maxLength) return refused('text too long', `more than ${maxLength} characters`);
    return MOJIBAKE.test(cell) ? value(cell, 'characters look wrongly decoded by an earlier program') : value(cell);
  };
}

export interface DecimalOptions {
  readonly min?: Decimal;
  /** The number must be greater than this. */
  readonly above?: Decimal;
  /** Digits allowed before and after the point. The defaults are what the gateway stores for prices and quantities. */
  readonly digits?: number;
  readonly scale?: number;
  /** `,` in most of Europe. */
  readonly point?: '.' | ',';
  /** What parts thousands, where the table does that. */
  readonly group?: ',' | '.' | ' ' | "'";
}

/** A decimal number, kept as text and exact. Scientific notation (a spreadsheet's damage) is refused. */
export function decimal(options: DecimalOptions = {}): CellParser<Decimal> {
  const { digits = 14, scale = 6, point = '.' } = options;
  return (cell) => {
    const ungrouped = options.group === undefined ? cell : ungroup(cell, options.group, point);
    const plain = ungrouped.replace(point, '.');
    if (!/^[+-]?\d{1,40}(\.\d{1,40})?$/.test(plain) || (point === ',' && ungrouped.includes('.'))) {
      const why = /^[+-]?\d+([.,]\d+)?e[+-]?\d+$/i.test(cell) ? 'scientific notation hides digits' : undefined;
      return refused('not a number', why);
    }
    // One spelling for one number (+007.50 is 7.5), so that equal tables give equal facts.
    const found = normalise(plain.replace('+', '').replace(/^(-?)0+(?=\d)/, '$1'));
    if (found.replace('-', '').split('.')[0]!.length > digits) {
      return refused('number too large', `more than ${digits} digits before the point`);
    }
    if (scaleOf(found) > scale) return refused('number too precise', `more than ${scale} digits after the point`);
    if (options.min !== undefined && compare(found, options.min) < 0) {
      return refused('number too small', `below ${options.min}`);
    }
    if (options.above !== undefined && compare(found, options.above) <= 0) {
      return refused('number too small', `not above ${options.above}`);
    }
    return value(found);
  };
}

/** Takes separators out only where each parts a group of three. */
function ungroup(cell: string, group: string, point: string): string {
  const mark = group === ' ' ? '[ \\u00a0\\u202f]' : `\\${group}`;
  const grouped = new RegExp(`^[+-]?\\d{1,3}(${mark}\\d{3})+(\\${point}\\d+)?$`);
  return grouped.test(cell) ? cell.replace(new RegExp(mark, 'g'), '') : cell;
}

/** A whole number. */
export function integer(options: { min?: number; max?: number } = {}): CellParser<number> {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = options;
  return (cell) => {
    if (!/^[+-]?\d{1,16}$/.test(cell)) return refused('not a whole number');
    const found = Number(cell);
    return found >= min && found <= max ? value(found) : refused('number out of range', `${min} to ${max}`);
  };
}

/** A closed list of words and what each means here. Case and width do not matter; any other word is refused. */
export function oneOf<T>(meanings: Readonly<Record<string, T>>): CellParser<T> {
  const byWord = new Map(Object.entries(meanings).map(([word, meaning]) => [wordKey(word), meaning]));
  return (cell) =>
    byWord.has(wordKey(cell))
      ? value(byWord.get(wordKey(cell))!)
      : refused('unknown word', `known are ${Object.keys(meanings).join(', ')}`);
}

/** Words that stand where a value could be and say why there is none; anything else goes to `parse`. */
export function words<T>(reasons: Readonly<Record<string, string>>, parse: CellParser<T>): CellParser<T> {
  const byWord = new Map(Object.entries(reasons).map(([word, reason]) => [wordKey(word), reason]));
  return (cell) => {
    const reason = byWord.get(wordKey(cell));
    return reason === undefined ? parse(cell) : absent(reason);
  };
}

/**
 * Cells that point to the line whose figure contains this one's; anything else goes to `parse`. The pattern has the
 * groups `document` and `line`.
 */
export function orReference<T>(pattern: RegExp, parse: CellParser<T>): CellParser<T> {
  return (cell) => {
    const groups = pattern.exec(cell)?.groups;
    return groups?.['document'] !== undefined && groups['line'] !== undefined
      ? { state: 'reference', reference: { document: groups['document'], line: groups['line'] } }
      : parse(cell);
  };
}

function wordKey(word: string): string {
  return word.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
}
