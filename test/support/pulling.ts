import type { Connection, Message, Normalised } from '../../src/connectors/contract.js';

export interface Pulled {
  readonly messages: Message[];
  readonly cursor: string;
  /** Messages of each page. */
  readonly pages: readonly number[];
}

/** Everything since `cursor`, to the end, or `most` pages of it. */
export async function pullAll(connection: Connection, cursor: string | null = null, most = Infinity): Promise<Pulled> {
  const messages: Message[] = [];
  const pages: number[] = [];
  let last = cursor ?? '';
  for await (const page of connection.pull!(cursor, new AbortController().signal)) {
    messages.push(...page.messages);
    pages.push(page.messages.length);
    last = page.cursor;
    if (pages.length >= most) break;
  }
  return { messages, cursor: last, pages };
}

export function normaliseAll(connection: Connection, messages: readonly Message[]): Normalised {
  const each = messages.map((message) => connection.normalise(message));
  return { facts: each.flatMap(({ facts }) => facts), unmapped: each.flatMap(({ unmapped }) => unmapped) };
}

/** The record in a message. */
export function recordOf(message: Message): Record<string, unknown> {
  return JSON.parse(Buffer.from(message.body).toString()) as Record<string, unknown>;
}
