import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { type ConnectorFigures, connectorMetrics } from './connector-metrics.js';

/** Figures read when they are asked for, from whoever knows them. Seconds and counts; null where unknown. */
export interface MetricSources {
  /** Age of the oldest event that the readers of the log have not come to yet. */
  readonly eventLogLagSeconds?: () => Promise<number | null>;
  /** Age of the oldest open transaction that writes: it holds every reader of the log back. */
  readonly oldestWriterSeconds?: () => Promise<number | null>;
  /** Messages that are parked. */
  readonly parkedMessages?: () => Promise<number | null>;
  /** How each connector fares. */
  readonly connectors?: () => Promise<readonly ConnectorFigures[]>;
}

export interface Metrics {
  readonly registry: Registry;
  /** Counts one HTTP answer. `route` is a pattern, never a path that a client chose. */
  countRequest(route: string, method: string, status: number): void;
  /** Starts the clock of one GraphQL operation; the function returned stops it. */
  startOperation(): (type: string, name: string | null, outcome: 'ok' | 'error') => void;
  /** Counts one call of a webhook: `applied`, `duplicate`, `parked`, `handshake`, `auth`, `contract`, `unavailable`, `failed`. */
  countWebhook(connectorId: string, outcome: string): void;
  readonly sockets: { opened(): void; closed(code: number): void; slow(): void };
  readonly subscriptions: { started(name: string | null): void; ended(name: string | null): void };
}

const durations = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A registry of its own for each server: two gateways in one process (tests) do not share figures. */
export function createMetrics(sources: MetricSources = {}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({ name: 'interline_http_requests_total', help: 'HTTP answers.', labelNames: ['route', 'method', 'status'], registers });
  const operations = new Histogram({
    name: 'interline_graphql_operation_seconds',
    help: 'Time of GraphQL operations by their name.',
    labelNames: ['type', 'name', 'outcome'],
    buckets: durations,
    registers,
  });
  const webhooks = new Counter({ name: 'interline_webhooks_total', help: 'Webhook calls by outcome.', labelNames: ['connector', 'outcome'], registers });
  const sockets = new Gauge({ name: 'interline_sockets', help: 'Open WebSockets.', registers });
  const closes = new Counter({ name: 'interline_socket_closes_total', help: 'Closed WebSockets by code.', labelNames: ['code'], registers });
  const slow = new Counter({ name: 'interline_slow_consumers_total', help: 'WebSockets closed because the client did not read.', registers });
  const subscriptions = new Gauge({ name: 'interline_subscriptions', help: 'Running subscriptions by operation name.', labelNames: ['name'], registers });
  sourceGauge(registry, 'interline_event_log_lag_seconds', 'Age of the oldest event that readers have not come to.', sources.eventLogLagSeconds);
  sourceGauge(registry, 'interline_oldest_writer_seconds', 'Age of the oldest open writing transaction.', sources.oldestWriterSeconds);
  sourceGauge(registry, 'interline_parked_messages', 'Messages that are stored but could not be applied.', sources.parkedMessages);
  if (sources.connectors) connectorMetrics(registry, sources.connectors);
  const bounded = boundedNames(200);
  return {
    registry,
    countRequest: (route, method, status) => requests.inc({ route, method, status: String(status) }),
    startOperation: () => {
      const start = process.hrtime.bigint();
      return (type, name, outcome) => operations.observe({ type, name: bounded(name), outcome }, Number(process.hrtime.bigint() - start) / 1e9);
    },
    countWebhook: (connector, outcome) => webhooks.inc({ connector, outcome }),
    sockets: {
      opened: () => sockets.inc(),
      closed: (code) => {
        sockets.dec();
        closes.inc({ code: String(code) });
      },
      slow: () => slow.inc(),
    },
    subscriptions: {
      started: (name) => subscriptions.inc({ name: bounded(name) }),
      ended: (name) => subscriptions.dec({ name: bounded(name) }),
    },
  };
}

/** Operation names are the clients' to choose: beyond the first `most` of them they are counted together. */
function boundedNames(most: number): (name: string | null) => string {
  const known = new Set<string>();
  return (name) => {
    if (name === null || name.length > 80) return name === null ? 'anonymous' : 'other';
    if (known.has(name)) return name;
    if (known.size >= most) return 'other';
    known.add(name);
    return name;
  };
}

function sourceGauge(registry: Registry, name: string, help: string, source: (() => Promise<number | null>) | undefined): void {
  if (!source) return;
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      // One figure that cannot be read must not take the others with it.
      const value = await source().catch(() => null);
      this.set(value ?? Number.NaN);
    },
  });
}
