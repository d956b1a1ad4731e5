/** What the tests of carriers' connectors share. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { ConnectorError, type ConnectorDeps, type Message, type Normalised, type RawRequest } from '../../src/connectors/contract.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { mergeTracking, untracked, type TrackingState } from '../../src/domain/tracking-rules.js';
import { createHttpClient, type ClosableHttpClient } from '../../src/http/client.js';
import { serve, type TestServer } from '../http/server.js';

export const RECEIVED_AT = new Date('2026-03-05T12:00:00Z');

export function readFixture(type: string, name: string): string {
  return readFileSync(new URL(`../fixtures/${type}/${name}`, import.meta.url), 'utf8');
}

export function messageOf(body: string | Uint8Array): Message {
  return { messageId: 'm', topic: 't', body: Buffer.from(body), contentType: 'application/json', receivedAt: RECEIVED_AT };
}

export function requestOf(body: string | Uint8Array, headers: RawRequest['headers'], url = ''): RawRequest {
  return { method: 'POST', url, headers, body: Buffer.from(body), receivedAt: RECEIVED_AT };
}

/** What a connector is given; it has no way out unless one is given. */
export function depsWith(deps: Partial<ConnectorDeps> = {}): ConnectorDeps {
  return {
    http: { request: () => Promise.reject(new Error('no call was expected')) },
    now: () => RECEIVED_AT,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    watched: () => Promise.resolve([]),
    ...deps,
  };
}

/** Without keys and versions, which are hashes: what they must do is tested, not how they look. They must differ. */
export function withoutHashes({ facts, unmapped }: Normalised): unknown {
  const hashes: string[] = [];
  const plain = JSON.stringify({ facts, unmapped }, (key, value: unknown) => {
    if (key !== 'eventKey' && key !== 'version') return value;
    hashes.push(String(value));
    return undefined;
  });
  expect(new Set(hashes).size).toBe(hashes.length);
  return JSON.parse(plain);
}

export function trackingOf({ facts }: Normalised): TrackingFact {
  expect(facts).toHaveLength(1);
  return facts[0] as TrackingFact;
}

/** Where a shipment ends that is told these facts in this order. */
export function endState(facts: readonly TrackingFact[]): TrackingState {
  return facts.reduce((state, fact) => mergeTracking(state, fact, new Date('2026-11-01T00:00:00Z')).state, untracked('UNKNOWN'));
}

export function refusalOf(act: () => unknown): ConnectorError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectorError);
    return error as ConnectorError;
  }
  throw new Error('nothing was refused');
}

export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** The body, parsed where it is JSON; null where there was none. */
  readonly body: unknown;
}

export interface OutsideSystem {
  readonly url: string;
  readonly http: ClosableHttpClient;
  readonly calls: Call[];
  close(): Promise<void>;
}

/** A local server in the place of the outside system: `answer` gives status and content for each call; status 0 breaks the connection off. */
export async function outsideSystem(answer: (call: Call) => readonly [status: number, content: unknown]): Promise<OutsideSystem> {
  const calls: Call[] = [];
  const server: TestServer = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const { method = '', headers, url = '' } = request;
      const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
      const body = text === '' ? null : isForm ? text : (JSON.parse(text) as unknown);
      const call = { method, url: new URL(url, 'http://localhost'), headers, body };
      calls.push(call);
      const [status, content] = answer(call);
      if (status === 0) return void request.socket.destroy();
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    });
  });
  const http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
  return {
    url: server.url,
    http,
    calls,
    close: () => {
      http.close();
      return server.close();
    },
  };
}

/** Everything that a pull brings, and the cursor at its end. */
export async function pulled(pages: AsyncIterable<{ messages: Message[]; cursor: string }>): Promise<{ messages: Message[]; cursor: string; pages: number }> {
  const result = { messages: [] as Message[], cursor: '', pages: 0 };
  for await (const page of pages) {
    result.messages.push(...page.messages);
    result.cursor = page.cursor;
    result.pages += 1;
  }
  return result;
}
