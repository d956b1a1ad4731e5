/** The only wiring: settings in, a running gateway out. */
// Before any decorator runs.
import 'reflect-metadata';
import { openCommandSocket } from './app/command-socket.js';
import { connectAll, connectorFigures } from './app/connections.js';
import { loadDemoIfWanted } from './app/demo.js';
import { createEndpoints } from './app/endpoints.js';
import { createGraph } from './app/graph.js';
import { createInbox } from './app/inbox.js';
import { Notices } from './app/notices.js';
import { createServices, openPrepared, prepare } from './app/services.js';
import type { Config } from './config.js';
import { developmentSecret } from './domain/credentials.js';
import { heldBackSeconds } from './domain/event-log.js';
import { countParked } from './domain/inbox.js';
import { createFeed } from './domain/live/feed.js';
import type { Database } from './entities/database.js';
import { createHttpClient } from './http/client.js';
import { jobs } from './jobs/index.js';
import type { Scheduler } from './jobs/scheduler.js';
import { startScheduler } from './jobs/scheduler.js';
import { fromDomain } from './schema/errors.js';
import { apiKeys } from './server/auth/api-keys.js';
import type { Authenticate } from './server/auth/authenticate.js';
import { createAuthenticate } from './server/auth/authenticate.js';
import { issuerTokens, ownTokens } from './server/auth/staff-tokens.js';
import { createErrorFormatter } from './server/errors.js';
import { createGraphiqlRoutes } from './server/graphiql/route.js';
import { createHealthRoutes } from './server/health.js';
import type { Log } from './server/log.js';
import { createMetrics } from './server/metrics.js';
import { createServer } from './server/server.js';
import { createSockets, defaultSocketLimits } from './server/sockets/sockets.js';
import { createWebhookRoute } from './server/webhooks.js';

export interface AppOptions {
  readonly log: Log;
  readonly now: () => Date;
  /** An open database, for tests; otherwise the one that the settings name is opened, and closed in the end. */
  readonly database?: Database;
}

export interface App {
  /** `http://host:port`. */
  readonly url: string;
  readonly database: Database;
  /** Begins to run jobs in this process. They ask for a run of their own at once, to catch up; who asks for the graph need not wait for them. */
  startJobs(): Promise<void>;
  /** Comes to rest: readiness off, what runs finishes, sockets are told, the database is closed. */
  close(): Promise<void>;
}

export async function createApp(config: Config, { log, now, database: given }: AppOptions): Promise<App> {
  const database = given ?? (await openPrepared(config, now));
  if (given) await prepare(given, now);
  else await loadDemoIfWanted(config, database, { now, log });

  const feed = await createFeed(database, { now, log });
  const connections = connectAll(config.connectors, { database, now, log });
  const metrics = createMetrics({
    eventLogLagSeconds: async () => feed.lag().secondsSinceHead,
    oldestWriterSeconds: () => heldBackSeconds(database.reader),
    parkedMessages: () => countParked(database.reader),
    connectors: () => connectorFigures(database.reader, connections.described, now()),
  });
  const errors = createErrorFormatter({ log, translate: (error) => fromDomain(error, 'en') });
  const notices = new Notices(connections.byId, log);
  const inbox = createInbox(database, connections, now, (connectorId) => notices.note(connectorId));
  const services = createServices(config, { database, connections, inbox, now, log });
  const graph = createGraph(database, { database, now, understandingOf: services.understandingOf, connectors: connections.described });
  const authenticate = createAuthentication(config, database, now);

  const endpoints = createEndpoints({ config, graph, feed, authenticate, errors, metrics, log });
  await Promise.all(endpoints.map((endpoint) => endpoint.start()));
  const sockets = createSockets({
    doors: endpoints.map(({ door }) => door),
    authenticate,
    limits: {
      ...defaultSocketLimits,
      messageBytes: config.limits.queryBytes,
      socketsPerViewer: config.limits.socketsPerViewer,
      operationsPerSocket: config.limits.operationsPerSocket,
    },
    metrics,
    log,
    now,
  });
  const server = createServer({
    host: config.host,
    port: config.port,
    routes: [
      ...endpoints.map(({ route }) => route),
      ...(config.introspection ? createGraphiqlRoutes(['/graphiql', '/partner/graphiql']) : []),
      createWebhookRoute({ connections: connections.byId, receive: inbox.receive, maxBodyBytes: config.limits.webhookBytes, metrics, log }),
      ...createHealthRoutes({
        checks: [{ name: 'database', check: async () => void (await database.reader.query('ping', `select 'ok'`, [])) }],
        isDraining: () => server.isDraining(),
        metrics,
        metricsToken: config.metricsToken,
      }),
    ],
    sockets,
    corsOrigins: config.corsOrigins,
    metrics,
    log,
    now,
  });
  const url = await server.listen();
  const commandSocket = await openCommandSocket(config, services, log);
  const running: { scheduler: Scheduler | null } = { scheduler: null };

  return {
    url,
    database,
    startJobs: async () => {
      running.scheduler = await startScheduler({ jobs, context: services.jobContext });
      notices.heed(running.scheduler);
    },
    close: async () => {
      await server.drain(config.shutdown.graceMs, config.shutdown.delayMs);
      await commandSocket.close();
      await running.scheduler?.stop(config.shutdown.graceMs);
      await feed.close();
      await Promise.all(endpoints.map((endpoint) => endpoint.stop()));
      connections.close();
      if (!given) await database.close();
    },
  };
}

/** Staff come with tokens of the configured issuer, or of the gateway itself; partners with API keys. */
function createAuthentication({ oidc, tokenSecret, dataDir }: Config, database: Database, now: () => Date): Authenticate {
  const staff = oidc
    ? issuerTokens(oidc, createHttpClient({ now, allowPrivateAddresses: true }), now)
    : ownTokens(tokenSecret ?? developmentSecret(dataDir), now);
  return createAuthenticate({ staff, partner: apiKeys(database.reader, now) });
}
