import type { Viewer } from '../../domain/viewer.js';

/** Who a credential belongs to, and until when it does. */
export interface Identity {
  readonly viewer: Viewer;
  /** Null: until it is revoked. */
  readonly expiresAt: Date | null;
}

/** What a caller showed; both null where it showed nothing. */
export interface Credentials {
  readonly bearer: string | null;
  readonly apiKey: string | null;
}

export type AuthErrorCode = 'UNAUTHENTICATED' | 'TOKEN_EXPIRED' | 'FORBIDDEN' | 'UNAVAILABLE';

/** Why a caller was turned away. The message is safe to send: it never says whether a key once existed. */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  constructor(
    readonly code: AuthErrorCode,
    message: string,
    options?: { readonly cause: unknown },
  ) {
    super(message, options);
  }

  /** The HTTP status that says the same. */
  get status(): 401 | 403 | 503 {
    if (this.code === 'FORBIDDEN') return 403;
    return this.code === 'UNAVAILABLE' ? 503 : 401;
  }
}
