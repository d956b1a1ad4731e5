/**
 * A command given twice with one key is done once: the answer is stored in the command's own transaction and given again.
 * Keys belong to the actor, so that nobody can read another's answer by guessing his key. The job
 * `forget-idempotency-keys` deletes answers after some days.
 */
import { createHash } from 'node:crypto';
import { IdempotencyRecord } from '../entities/index.js';
import type { Em } from '../entities/orm.js';
import { DomainError, problem } from './errors.js';
import type { Transaction } from './transaction.js';

const path = ['idempotencyKey'];
const maxKeyLength = 255;

/**
 * Takes a key for this transaction without waiting; to be called before anything else is locked. Null asks for nothing.
 * Throws DomainError CONFLICT (`IDEMPOTENCY_IN_FLIGHT`) where the same key is in use right now, INVALID where it is none.
 */
export async function claimKey(em: Em, actor: string, key: string | null): Promise<void> {
  if (key === null) return;
  if (key.trim() === '') throw DomainError.invalid('REQUIRED', path, {});
  if (key.length > maxKeyLength) throw DomainError.invalid('TEXT_TOO_LONG', path, { max: maxKeyLength });
  if (key.includes('\0')) throw DomainError.invalid('TEXT_INVALID', path, {});
  const name = JSON.stringify(['idempotency', actor, key]);
  const [row] = await em.execute<{ free: boolean }[]>('select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as free', [name]);
  if (!row?.free) throw new DomainError('CONFLICT', [problem('IDEMPOTENCY_IN_FLIGHT', path, {})]);
}

export interface KeyedRequest {
  /** Null: the command is done each time. */
  readonly key: string | null;
  /** The command's name and input: what must be equal for the answer to be given again. */
  readonly request: unknown;
}

/**
 * Gives the stored answer of this request, or does the work and stores its answer. Throws DomainError INVALID
 * (`IDEMPOTENCY_KEY_REUSED`) where the key was used for another request.
 */
export async function once<T>({ em, now, by }: Transaction, { key, request }: KeyedRequest, work: () => Promise<T>): Promise<T> {
  if (key === null) return work();
  const { actor } = by;
  const requestHash = createHash('sha256').update(canonical(request)).digest('hex');
  const stored = await em.findOne(IdempotencyRecord, { actor, key });
  if (stored) {
    if (stored.requestHash !== requestHash) throw DomainError.invalid('IDEMPOTENCY_KEY_REUSED', path, {});
    return stored.response as T;
  }
  const answer = await work();
  em.create(IdempotencyRecord, { actor, key, requestHash, response: storable(answer), createdAt: now });
  return answer;
}

/** The same text for equal requests, whatever the order of their members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (member === null || typeof member !== 'object' || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** An answer may repeat a value that was refused for its NUL, which jsonb cannot hold. */
function storable(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer).replaceAll('\\u0000', '\\ufffd'));
}
