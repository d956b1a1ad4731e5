/**
 * Why a call to or from an outside system failed; decides alone whether it is tried again.
 * `config`, `auth`, `rejected` and `contract` are not retried; `throttled` and `transient` are.
 */
export type ConnectorErrorKind = 'config' | 'auth' | 'throttled' | 'transient' | 'rejected' | 'contract';

export class ConnectorError extends Error {
  constructor(
    readonly kind: ConnectorErrorKind,
    message: string,
    readonly details: {
      readonly retryAfterMs?: number;
      readonly status?: number;
      /** True: the call never left, so nothing was done there. */
      readonly notSent?: boolean;
      /** True: nobody knows whether it was done there. */
      readonly mayBeDone?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'ConnectorError';
  }
}
