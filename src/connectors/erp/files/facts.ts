/** Facts of table files as messages, and back. A message is one fact, so that one that cannot be applied is parked alone. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Fact } from '../../../domain/facts.js';
import { ConnectorError, type Message, type Normalised } from '../../contract.js';
import { readJson } from '../../json.js';
import { recordKinds, type FactKind } from '../../mapping/kinds.js';
import type { Members } from '../../mapping/members.js';
import { compileRecord, mapRecord, type CompiledRecord } from '../../mapping/record.js';
import { conventions, type ValueRule } from '../../mapping/rules.js';
import type { FileSeen } from './folder.js';

const plain = z.object(conventions).parse({});

/** Facts as they stand, member for member: what goes into a message comes out of it, checked once more. */
const records: Readonly<Record<string, CompiledRecord>> = Object.fromEntries(
  Object.entries(recordKinds).flatMap(([kind, spec]) => {
    const compiled = compileRecord(asItStands(kind, spec), recordKinds, plain, kind, (at, what) => {
      throw new Error(`${at}: ${what}`);
    });
    return compiled ? [[kind, compiled]] : [];
  }),
);

function asItStands(kind: string, { members, lines }: FactKind): Parameters<typeof compileRecord>[0] {
  const same = (of: Members): Record<string, ValueRule> => Object.fromEntries(Object.keys(of).map((name) => [name, name]));
  const freight: Record<string, ValueRule> = { freightAmount: 'freight.amount', freightCurrency: 'freight.currency' };
  const fact = { ...same(members), ...(kind === 'shipment' ? freight : {}) };
  return { name: kind.toLowerCase(), kind, id: 'source.externalId', fact, ...(lines ? { lines: { list: 'lines', fact: same(lines) } } : {}) };
}

/** The same file dropped again later is another message, the same file read again is not. */
export function factMessage(fact: Fact, { name, modifiedMs }: FileSeen, receivedAt: Date): Message {
  const body = Buffer.from(JSON.stringify(fact));
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 32);
  return { messageId: `${name}@${modifiedMs}/${fact.kind}/${hash}`, topic: `fact:${fact.kind}`, body, contentType: 'application/json', receivedAt };
}

/** Pure. Throws ConnectorError('contract') for what is no such message. */
export function normalise({ topic, body }: Message): Normalised {
  const kind = topic.replace(/^fact:/, '');
  if (!topic.startsWith('fact:') || !Object.hasOwn(records, kind)) throw new ConnectorError('contract', 'no fact of a table file');
  return mapRecord(records[kind]!, readJson(body));
}
