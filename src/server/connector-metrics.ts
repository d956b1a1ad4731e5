/** What `/metrics` shows of each connector, read from the database when it is asked for. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { DescribedConnector } from '../connectors/contract.js';
import type { ConnectorHealth } from '../domain/connectors/health.js';

export interface ConnectorFigures extends ConnectorHealth {
  readonly breaker: ReturnType<DescribedConnector['breaker']>;
  /** False where the outside system calls us instead, so that there is no pull to wait for. */
  readonly isPulled: boolean;
  /** False where nothing ever comes from it: it is only told something. */
  readonly isHeard: boolean;
}

const breakerStates: Readonly<Record<ConnectorFigures['breaker'], number>> = { closed: 0, probing: 1, open: 2 };

/** Name, help and value; null: there is nothing to show. */
const gauges: readonly (readonly [string, string, (figures: ConnectorFigures) => number | null])[] = [
  [
    'seconds_since_success',
    'Seconds since a pull last succeeded; +Inf: none has yet.',
    // A connector that has never worked must trip the same alarm as one that no longer does.
    ({ isPulled, lagSeconds }) => (isPulled ? (lagSeconds ?? Number.POSITIVE_INFINITY) : null),
  ],
  [
    'seconds_since_message',
    'Seconds since the newest message came, by webhook or by a pull, known ones not counted; +Inf: none ever did.',
    // The same: a sender that was never set up must trip the alarm of one that went silent.
    ({ isHeard, messageAgeSeconds }) => (isHeard ? (messageAgeSeconds ?? Number.POSITIVE_INFINITY) : null),
  ],
  ['paused', '1 while a person has paused it.', ({ pausedAt }) => (pausedAt === null ? 0 : 1)],
  ['breaker', 'Whether calls go out from this process: 0 they do, 1 the next one is a trial, 2 they are held back.', ({ breaker }) => breakerStates[breaker]],
  ['parked_messages', 'Messages that are stored but could not be applied.', ({ parkedMessages }) => parkedMessages],
  ['unmapped_messages', 'Messages of the last seven days with a code that no table knows.', ({ unmappedMessages }) => unmappedMessages],
  ['pending_commands', 'Commands that the outside system is yet to be told.', ({ pendingCommands }) => pendingCommands],
  ['failed_commands', 'Commands that were given up.', ({ failedCommands }) => failedCommands],
];

/** Adds the metrics to a registry. Where the figures cannot be read, they are absent and the others are there. */
export function connectorMetrics(registry: Registry, read: () => Promise<readonly ConnectorFigures[]>): void {
  const figures = shared(() => read().catch(() => []));
  const common = { labelNames: ['connector'], registers: [registry] };
  for (const [name, help, valueOf] of gauges) {
    new Gauge({
      ...common,
      name: `interline_connector_${name}`,
      help,
      async collect() {
        const all = await figures();
        this.reset();
        for (const each of all) {
          const value = valueOf(each);
          if (value !== null) this.set({ connector: each.connectorId }, value);
        }
      },
    });
  }
  new Gauge({
    name: 'interline_connector_failing',
    help: '1 where the last pull failed, by the kind of its error.',
    labelNames: ['connector', 'kind'],
    registers: [registry],
    async collect() {
      const all = await figures();
      this.reset();
      for (const { connectorId: connector, lastErrorKind: kind } of all) if (kind !== null) this.set({ connector, kind }, 1);
    },
  });
  new Counter({
    ...common,
    name: 'interline_connector_pulled_messages_total',
    help: 'Messages that pulls have brought, repeated ones too.',
    async collect() {
      const all = await figures();
      this.reset();
      for (const { connectorId: connector, isPulled, pulledMessages } of all) if (isPulled) this.inc({ connector }, pulledMessages);
    },
  });
}

/** Those who ask while an answer is under way get the same one: all metrics are collected at once, by one query. */
function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () =>
    (running ??= read().finally(() => {
      running = null;
    }));
}
