import { createHash } from 'node:crypto';
import type { FactSource, Ref } from '../../../domain/facts.js';
import type { Zone } from '../shared/zone.js';
import type { DocTypeName } from './doctypes.js';
import { at } from './values.js';

type RowTypeName = 'Sales Order Item' | 'Purchase Order Item' | 'Purchase Receipt Item' | 'Delivery Note Item';

/** Our name of a document or a row: `Sales Order/SAL-ORD-2024-00012`. Names are unique within their kind only. */
export function refTo(kind: DocTypeName | RowTypeName, name: string): Ref;
export function refTo(kind: DocTypeName | RowTypeName, name: string | null): Ref | null;
export function refTo(kind: DocTypeName | RowTypeName, name: string | null): Ref | null {
  return name === null ? null : `${kind}/${name}`;
}

/** The name in a reference to this kind; null where it is none. */
export function nameIn(reference: string, kind: DocTypeName | RowTypeName): string | null {
  return reference.startsWith(`${kind}/`) ? reference.slice(kind.length + 1) : null;
}

/**
 * Where a fact came from. Version: `modified` and a digest of the fact, so that a webhook and a pull of the same state
 * agree, and what ERPNext changes without touching `modified` (received quantities, at times) still counts.
 */
export function sourceOf(fact: object, externalId: Ref, modified: string, zone: Zone): FactSource {
  const digest = createHash('sha256').update(JSON.stringify(fact)).digest('hex').slice(0, 16);
  return { externalId, version: `${modified}/${digest}`, updatedAt: at(zone, modified) };
}

/** The `modified` in a version. */
export function modifiedIn(version: string): string {
  return version.split('/', 1)[0]!;
}
