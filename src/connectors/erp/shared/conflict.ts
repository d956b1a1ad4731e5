import { ConnectorError } from '../../contract.js';

/** If-Match did not fit (412), was missing where it is asked for (428), or somebody holds the record (409, 423). */
const CONFLICTS: readonly number[] = [409, 412, 423, 428];

/** The record was changed by somebody else: read it again, decide again. `version`: the one that stands now, where it is known. */
export function conflict(message: string, version: string | null = null): ConnectorError {
  return new ConnectorError('rejected', message, { status: 409, cause: { conflict: true, version } });
}

/** A failed write over HTTP, with a change by somebody else told apart from other refusals. */
export function writeProblem(error: unknown): unknown {
  const isConflict = error instanceof ConnectorError && CONFLICTS.includes(error.details.status ?? 0);
  return isConflict ? conflict(error.message) : error;
}
