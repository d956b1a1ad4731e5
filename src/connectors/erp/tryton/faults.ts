import { ConnectorError, type ConnectorErrorKind } from '../../contract.js';
import { conflict } from '../shared/conflict.js';

/** What Tryton's own exceptions mean. They come with HTTP 200, as `"error": [type, details]`. */
const KIND_BY_EXCEPTION: Readonly<Record<string, ConnectorErrorKind>> = {
  UserError: 'rejected',
  UserWarning: 'rejected',
  ConcurrencyException: 'rejected',
  LoginException: 'auth',
  RateLimitException: 'throttled',
};

/** Everything else is the text of a Python exception; these are the database's, and pass. */
const PASSING =
  /could not serialize|could not obtain lock|deadlock detected|lock timeout|statement timeout|connection|server closed|terminating|too many clients|starting up|shutting down|in recovery/i;

/** The error behind `"error"` of a JSON-RPC answer. `method` names the call. */
export function faultOf(method: string, error: unknown): ConnectorError {
  const [type, details] = Array.isArray(error) ? (error as unknown[]) : [error];
  const name = typeof type === 'string' ? type : JSON.stringify(type);
  if (name === 'ConcurrencyException') return conflict(`${method}: ${textOf(details)}`);
  if (Object.hasOwn(KIND_BY_EXCEPTION, name)) {
    return new ConnectorError(KIND_BY_EXCEPTION[name]!, `${method}: ${textOf(details)}`, { status: 200 });
  }
  const said = name.replace(/\s+/g, ' ').trim().slice(0, 300);
  return new ConnectorError(PASSING.test(name) ? 'transient' : 'contract', `${method}: the server failed: ${said}`, { status: 200 });
}

/** UserError carries [message, description, domain], UserWarning [name, message, description]. */
function textOf(details: unknown): string {
  const parts = (Array.isArray(details) ? (details as unknown[]) : [details]).filter((part) => typeof part === 'string' && part !== '');
  return parts.join(': ').replace(/\s+/g, ' ').slice(0, 500);
}
