/** Records as messages: the same state of a record gives the same bytes and so the same id. */
import { createHash } from 'node:crypto';
import { ConnectorError, type Message } from '../contract.js';

/**
 * `profile` is a digest of how records are read: a corrected profile makes new messages of the same records, so that what was
 * unmapped before is applied.
 */
export function recordMessage(topic: string, record: unknown, profile: string, receivedAt: Date): Message {
  const body = Buffer.from(canonicalJson(record));
  return { messageId: `${topic}/${digestOf([profile, body.toString('utf8')])}`, topic, body, contentType: 'application/json', receivedAt };
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 32);
}

/** JSON with sorted keys. Throws ConnectorError('contract') for what is nested too deeply: parsing takes any depth, writing does not. */
function canonicalJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, member: unknown) =>
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
        : member,
    );
  } catch (cause) {
    throw new ConnectorError('contract', 'an answer is nested too deeply', { cause });
  }
}
