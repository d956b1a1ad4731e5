/** A whole server over a small schema, on a free port of the loopback, with tokens for its viewers. */
import { Writable } from 'node:stream';
import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { GraphQLError, buildSchema } from 'graphql';
import { signStaffToken } from '../../src/domain/credentials.js';
import { SlowConsumer } from '../../src/domain/live/feed.js';
import type { Viewer } from '../../src/domain/viewer.js';
import type { ApiKeyCheck } from '../../src/server/auth/api-keys.js';
import type { Authenticate } from '../../src/server/auth/authenticate.js';
import { createAuthenticate } from '../../src/server/auth/authenticate.js';
import { AuthError } from '../../src/server/auth/identity.js';
import type { StaffTokenCheck } from '../../src/server/auth/staff-tokens.js';
import { ownTokens } from '../../src/server/auth/staff-tokens.js';
import { createErrorFormatter } from '../../src/server/errors.js';
import { createGraphiqlRoutes } from '../../src/server/graphiql/route.js';
import type { RequestContext } from '../../src/server/graphql/apollo.js';
import { defaultCostLimits } from '../../src/server/graphql/cost.js';
import { createGraphqlEndpoint } from '../../src/server/graphql/endpoint.js';
import type { RequestScope } from '../../src/server/graphql/handler.js';
import type { DocumentLimits } from '../../src/server/graphql/rules.js';
import { defaultDocumentLimits } from '../../src/server/graphql/rules.js';
import type { ReadyCheck } from '../../src/server/health.js';
import { createHealthRoutes } from '../../src/server/health.js';
import type { Route } from '../../src/server/http/exchange.js';
import { createLog } from '../../src/server/log.js';
import { createMetrics } from '../../src/server/metrics.js';
import type { ServerOptions, Server } from '../../src/server/server.js';
import { createServer } from '../../src/server/server.js';
import type { SocketLimits, Sockets } from '../../src/server/sockets/sockets.js';
import { createSockets, defaultSocketLimits } from '../../src/server/sockets/sockets.js';

export interface TestContext extends RequestContext {
  readonly scope: RequestScope;
}

export const secret = new TextEncoder().encode('a secret of the tests, 32 bytes and more');
export const partnerKey = 'ilk_a-key-of-the-supplier-of-the-tests';

const typeDefs = `
  type Query { hello(name: String, first: Int): String tree(first: Int): Tree me: String fail(how: String!): String wait: String list: [Tree!]! }
  type Tree { name: String children(first: Int): [Tree!] plain: [Tree!] }
  type Mutation { touch: String }
  type Subscription { count(to: Int!, size: Int): Tick stream: Tick broken: Tick breaks(slow: Boolean): Tick }
  type Tick { value: Int text: String }
`;

/** Lets a test decide when a waiting operation goes on. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  const bell = new EventTarget();
  const opened = new Promise<void>((resolve) => bell.addEventListener('open', () => resolve(), { once: true }));
  return { opened, open: () => void bell.dispatchEvent(new Event('open')) };
}

export interface StartOptions {
  readonly documentLimits?: Partial<DocumentLimits>;
  readonly socketLimits?: Partial<SocketLimits>;
  readonly production?: boolean;
  readonly corsOrigins?: readonly string[];
  readonly metricsToken?: string;
  readonly checks?: readonly ReadyCheck[];
  readonly routes?: readonly Route[];
  readonly plugins?: readonly ApolloServerPlugin<TestContext>[];
  readonly timeouts?: ServerOptions['timeouts'];
  readonly staff?: StaffTokenCheck;
  readonly partner?: ApiKeyCheck;
  readonly gate?: Gate;
  readonly logLevel?: string;
}

export interface TestServer {
  readonly url: string;
  readonly server: Server;
  readonly sockets: Sockets;
  /** Everything that was logged. */
  logged(): string;
  /** Signals of the operations that ran, newest last. */
  readonly scopes: RequestScope[];
  query(query: string, options?: { variables?: unknown; token?: string; path?: string }): Promise<{ status: number; body: GraphqlBody; headers: Headers }>;
  stop(): Promise<void>;
}

export interface GraphqlBody {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

const supplier: Viewer = { kind: 'supplier', roles: ['SUPPLIER'], subject: 'api-client:1', supplierId: 's-1', carrierId: null, name: 'Supplier' };

export async function startServer(options: StartOptions = {}): Promise<TestServer> {
  const lines: string[] = [];
  const destination = new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) });
  const log = createLog({ level: options.logLevel ?? 'debug', destination });
  const now = (): Date => new Date();
  const metrics = createMetrics();
  const authenticate: Authenticate = createAuthenticate({
    staff: options.staff ?? ownTokens(secret, now),
    partner:
      options.partner ??
      (async (key) => {
        if (key !== partnerKey) throw new AuthError('UNAUTHENTICATED', 'The API key is not valid.');
        return { viewer: supplier, expiresAt: null };
      }),
  });
  const errors = createErrorFormatter({ log, codes: ['SOLD_OUT'] });
  const scopes: RequestScope[] = [];
  const common = {
    schema: createSchema(options.gate),
    context: (scope: RequestScope): TestContext => {
      scopes.push(scope);
      return { requestId: scope.requestId, scope };
    },
    authenticate,
    errors,
    documentLimits: { ...defaultDocumentLimits, ...options.documentLimits },
    costLimits: defaultCostLimits,
    maxBodyBytes: 100_000,
    production: options.production ?? false,
    metrics,
    log,
    plugins: options.plugins ?? [],
  };
  const staff = createGraphqlEndpoint<TestContext>({ ...common, path: '/graphql', channel: 'graphql', audience: ['staff'] });
  const partner = createGraphqlEndpoint<TestContext>({ ...common, path: '/partner/graphql', channel: 'partner-graphql', audience: ['supplier', 'carrier'] });
  const sockets = createSockets({
    doors: [staff.door, partner.door],
    authenticate,
    limits: { ...defaultSocketLimits, ...options.socketLimits },
    metrics,
    log,
    now,
  });
  const holder: { server: Server | null } = { server: null };
  const health = createHealthRoutes({ checks: options.checks ?? [], isDraining: () => holder.server?.isDraining() ?? false, metrics, metricsToken: options.metricsToken ?? null });
  const server = createServer({
    host: '127.0.0.1',
    port: 0,
    routes: [staff.route, partner.route, ...health, ...createGraphiqlRoutes(['/graphiql', '/partner/graphiql']), ...(options.routes ?? [])],
    sockets,
    corsOrigins: options.corsOrigins ?? [],
    metrics,
    log,
    now,
    timeouts: options.timeouts,
  });
  holder.server = server;
  await Promise.all([staff.start(), partner.start()]);
  const url = await server.listen();
  const defaultToken = await staffToken();
  return {
    url,
    server,
    sockets,
    logged: () => lines.join(''),
    scopes,
    query: async (query, { variables, token = defaultToken, path = '/graphql' } = {}) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
      return { status: response.status, body: (await response.json()) as GraphqlBody, headers: response.headers };
    },
    stop: async () => {
      await server.drain(0);
      await Promise.all([staff.stop(), partner.stop()]);
    },
  };
}

export interface TokenOptions {
  readonly roles?: readonly ('ANALYST' | 'ADMIN' | 'SALES')[];
  readonly expiresAt?: Date;
  readonly subject?: string;
}

export function staffToken({ roles = ['ANALYST'], expiresAt = new Date(Date.now() + 3_600_000), subject = 'ann' }: TokenOptions = {}): Promise<string> {
  return signStaffToken(secret, { roles, subject, name: 'Ann', issuedAt: new Date(Date.now() - 7_200_000), expiresAt });
}

function createSchema(gate: Gate | undefined): GraphQLSchema {
  const built = buildSchema(typeDefs);
  const query = built.getQueryType()?.getFields() ?? {};
  const resolve = (name: string, resolver: (args: Record<string, unknown>, context: TestContext) => unknown): void => {
    const field = query[name];
    if (field) field.resolve = (_parent, args: Record<string, unknown>, context: TestContext) => resolver(args, context);
  };
  resolve('hello', ({ name }) => `Hello ${String(name ?? 'you')}`);
  resolve('me', (_args, { scope }) => `${scope.viewer.kind} ${scope.viewer.subject} by ${scope.channel}`);
  resolve('list', () => []);
  resolve('wait', async () => (await gate?.opened, 'waited'));
  resolve('fail', ({ how }) => {
    if (how === 'known') throw new GraphQLError('No more of it', { extensions: { code: 'SOLD_OUT', http: { status: 200 } } });
    if (how === 'away') throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });
    if (how === 'nul') throw Object.assign(new Error('invalid byte sequence'), { code: '22021' });
    throw new Error('relation "secret_table" does not exist');
  });
  const subscriptions = built.getSubscriptionType()?.getFields() ?? {};
  const count = subscriptions['count'];
  if (count) {
    count.subscribe = async function* (_parent: unknown, { to, size }: { to: number; size?: number }) {
      for (let value = 1; value <= to; value += 1) yield { count: { value, text: 'x'.repeat(size ?? 0) } };
    };
  }
  const stream = subscriptions['stream'];
  if (stream) {
    stream.subscribe = async function* (_parent: unknown, _args: unknown, { scope }: TestContext) {
      yield { stream: { value: 0 } };
      await new Promise((resolveAbort) => scope.signal.addEventListener('abort', resolveAbort, { once: true }));
    };
  }
  const broken = subscriptions['broken'];
  if (broken) broken.subscribe = () => Promise.reject(new Error('relation "secret_table" does not exist'));
  const breaks = subscriptions['breaks'];
  if (breaks) {
    breaks.subscribe = async function* (_parent: unknown, { slow }: { slow?: boolean }) {
      yield { breaks: { value: 1 } };
      if (slow) throw new SlowConsumer('a cursor');
      throw new Error('relation "secret_table" does not exist');
    };
  }
  return built;
}

/** Until a condition of the server's inner life holds, by asking it again and again; gives up after ten seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`It never came to be: ${condition.toString()}`);
    await new Promise((done) => setImmediate(done));
  }
}
