/** What the transaction of some messages begins with, in one statement: its locks, and what has to be known to apply them. */
import type { Em } from '../entities/orm.js';
import { executeBound } from '../entities/execute-bound.js';
import { type TrackedJson, type TrackedShipment, objectsOfFacts, readTracked, toldJson } from './apply/index.js';
import type { Fact } from './facts.js';
import { toJson } from './json.js';

export interface Opening {
  readonly connectorId: string;
  readonly messageIds: readonly string[];
  readonly facts: readonly Fact[];
  /** Locks besides those of what the facts change. */
  readonly names: readonly string[];
}

export interface Opened {
  /** All locks that are held now. */
  readonly held: readonly string[];
  /** Stored messages of the connector with these ids. */
  readonly known: readonly { readonly id: string; readonly messageId: string; readonly bodyHash: string }[];
  /** Shipments that the facts track. */
  readonly tracked: readonly TrackedShipment[];
}

export async function openMessages(em: Em, { connectorId, messageIds, facts, names }: Opening): Promise<Opened> {
  const objects = await objectsOfFacts(em, facts, connectorId);
  const own = [...names, ...objects.names];
  const [row] = await executeBound<{ opened: string }>(em, 'select open_messages($1, $2::jsonb, $3::jsonb, $4::jsonb, $5::jsonb, $6::jsonb)::text as opened', [
    connectorId,
    toJson(messageIds),
    toJson(own),
    toJson(objects.lists ?? {}),
    toJson(objects.ours),
    toldJson(objects.told),
  ]);
  const found = JSON.parse(row?.opened ?? '{}') as { objects?: string[]; known?: Opened['known'] | null; tracked?: TrackedJson };
  return { held: [...own, ...(found.objects ?? [])], known: found.known ?? [], tracked: readTracked(found.tracked ?? null) };
}
