import { timingSafeEqual } from 'node:crypto';
import { bearerOf } from './auth/authenticate.js';
import type { Route } from './http/exchange.js';
import { Refusal, send } from './http/exchange.js';
import type { Metrics } from './metrics.js';

/** One thing that must hold before requests are taken, e.g. `database`. Resolves where it holds, rejects where not. */
export interface ReadyCheck {
  readonly name: string;
  check(signal: AbortSignal): Promise<void>;
}

export interface HealthOptions {
  readonly checks: readonly ReadyCheck[];
  readonly isDraining: () => boolean;
  readonly metrics: Metrics;
  readonly metricsToken: string | null;
}

const checkMs = 2000;

/** `/healthz`: the process answers. `/readyz`: it may be given work. `/metrics`: for Prometheus. */
export function createHealthRoutes({ checks, isDraining, metrics, metricsToken }: HealthOptions): Route[] {
  const common = { methods: ['GET'], whileDraining: true };
  return [
    { path: '/healthz', ...common, handle: async (exchange) => send(exchange, 200, json, '{"status":"ok"}') },
    {
      path: '/readyz',
      ...common,
      handle: async (exchange) => {
        const results = await Promise.all(checks.map(runCheck));
        const state: Record<string, string> = Object.fromEntries(results);
        if (isDraining()) state['gateway'] = 'draining';
        const ready = Object.values(state).every((value) => value === 'ok');
        const body = JSON.stringify({ status: ready ? 'ready' : 'not ready', ...state });
        send(exchange, ready ? 200 : 503, ready ? json : { ...json, 'retry-after': '5' }, body);
      },
    },
    {
      path: '/metrics',
      ...common,
      handle: async (exchange) => {
        if (metricsToken !== null && !same(bearerOf(exchange.request.headers.authorization) ?? '', metricsToken)) {
          throw new Refusal(401, 'UNAUTHENTICATED', 'METRICS_TOKEN is needed as a bearer value.', { 'www-authenticate': 'Bearer realm="interline"' });
        }
        const text = await metrics.registry.metrics();
        send(exchange, 200, { 'content-type': metrics.registry.contentType, 'cache-control': 'no-store' }, text);
      },
    },
  ];
}

const json = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

/** `ok` or `failed`: why is the log's to say, not the world's. A check that hangs has failed. */
async function runCheck({ name, check }: ReadyCheck): Promise<[string, string]> {
  const signal = AbortSignal.timeout(checkMs);
  const late = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error(`${name} took too long`)), { once: true }));
  const verdict = await Promise.race([check(signal), late]).then(
    () => 'ok',
    () => 'failed',
  );
  return [name, verdict];
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
