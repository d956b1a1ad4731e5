import { readdirSync, readFileSync } from 'node:fs';
import type { Message } from '../../src/connectors/contract.js';
import { versionOf } from '../../src/connectors/erp/shared/message.js';

/** An invented record of an ERP, and the facts that it must give. */
export interface RecordFixture {
  readonly name: string;
  readonly topic: string;
  readonly record: Record<string, unknown>;
  /** Without versions: those are digests of the record. */
  readonly facts: readonly { readonly source: object }[];
  readonly unmapped: readonly unknown[];
}

/** The fixtures under `test/fixtures/<folder>`. */
export function readRecordFixtures(folder: string): RecordFixture[] {
  const place = new URL(`../fixtures/${folder}/`, import.meta.url);
  return readdirSync(place).map((file) => {
    const content = JSON.parse(readFileSync(new URL(file, place), 'utf8')) as Omit<RecordFixture, 'name'>;
    return { name: file.replace('.json', ''), ...content };
  });
}

export function recordMessage(topic: string, record: unknown): Message {
  const body = Buffer.from(JSON.stringify(record));
  return { messageId: 'test', topic, body, contentType: 'application/json', receivedAt: new Date(0) };
}

/** The facts that a fixture's message must give, with the version that its body has, and what else a source tells. */
export function expectedFacts({ topic, record, facts }: RecordFixture, told: object = {}): object[] {
  const version = versionOf(recordMessage(topic, record).body);
  return facts.map((fact) => ({ ...fact, source: { ...fact.source, version, ...told } }));
}
