/** Which fields lead to planned types. */
import { getNamedType, isObjectType } from 'graphql';
import type { Catalogue, PlannedType } from './catalogue.js';

/** The planned type that a field leads to, by itself or as a connection; null where it leads to none. */
export function targetOf(catalogue: Catalogue, fieldType: unknown): { type: PlannedType; connection: boolean } | null {
  const named = getNamedType(fieldType as Parameters<typeof getNamedType>[0]);
  if (!isObjectType(named)) return null;
  const own = catalogue.type(named.name);
  if (own) return { type: own, connection: false };
  const node = named.name.endsWith('Connection') ? catalogue.type(named.name.slice(0, -'Connection'.length)) : undefined;
  return node ? { type: node, connection: true } : null;
}
