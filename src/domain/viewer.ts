import type { Role } from '../entities/enums.js';

/** Who asks: one of our own people, or a partner's program. Made by the authentication alone. */
export interface Viewer {
  readonly kind: 'staff' | 'supplier' | 'carrier';
  /** Never empty. A partner has exactly the one role of its kind. */
  readonly roles: readonly Role[];
  /** Stable name for the audit trail and for idempotency keys; at most 255 characters. */
  readonly subject: string;
  /** The supplier whose records alone are seen; set if and only if `kind` is `supplier`. */
  readonly supplierId: string | null;
  /** The carrier whose records alone are seen; set if and only if `kind` is `carrier`. */
  readonly carrierId: string | null;
  /** For people to read. */
  readonly name: string;
}
