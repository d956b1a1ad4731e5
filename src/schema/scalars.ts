/** Scalars with one text form each. Their errors say what was wrong and what is expected. */
import { GraphQLScalarType, Kind } from 'graphql';
import { isDateOnly, parseInstant } from '../domain/dates.js';
import { invalidValue } from './errors.js';

function textScalar(name: string, description: string, specifiedByURL: string | null, check: (text: string) => string): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value !== 'string') throw invalidValue(`${name} must be a string.`);
    return check(value);
  };
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL,
    serialize: (value) => String(value),
    parseValue: parse,
    parseLiteral: (node) => {
      if (node.kind !== Kind.STRING) throw invalidValue(`${name} must be a string.`, node);
      return parse(node.value);
    },
  });
}

const shorten = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** `YYYY-MM-DD`; a day that does not exist is refused. */
export const DateScalar = textScalar(
  'Date',
  'A calendar date without time or zone, `YYYY-MM-DD`. A day that does not exist, such as 2023-02-29, is refused.',
  null,
  (text) => {
    if (!isDateOnly(text)) throw invalidValue(`${shorten(text)} is not a calendar date. Write an existing day as YYYY-MM-DD.`);
    return text;
  },
);

/** RFC 3339 with offset. */
export const DateTimeScalar = textScalar(
  'DateTime',
  'An instant with its offset after RFC 3339, e.g. `2024-07-30T16:10:37+08:00` or `…Z`.',
  'https://scalars.graphql.org/andimarek/date-time.html',
  (text) => {
    try {
      parseInstant(text);
    } catch {
      throw invalidValue(`${shorten(text)} is not an instant with an offset. Write it like 2024-07-30T16:10:37+08:00 or 2024-07-30T08:10:37Z.`);
    }
    return text;
  },
);

/** Exact decimal as text. */
export const DecimalScalar = textScalar(
  'Decimal',
  'An exact decimal number as a string, e.g. `"1250.5"`: at most 14 digits before and 6 after the point.',
  null,
  (text) => {
    if (!/^-?\d{1,14}(\.\d{1,6})?$/.test(text)) {
      throw invalidValue(`${shorten(text)} is not a decimal number. Write at most 14 digits before and 6 after the point, like "1250.5".`);
    }
    return text;
  },
);

/** A place in the event log. */
export const CursorScalar = textScalar(
  'Cursor',
  'An opaque place in the event log. Keep the last one that you received, and pass it as `after` to go on from there without a gap or a repeat.',
  null,
  (text) => {
    if (text.length === 0 || text.length > 200) throw invalidValue('This is not a cursor. Pass one that you received, unchanged.');
    return text;
  },
);
