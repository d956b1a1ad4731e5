import { createHash } from 'node:crypto';
import type { Fact } from '../../../domain/facts.js';
import type { Message } from '../../contract.js';

/**
 * A record as a message. The same state of a record gives the same bytes and so the same id: keys are sorted, and the
 * times of change of the record and its parts are among them.
 */
export function messageOf(topic: string, id: number | string, record: object, receivedAt: Date): Message {
  const body = Buffer.from(canonical(record));
  return { messageId: `${topic}:${id}:${versionOf(body)}`, topic, body, contentType: 'application/json', receivedAt };
}

/** Version of a record: a digest of all that was read of it. */
export function versionOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 32);
}

export function recordVersion(record: object): string {
  return versionOf(Buffer.from(canonical(record)));
}

/**
 * What a record that was read whole says, with the time at which it was read: a line, a move or a confirmation that is
 * deleted by itself leaves the record with an older newest change than it had before.
 */
export function seenAt(readAt: Date, facts: readonly Fact[]): Fact[] {
  const observedAt = readAt.toISOString();
  return facts.map((fact) => ({ ...fact, source: { ...fact.source, observedAt } }));
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
