/** The gateway's front: one node:http server with routes and WebSockets, and how it comes to rest. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseAway } from './errors.js';
import { applyCors } from './http/cors.js';
import type { Exchange, Route } from './http/exchange.js';
import { Refusal, sendProblem } from './http/exchange.js';
import { createRouter } from './http/router.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';
import type { Sockets } from './sockets/sockets.js';

export interface ServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly routes: readonly Route[];
  /** Null: no WebSockets. */
  readonly sockets: Sockets | null;
  readonly corsOrigins: readonly string[];
  readonly metrics: Metrics;
  readonly log: Log;
  readonly now: () => Date;
  readonly timeouts?: Partial<Timeouts>;
}

/** In milliseconds. */
export interface Timeouts {
  /** From the connection's (or the last answer's) first byte to the end of the header. */
  readonly headers: number;
  /** From there to the end of the body. */
  readonly request: number;
  /** How long an idle connection is kept; longer than that of a usual load balancer (60 s). */
  readonly keepAlive: number;
  /** How often the first two are looked at. */
  readonly checkEvery: number;
}

const usualTimeouts: Timeouts = { headers: 10_000, request: 30_000, keepAlive: 65_000, checkEvery: 2000 };

export interface Server {
  /** Begins to listen; the address as `http://host:port`. */
  listen(): Promise<string>;
  /** True from the first moment of `drain`: `/readyz` says no. */
  isDraining(): boolean;
  /**
   * Comes to rest: says that it is not ready (and goes on serving for `delayMs`, so that load balancers notice), then
   * refuses new work, lets what runs finish within `graceMs`, closes WebSockets with a code that tells them to come
   * back, and stops listening. What still runs then is cut off.
   */
  drain(graceMs: number, delayMs?: number): Promise<void>;
}

/** State that more than one function needs; one per server. */
interface Running {
  draining: boolean;
  refusing: boolean;
  inFlight: number;
  onIdle: (() => void) | null;
}

export function createServer(options: ServerOptions): Server {
  const { host, port, routes, sockets, metrics, log } = options;
  const timeouts = { ...usualTimeouts, ...options.timeouts };
  const running: Running = { draining: false, refusing: false, inFlight: 0, onIdle: null };
  const router = createRouter(routes);
  const server = createHttpServer(
    {
      headersTimeout: timeouts.headers,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: timeouts.checkEvery,
      maxHeaderSize: 16_384,
    },
    (request, response) => {
      running.inFlight += 1;
      response.once('close', () => {
        running.inFlight -= 1;
        if (running.inFlight === 0) running.onIdle?.();
      });
      if (running.refusing) response.setHeader('connection', 'close');
      void answer(request, response);
    },
  );
  server.on('clientError', (error, socket) => refuseBroken(error, socket));
  if (sockets) server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head, running.refusing));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = toExchange(request, response, options.now());
    const { route, refusal } = router(exchange);
    response.once('finish', () => {
      const status = response.statusCode;
      metrics.countRequest(route?.path ?? 'none', knownMethod(exchange.method), status);
      const level = status >= 500 ? 'warn' : status >= 400 ? 'info' : 'debug';
      log[level]({ requestId: exchange.requestId, method: exchange.method, path: exchange.shownPath, status }, 'answered');
    });
    const refuse = route?.refuse ?? sendProblem;
    try {
      if (applyCors(exchange, options.corsOrigins, route)) return;
      if (!route) return sendProblem(exchange, refusal);
      if (refusal) return refuse(exchange, refusal);
      if (running.refusing && !route.whileDraining) throw goingDown();
      await route.handle(exchange);
    } catch (error) {
      refuse(exchange, toRefusal(error, exchange, log));
    }
  }

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error) => reject(explainListen(error, host, port)));
        server.listen(port, host, () => {
          const { port: taken } = server.address() as AddressInfo;
          resolve(`http://${host.includes(':') ? `[${host}]` : host}:${taken}`);
        });
      }),
    isDraining: () => running.draining,
    drain: async (graceMs, delayMs = 0) => {
      running.draining = true;
      if (!server.listening) return;
      if (delayMs > 0) await delay(delayMs);
      running.refusing = true;
      const end = Date.now() + graceMs;
      server.closeIdleConnections();
      await Promise.all([sockets?.drain(graceMs), idle(running, graceMs)]);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        // Connections that are kept open without a request are of no use to anybody now.
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), Math.max(0, end - Date.now())).unref();
        if (running.inFlight === 0) server.closeAllConnections();
      });
    },
  };
}

function idle(running: Running, graceMs: number): Promise<void> {
  if (running.inFlight === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, graceMs);
    running.onIdle = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

function toExchange(request: IncomingMessage, response: ServerResponse, receivedAt: Date): Exchange {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const given = request.headers['x-request-id'];
  return {
    request,
    response,
    method: request.method ?? 'GET',
    path,
    shownPath: path.replace(/^(\/[^/]*\/[^/]*\/).+$/s, '$1…'),
    search: mark < 0 ? '' : url.slice(mark),
    requestId: typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID(),
    receivedAt,
  };
}

function toRefusal(error: unknown, { requestId, shownPath: path }: Exchange, log: Log): Refusal {
  if (error instanceof Refusal) return error;
  if (isDatabaseAway(error)) return new Refusal(503, 'UNAVAILABLE', 'The database cannot be reached at the moment. Try again later.', { 'retry-after': '5' });
  log.error({ err: error, requestId, path }, 'a request failed');
  return new Refusal(500, 'INTERNAL', `Something went wrong inside the gateway. Its log has more under ${requestId}.`);
}

function goingDown(): Refusal {
  return new Refusal(503, 'UNAVAILABLE', 'The gateway is going down. Try again.', { 'retry-after': '1', connection: 'close' });
}

/** Not HTTP, header too large, or too slow. */
function refuseBroken(error: NodeJS.ErrnoException, socket: { writable: boolean; end(text: string): void; destroy(): void }): void {
  if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
  const statuses: Record<string, string> = { HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large', ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout' };
  socket.end(`HTTP/1.1 ${statuses[error.code ?? ''] ?? '400 Bad Request'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function knownMethod(method: string): string {
  return methods.has(method) ? method : 'other';
}

function explainListen(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') return new Error(`${host}:${port} is taken by another program. Set PORT to a free one.`, { cause: error });
  if (error.code === 'EACCES') return new Error(`This user may not listen on port ${port}. Set PORT to one above 1023.`, { cause: error });
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') return new Error(`HOST=${host} is no address of this machine.`, { cause: error });
  return error;
}

