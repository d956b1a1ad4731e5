import { ConnectorError } from '../../contract.js';
import { kindOfStatus } from '../../../http/status.js';

/** Whether a write was refused for its CSRF token: SAP answers 403 with these words. */
export function isCsrfRefusal(error: unknown): boolean {
  return error instanceof ConnectorError && error.details.status === 403 && /CSRF/i.test(error.message);
}

/** The failure of one call inside a batch, which comes in an answer that is itself a success. */
export function partProblem(what: string, status: number, body: string): ConnectorError {
  const said = body.replace(/\s+/g, ' ').trim().slice(0, 300);
  return new ConnectorError(kindOfStatus(status), `${what}: answered ${status}${said && `: ${said}`}`, { status });
}
