import { readdirSync, readFileSync } from 'node:fs';
import type { Connection, HttpClient, Message, Normalised } from '../../src/connectors/contract.js';
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

export interface Pulled {
  readonly messages: Message[];
  readonly cursor: string;
}

/** Everything since `cursor`, to the end. */
export async function pullAll(connection: Connection, cursor: string | null = null): Promise<Pulled> {
  const messages: Message[] = [];
  let last = cursor ?? '';
  for await (const page of connection.pull!(cursor, new AbortController().signal)) {
    messages.push(...page.messages);
    last = page.cursor;
  }
  return { messages, cursor: last };
}

export function normaliseAll(connection: Connection, messages: readonly Message[]): Normalised {
  const each = messages.map((message) => connection.normalise(message));
  return { facts: each.flatMap(({ facts }) => facts), unmapped: each.flatMap(({ unmapped }) => unmapped) };
}

/** The record in a message. */
export function recordOf(message: Message): Record<string, unknown> {
  return JSON.parse(Buffer.from(message.body).toString()) as Record<string, unknown>;
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
