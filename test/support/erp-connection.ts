import type { Connection, ConnectorType, Message } from '../../src/connectors/contract.js';
import type { HttpClient } from '../../src/http/client.js';

export const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface ErpOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly http: HttpClient;
  readonly now?: () => Date;
}

export function connectErp<Config>(type: ConnectorType<Config>, { env, http, now = () => new Date() }: ErpOptions): Connection {
  return type.connect(type.parseConfig(env), { http, now, log: LOG, watched: () => Promise.resolve([]) });
}

/** Everything since `cursor`, to the end. */
export async function pullAll(connection: Connection, cursor: string | null = null): Promise<{ messages: Message[]; cursor: string }> {
  const messages: Message[] = [];
  let last = cursor ?? '';
  for await (const page of connection.pull!(cursor, new AbortController().signal)) {
    messages.push(...page.messages);
    last = page.cursor;
  }
  return { messages, cursor: last };
}

/** The record in a message. */
export function recordIn(message: Message): Record<string, unknown> {
  return JSON.parse(Buffer.from(message.body).toString()) as Record<string, unknown>;
}
