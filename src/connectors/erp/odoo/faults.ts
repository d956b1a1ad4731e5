import { ConnectorError, type ConnectorErrorKind } from '../../contract.js';

/** What the exceptions of Odoo's JSON-RPC mean; they come with HTTP 200, by the Python name of their class. */
const KIND_BY_EXCEPTION: Readonly<Record<string, ConnectorErrorKind>> = {
  'odoo.exceptions.AccessDenied': 'auth',
  'odoo.exceptions.AccessError': 'auth',
  'odoo.exceptions.UserError': 'rejected',
  'odoo.exceptions.ValidationError': 'rejected',
  'odoo.exceptions.MissingError': 'rejected',
  'odoo.exceptions.RedirectWarning': 'rejected',
  'werkzeug.exceptions.NotFound': 'rejected',
  'werkzeug.exceptions.TooManyRequests': 'throttled',
};

/** The database's own, all of which pass: locks, restarts, too many connections. */
const PASSING = /^psycopg2?\.(errors\.(SerializationFailure|DeadlockDetected|LockNotAvailable|QueryCanceled|AdminShutdown)|OperationalError)/;

export interface RpcError {
  readonly message?: string | null | undefined;
  readonly data?: { readonly name?: string | null | undefined; readonly message?: string | null | undefined } | null | undefined;
}

/** The error behind `"error"` of a JSON-RPC answer. `call` names the call. The traceback is left out: it may hold values. */
export function faultOf(call: string, error: RpcError): ConnectorError {
  const name = error.data?.name ?? '';
  const said = [name, error.data?.message ?? error.message ?? ''].filter((part) => part !== '').join(': ');
  const message = `${call}: ${said.replace(/\s+/g, ' ').trim().slice(0, 300)}`;
  if (Object.hasOwn(KIND_BY_EXCEPTION, name)) return new ConnectorError(KIND_BY_EXCEPTION[name]!, message, { status: 200 });
  return new ConnectorError(PASSING.test(name) ? 'transient' : 'contract', message, { status: 200 });
}
