/** What becomes of an error on its way out: known ones pass, the rest is masked and logged under the request's id. */
import { randomUUID } from 'node:crypto';
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Log } from './log.js';

/** Codes whose messages were written for the client. The schema's own ones are added by the app. */
export const knownCodes: readonly string[] = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'QUERY_TOO_COSTLY',
  'TOO_MANY_OPERATIONS',
  'UNAUTHENTICATED',
  'TOKEN_EXPIRED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'INVALID',
  'UNAVAILABLE',
];

/** graphql-js parses by recursion: enough brackets exhaust the stack, which is caught and means no more than this. */
export const nestedTooDeeply = 'Syntax Error: The document is nested too deeply.';

/** SQLSTATEs and driver codes that say: the database cannot be reached, or is on its way down or up. */
const awayCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECTION_CONNECT_TIMEOUT'],
  ...['57P01', '57P02', '57P03', '53300', '08000', '08001', '08003', '08004', '08006'],
]);

const awayMessages = /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|pglite is clos/i;

/** Whether an error, or one that caused it, means that the database is away: worth another attempt later. */
export function isDatabaseAway(error: unknown): boolean {
  return hasCause(error, ({ code, message }) => (typeof code === 'string' && awayCodes.has(code)) || awayMessages.test(message));
}

/** SQLSTATE class 22 for text that no column can hold (NUL, broken UTF-8). */
function isUnstorableText(error: unknown): boolean {
  return hasCause(error, ({ code }) => code === '22021' || code === '22P05');
}

interface ErrorLike {
  readonly message: string;
  readonly code?: unknown;
}

/** Whether an error, or any one behind it, passes the test. */
export function hasCause(error: unknown, test: (error: ErrorLike) => boolean): boolean {
  const seen = new Set<unknown>();
  const open = [error];
  while (open.length > 0) {
    const next = open.pop();
    if (!(next instanceof Error) || seen.has(next)) continue;
    seen.add(next);
    if (test(next as ErrorLike)) return true;
    const { cause, originalError, errors } = next as { cause?: unknown; originalError?: unknown; errors?: unknown };
    open.push(cause, originalError, ...(Array.isArray(errors) ? errors : []));
  }
  return false;
}

export interface ErrorFormatterOptions {
  readonly log: Log;
  /** Codes to let through besides `knownCodes`. */
  readonly codes?: readonly string[];
  /** Translates errors of the domain; null for every other one. */
  readonly translate?: (error: unknown) => GraphQLError | null;
}

/** Turns what was thrown into what is sent. */
export interface ErrorFormatter {
  /** `formatted` is what graphql-js or Apollo made of the error. */
  format(formatted: GraphQLFormattedError, error: unknown, requestId: string | null): GraphQLFormattedError;
  /** The same for errors that did not pass through Apollo. */
  formatRaw(error: unknown, requestId: string | null): GraphQLFormattedError;
}

export function createErrorFormatter({ log, codes = [], translate = () => null }: ErrorFormatterOptions): ErrorFormatter {
  const known = new Set([...knownCodes, ...codes]);
  const format: ErrorFormatter['format'] = (formatted, error, requestId) => {
    const { locations, path } = formatted;
    const where = { ...(locations && { locations }), ...(path && { path }) };
    const translated = translate(original(error));
    if (translated) return { message: translated.message, ...where, extensions: withoutHttp(translated.extensions) };
    const code = formatted.extensions?.['code'];
    if (code === 'GRAPHQL_PARSE_FAILED' && original(error) instanceof RangeError) return { message: nestedTooDeeply, extensions: { code } };
    if (typeof code === 'string' && known.has(code)) return { ...formatted, extensions: withoutHttp(formatted.extensions) };
    if (isDatabaseAway(error)) {
      log.warn({ err: error, requestId }, 'the database is away');
      return { message: 'The database cannot be reached at the moment. Try again later.', ...where, extensions: { code: 'UNAVAILABLE' } };
    }
    if (isUnstorableText(error)) {
      return { message: 'A text contains a character that cannot be stored.', ...where, extensions: { code: 'BAD_USER_INPUT' } };
    }
    const id = requestId ?? randomUUID();
    log.error({ err: original(error), requestId: id, path }, 'an operation failed');
    return { message: `Something went wrong inside the gateway. Its log has more under ${id}.`, ...where, extensions: { code: 'INTERNAL', requestId: id } };
  };
  const formatRaw: ErrorFormatter['formatRaw'] = (error, requestId) => {
    const formatted = error instanceof GraphQLError ? error.toJSON() : { message: 'unexpected' };
    return format(formatted, error, requestId);
  };
  return { format, formatRaw };
}

/** The error that a resolver threw, without what graphql-js and Apollo wrapped around it. */
function original(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? original(error.originalError) : error;
}

/** `extensions.http` steers the status and is not for the client. */
function withoutHttp(extensions: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  const { http: _http, stacktrace: _stacktrace, ...rest } = extensions ?? {};
  return rest;
}
