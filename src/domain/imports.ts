/**
 * Facts of a table file in. Unlike a connector's messages they are not all kept: the file is the record of what was said.
 * Only what cannot be applied is stored in the inbox, parked with its reason, so that it is not lost and can be replayed.
 */
import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database } from '../entities/database.js';
import { InboxStatus } from '../entities/enums.js';
import { InboxMessage } from '../entities/index.js';
import { type Standards, applyFacts, describeReason, locksForFacts } from './apply/index.js';
import type { Fact } from './facts.js';
import type { Understanding } from './inbox.js';
import { lockKey } from './locks.js';
import { isPassing } from './passing.js';
import { type Transaction, transact } from './transaction.js';

export interface FactImport {
  /** Whose ids the facts use, and whose word they are: the name of the mapping profile. */
  readonly system: string;
  readonly now: Date;
  readonly standards?: Standards;
}

/** A fact that was set aside. */
export interface ParkedRecord {
  /** Id of the inbox message that keeps it. */
  readonly inboxId: string;
  readonly kind: Fact['kind'];
  readonly externalId: string;
  /** As `describeReason` writes it. */
  readonly reason: string;
}

export interface FactsImported {
  readonly applied: number;
  readonly unchanged: number;
  readonly parked: readonly ParkedRecord[];
}

type Store = Pick<Database, 'em' | 'wake'>;

/**
 * Applies a chunk of facts as their master's word, in one transaction. Where one of them makes the transaction fail, the
 * chunk is halved until that one stands alone, and is parked. Throws where the database cannot take them now.
 */
export async function importFacts(database: Store, chunk: FactImport, facts: readonly Fact[]): Promise<FactsImported> {
  try {
    return await store(database, chunk, facts, null);
  } catch (error) {
    if (isPassing(error) || facts.length === 0) throw error;
    if (facts.length === 1) return store(database, chunk, facts, `FAILED ${error instanceof Error ? error.message : String(error)}`);
  }
  const middle = Math.ceil(facts.length / 2);
  const first = await importFacts(database, chunk, facts.slice(0, middle));
  const second = await importFacts(database, chunk, facts.slice(middle));
  return {
    applied: first.applied + second.applied,
    unchanged: first.unchanged + second.unchanged,
    parked: [...first.parked, ...second.parked],
  };
}

/** How parked facts of an import are read when they are replayed. */
export function importedFacts(standards?: Standards): Understanding {
  return {
    master: true,
    standards,
    normalise: ({ body }) => ({ facts: [JSON.parse(Buffer.from(body).toString('utf8')) as Fact], unmapped: [] }),
  };
}

/** `hopeless` says why the facts are not even tried; null: they are. */
function store(
  database: Store,
  { system, now, standards }: FactImport,
  facts: readonly Fact[],
  hopeless: string | null,
): Promise<FactsImported> {
  const letters = new Map(facts.map((fact) => [messageIdOf(fact), fact]));
  const locks = async (em: Transaction['em']): Promise<string[]> => [
    ...[...letters.keys()].map((messageId) => lockKey('INBOX', `${system}:${messageId}`)),
    ...(hopeless === null ? await locksForFacts(em, facts, system) : []),
  ];
  return transact(database, { now, by: { actor: system, channel: 'import' }, locks }, async (tx) => {
    if (hopeless !== null) {
      return { applied: 0, unchanged: 0, parked: await settle(tx, system, letters, new Map(facts.map((fact) => [fact, hopeless]))) };
    }
    const { applied, unchanged, parked } = await applyFacts(tx, facts, { system, master: true, standards });
    const reasons = new Map(parked.map(({ fact, reason, params }) => [fact, describeReason(reason, params)]));
    return { applied, unchanged, parked: await settle(tx, system, letters, reasons) };
  });
}

/**
 * Keeps what was parked, and closes what an earlier import parked about the same records: it would otherwise overwrite
 * the newer word when it is replayed. So a record has at most one parked fact, the newest.
 */
async function settle(
  { em, now }: Transaction,
  connectorId: string,
  letters: ReadonlyMap<string, Fact>,
  reasons: ReadonlyMap<Fact, string>,
): Promise<ParkedRecord[]> {
  const fields = ['id', 'messageId', 'bodyHash', 'status', 'reason', 'appliedAt'] as const;
  const known = await em.find(InboxMessage, { connectorId, messageId: { $in: [...letters.keys()] } }, { fields });
  const kept = new Map<string, string>();
  for (const row of known) {
    const fact = letters.get(row.messageId);
    if (!fact) continue;
    const isSame = row.bodyHash === hashOf(bodyOf(fact));
    const reason = reasons.get(fact);
    if (isSame && reason !== undefined) {
      kept.set(row.messageId, row.id);
      Object.assign(row, { status: InboxStatus.PARKED, reason: storable(reason), appliedAt: null });
    } else if (row.status === InboxStatus.PARKED) {
      Object.assign(row, { status: InboxStatus.APPLIED, reason: isSame ? null : 'SUPERSEDED', appliedAt: now });
    }
  }
  return [...letters].flatMap(([messageId, fact]) => {
    const reason = reasons.get(fact);
    if (reason === undefined) return [];
    const id = kept.get(messageId) ?? keep(em, connectorId, messageId, fact, storable(reason), now);
    return [{ inboxId: id, kind: fact.kind, externalId: fact.source.externalId, reason: storable(reason) }];
  });
}

function keep(em: Transaction['em'], connectorId: string, messageId: string, fact: Fact, reason: string, now: Date): string {
  const body = bodyOf(fact);
  const message = em.create(InboxMessage, {
    id: uuid(),
    connectorId,
    messageId,
    body,
    bodyHash: hashOf(body),
    topic: `fact:${fact.kind}`,
    contentType: 'application/json',
    receivedAt: now,
    status: InboxStatus.PARKED,
    reason,
    unmapped: [],
    attempts: 1,
    appliedAt: null,
  });
  return message.id;
}

/** One id per record, whatever is said of it. */
function messageIdOf({ kind, source }: Fact): string {
  const id = `${kind}:${source.externalId}`;
  return id.length <= 255 && !id.includes('\0') ? id : `${kind}:sha256:${hashOf(source.externalId)}`;
}

function bodyOf(fact: Fact): Buffer {
  return Buffer.from(JSON.stringify(fact));
}

function hashOf(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** PostgreSQL holds no NUL in text. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').slice(0, 2_000);
}
