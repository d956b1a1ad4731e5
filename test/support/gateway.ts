/**
 * A running gateway for tests, reached as users reach it. Two fronts stand on one database: one answers queries by
 * passing the database's JSON through, the other by the resolvers. Every query that a test sends goes to both, and the
 * answers must be equal. `READ_PLAN=off npm test` has everything else answered by resolvers, too: mutations,
 * subscriptions, and what tests ask without this helper.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import type { Answered, BothAnswers } from './both-ways.js';
import { askBothWays } from './both-ways.js';
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
  /** Sends a query both ways and compares. */
  bothWays(asked: Asked): Promise<BothAnswers>;
  /** Sends an operation; queries go both ways and must get one answer. */
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

export interface Asked {
  /** Null: nobody says who is asking. */
  readonly token: string | null;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  /** Which operation of the document. */
  readonly operationName?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  /** Asks the passing gateway twice, the second time past Apollo. */
  readonly recurs?: boolean;
}

export interface GatewayOptions {
  readonly now?: () => Date;
  readonly env?: Record<string, string>;
  readonly test?: TestDatabase;
}

export async function startGateway({ now = () => new Date(), env = {}, test: given }: GatewayOptions = {}): Promise<TestGateway> {
  const dataDir = mkdtempSync(join(tmpdir(), 'interline-test-'));
  const test = given ?? (await freshDatabase(now));
  const config = parseConfig({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent', DEMO: 'off', READ_PLAN: process.env['READ_PLAN'], ...env }, connectorTypes);
  const log = createLog({ level: 'silent' });
  const app = await createApp(config, { log, now, database: test.database });
  const other = await createApp({ ...config, readPlan: !config.readPlan }, { log, now, database: test.database });
  const [passing, resolving] = config.readPlan ? [app.url, other.url] : [other.url, app.url];
  const clients: Client[] = [];

  const send = async (base: string, { token, query, variables, operationName, path = '/graphql', headers = {} }: Asked): Promise<Answered> => {
    const response = await fetch(`${base}${path}`, {
      method: 'POST',
      // Errors repeat the request's id.
      headers: { 'content-type': 'application/json', 'x-request-id': 'the-same-for-both', ...(token !== null && { authorization: `Bearer ${token}` }), ...headers },
      body: JSON.stringify({ query, variables, operationName }),
    });
    return { status: response.status, answer: (await response.json()) as GraphqlAnswer };
  };
  const bothWays = (asked: Asked): Promise<BothAnswers> =>
    askBothWays({ pass: () => send(passing, asked), resolve: () => send(resolving, asked), recurs: asked.recurs });

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
    bothWays,
    graphql: async (token, document, variables, options) => {
      const query = typeof document === 'string' ? document : print(document);
      const asked = { token, query, variables: variables as Record<string, unknown> | undefined, ...options };
      if (/^\s*(mutation|subscription)\b/m.test(query)) return (await send(app.url, asked)).answer as never;
      const { passed, resolved, statuses, agree } = await bothWays(asked);
      if (agree) return passed as never;
      expect(passed).toEqual(resolved);
      expect(statuses[0]).toBe(statuses[1]);
      throw new Error(`Both ways answer the same values, but not in one order: ${JSON.stringify({ passed, resolved })}`);
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
