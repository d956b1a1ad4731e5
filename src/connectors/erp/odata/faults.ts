import { ConnectorError } from '../../contract.js';
import { kindOfStatus } from '../../../http/status.js';
import { conflict } from '../shared/conflict.js';

/** If-Match did not fit (412), was missing where it is asked for (428), or somebody holds the record (409, 423). */
const CONFLICTS: readonly number[] = [409, 412, 423, 428];

/** Whether a write was refused for its CSRF token: SAP answers 403 with these words. */
export function isCsrfRefusal(error: unknown): boolean {
  return error instanceof ConnectorError && error.details.status === 403 && /CSRF/i.test(error.message);
}

/** A failed write, with a change by somebody else told apart from other refusals. */
export function writeProblem(error: unknown): unknown {
  const isConflict = error instanceof ConnectorError && CONFLICTS.includes(error.details.status ?? 0);
  return isConflict ? conflict(error.message) : error;
}

/** The failure of one call inside a batch, which comes in an answer that is itself a success. */
export function partProblem(what: string, status: number, body: string): ConnectorError {
  const said = body.replace(/\s+/g, ' ').trim().slice(0, 300);
  return new ConnectorError(kindOfStatus(status), `${what}: answered ${status}${said && `: ${said}`}`, { status });
}
