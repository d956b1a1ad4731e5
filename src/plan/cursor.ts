/** Page cursors: opaque text of the ordering, the row's key in it, and the row's id. */
import { isDateOnly } from '../domain/dates.js';
import { badArgument } from '../schema/errors.js';
import { uuidOrNothing } from './statement.js';

export interface PageCursor {
  readonly key: string;
  readonly id: string;
}

/** SQL that makes the cursor of a row; `ordering` is a name that the catalogue knows. */
export function cursorSql(ordering: string, key: string, id: string): string {
  const plain = `json_build_array('${ordering}', (${key})::text, ${id})::text`;
  return `replace(encode(convert_to(${plain}, 'UTF8'), 'base64'), E'\\n', '')`;
}

/** Reads a cursor that a client gives back. Throws BAD_USER_INPUT for one that is broken or of another ordering. */
export function parseCursor(text: unknown, ordering: string, argument: string): PageCursor {
  const parsed = decode(text);
  if (!Array.isArray(parsed) || parsed.length !== 3 || parsed.some((part) => typeof part !== 'string')) {
    throw badArgument(`"${argument}" is not a page cursor. Pass one from pageInfo or edges of the same list, unchanged.`);
  }
  const [name, key, id] = parsed as [string, string, string];
  if (name !== ordering) {
    throw badArgument(`"${argument}" is a cursor of another ordering. Keep orderBy unchanged from page to page.`);
  }
  if (uuidOrNothing(id) !== id || key.includes('\0')) {
    throw badArgument(`"${argument}" is not a page cursor. Pass one from pageInfo or edges of the same list, unchanged.`);
  }
  return { key, id };
}

/** Types of columns that a page may go by: whether a text is a value of theirs, so that the database never meets one that is not. */
const isKey: Readonly<Record<string, (key: string) => boolean>> = {
  text: () => true,
  timestamptz: (key) => isInfinity(key) || (/ ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?\+00$/.test(key) && isDateOnly(key.slice(0, 10))),
  date: (key) => isInfinity(key) || isDateOnly(key),
  numeric: (key) => /^(-?Infinity|-?\d{1,30}(\.\d{1,20})?)$/.test(key),
};

const isInfinity = (key: string): boolean => key === 'infinity' || key === '-infinity';

export const cursorTypes: readonly string[] = Object.keys(isKey);

/** Whether a column of this type can have its missing values stand behind all others. */
export const hasInfinity = (type: string): boolean => type !== 'text' && cursorTypes.includes(type);

/** A cursor's key in an ordering by a column of this type. Throws BAD_USER_INPUT for what cannot be one. */
export function checkedKey(key: string, type: string): string {
  if (!isKey[type]?.(key)) {
    throw badArgument('A page cursor was changed on its way. Pass one from pageInfo or edges of the same list, unchanged.');
  }
  return key;
}

function decode(text: unknown): unknown {
  if (typeof text !== 'string' || text.length > 2000) return null;
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}
