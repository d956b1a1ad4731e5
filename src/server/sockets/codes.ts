/**
 * Why a WebSocket is closed. Clients of graphql-ws give up after 4400, 4401, 4406, 4409, 4429 and 4500, and come back
 * after the others; a subscription then goes on from its last cursor.
 */
export const closeCodes = {
  /** The credential is wrong: coming back with it is of no use. */
  unauthenticated: { code: 4401, reason: 'Unauthorized' },
  /** It was right and is no more; come back with a new one. */
  expired: { code: 4403, reason: 'Token expired' },
  withdrawn: { code: 4403, reason: 'Access has changed' },
  forbidden: { code: 4403, reason: 'Forbidden' },
  restarting: { code: 1012, reason: 'The gateway is restarting' },
  unavailable: { code: 1013, reason: 'Try again later' },
  tooMany: { code: 1013, reason: 'Too many connections of this viewer' },
  tooSlow: { code: 1013, reason: 'The client does not read fast enough' },
  failed: { code: 4500, reason: 'Internal error' },
} as const;

export type CloseWith = (typeof closeCodes)[keyof typeof closeCodes];
