import type { PurchaseOrderFact, PurchaseOrderLineFact } from '../../../domain/facts.js';

/** What becomes of a purchase that was sent to its supplier, by what its lines say of receipts and promises. */
export function issuedStatus(lines: readonly Pick<PurchaseOrderLineFact, 'status'>[]): PurchaseOrderFact['status'] {
  const count = (...wanted: PurchaseOrderLineFact['status'][]): number => lines.filter(({ status }) => wanted.includes(status)).length;
  if (lines.length > 0 && count('RECEIVED') === lines.length) return 'RECEIVED';
  if (count('RECEIVED', 'PARTLY_RECEIVED') > 0) return 'PARTLY_RECEIVED';
  if (count('ACCEPTED') === 0) return 'ISSUED';
  return count('ACCEPTED') === lines.length ? 'CONFIRMED' : 'PARTLY_CONFIRMED';
}
