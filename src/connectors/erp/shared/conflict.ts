import { ConnectorError } from '../../contract.js';

/** The record was changed by somebody else: read it again, decide again. `version`: the one that stands now, where it is known. */
export function conflict(message: string, version: string | null = null): ConnectorError {
  return new ConnectorError('rejected', message, { status: 409, cause: { conflict: true, version } });
}
