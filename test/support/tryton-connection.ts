import { readdirSync, readFileSync } from 'node:fs';
import type { Connection, HttpClient, Message } from '../../src/connectors/contract.js';
import { tryton } from '../../src/connectors/erp/tryton/index.js';

const LOG = { info: () => {}, warn: () => {}, error: () => {} };

export interface ConnectOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly http: HttpClient;
  readonly now?: () => Date;
}

export function connectTryton({ env, http, now = () => new Date() }: ConnectOptions): Connection {
  return tryton.connect(tryton.parseConfig(env), { http, now, log: LOG, watched: () => Promise.resolve([]) });
}

/** The invented records under `test/fixtures/tryton`, as messages. */
export function readTrytonMessages(): Message[] {
  const folder = new URL('../fixtures/tryton/', import.meta.url);
  return readdirSync(folder).map((file) => {
    const { topic, record } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { topic: string; record: unknown };
    const body = Buffer.from(JSON.stringify(record));
    return { messageId: file, topic, body, contentType: 'application/json', receivedAt: new Date(0) };
  });
}
