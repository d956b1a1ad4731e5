/**
 * A running gateway for tests, reached as users reach it. Two fronts stand on one database: one answers queries by
 * passing the database's JSON through, the other by the resolvers. Every query that a test sends goes to both, and the
 * answers must be equal.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Client } from 'graphql-ws';
import { createClient } from 'graphql-ws';
import { print } from 'graphql';
import { WebSocket } from 'ws';
import type { App } from '../../src/app.js';
import { createApp } from '../../src/app.js';
import { parseConfig } from '../../src/config.js';
import { connectorTypes } from '../../src/connectors/index.js';
import { developmentSecret, issueApiKey, signStaffToken } from '../../src/domain/credentials.js';
import type { StaffRole } from '../../src/domain/credentials.js';
import { createLog } from '../../src/server/log.js';
import type { TestDatabase } from './database.js';
import { freshDatabase } from './database.js';

export interface GraphqlAnswer<T = Record<string, unknown>> {
  readonly data?: T | null;
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
}

export interface TestGateway {
  readonly url: string;
  readonly app: App;
  readonly test: TestDatabase;
  readonly now: () => Date;
  /** A token for a role of our own people. */
  staff(...roles: StaffRole[]): Promise<string>;
  /** An API key for a partner by its number. */
  partner(role: 'SUPPLIER' | 'CARRIER', number: string): Promise<string>;
  /** Sends an operation; queries go both ways and are compared. */
  graphql<T = Record<string, unknown>, V = Record<string, unknown>>(
    token: string,
    document: string | TypedDocumentNode<T, V>,
    variables?: V,
    options?: { path?: string; headers?: Record<string, string> },
  ): Promise<GraphqlAnswer<T>>;
  /** A graphql-ws client; disposed of by the test or with the gateway. */
  socket(token: string, path?: string): Client;
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly now?: () => Date;
  readonly env?: Record<string, string>;
  readonly test?: TestDatabase;
}

/**
 * What both ways answer. The head of the event log moves with every transaction on the server, other databases' included,
 * so an answer that differs is asked for again on the other side of the resolved one, until nothing moves in between.
 */
async function agreed(first: GraphqlAnswer, resolve: () => Promise<GraphqlAnswer>, again: () => Promise<GraphqlAnswer>): Promise<GraphqlAnswer> {
  let passed = first;
  for (let tries = 0; tries < 10; tries += 1) {
    const resolved = await resolve();
    if (isDeepStrictEqual(passed, resolved)) return passed;
    const next = await again();
    if (isDeepStrictEqual(passed, next)) expect(passed).toEqual(resolved);
    passed = next;
  }
  expect(passed).toEqual(await resolve());
  return passed;
}

export async function startGateway({ now = () => new Date(), env = {}, test: given }: GatewayOptions = {}): Promise<TestGateway> {
  const dataDir = mkdtempSync(join(tmpdir(), 'interline-test-'));
  const test = given ?? (await freshDatabase(now));
  const config = parseConfig({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent', DEMO: 'off', ...env }, connectorTypes);
  const log = createLog({ level: 'silent' });
  const app = await createApp(config, { log, now, database: test.database, passThrough: true, schedule: false });
  const other = await createApp(config, { log, now, database: test.database, passThrough: false, schedule: false });
  const clients: Client[] = [];

  const send = async (base: string, token: string, body: object, path: string, headers: Record<string, string>): Promise<GraphqlAnswer> => {
    const response = await fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify(body),
    });
    return (await response.json()) as GraphqlAnswer;
  };

  return {
    url: app.url,
    app,
    test,
    now,
    staff: (...roles) =>
      signStaffToken(developmentSecret(dataDir), {
        roles,
        subject: `test-${roles.join('-').toLowerCase()}`,
        name: 'Tester',
        issuedAt: now(),
        expiresAt: new Date(now().getTime() + 3_600_000),
      }),
    partner: async (role, partner) => {
      const { key } = await issueApiKey(test.database, { now: now(), by: { actor: 'test', channel: 'test' } }, { role, partner });
      return key;
    },
    graphql: async (token, document, variables, { path = '/graphql', headers = {} } = {}) => {
      const query = typeof document === 'string' ? document : print(document);
      const body = { query, variables };
      const answer = await send(app.url, token, body, path, headers);
      if (/^\s*(mutation|subscription)\b/m.test(query)) return answer as never;
      return (await agreed(answer, () => send(other.url, token, body, path, headers), () => send(app.url, token, body, path, headers))) as never;
    },
    socket: (token, path = '/graphql') => {
      const client = createClient({
        url: `${app.url.replace('http', 'ws')}${path}`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${token}` },
        retryAttempts: 0,
        lazy: true,
      });
      clients.push(client);
      return client;
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.dispose()));
      await other.close();
      await app.close();
      if (!given) await test.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
