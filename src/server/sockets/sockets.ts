/** WebSockets (graphql-transport-ws) on the gateway's own HTTP server. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Server as GraphqlWsServer } from 'graphql-ws';
import { handleProtocols, makeServer } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { Authenticate } from '../auth/authenticate.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { closeCodes } from './codes.js';
import type { Door, SocketWork } from './endpoint.js';
import { Session } from './session.js';
import { Gathering, createOutlet } from './outlet.js';

export interface SocketLimits {
  /** Largest message that a client may send, in bytes. */
  readonly messageBytes: number;
  readonly operationsPerSocket: number;
  readonly socketsPerViewer: number;
  /** Of all viewers together; beyond it an upgrade gets 503. */
  readonly sockets: number;
  /** Time to authenticate after the upgrade, in milliseconds. */
  readonly initMs: number;
  /** Bytes that may wait for a client; more are not produced until it reads. */
  readonly waitingBytes: number;
  /** How long a client may leave them waiting, in milliseconds. */
  readonly slowMs: number;
  readonly pingMs: number;
  readonly recheckMs: number;
}

export const defaultSocketLimits: SocketLimits = {
  messageBytes: 100_000,
  operationsPerSocket: 100,
  socketsPerViewer: 100,
  sockets: 10_000,
  initMs: 5000,
  waitingBytes: 256_000,
  slowMs: 10_000,
  pingMs: 15_000,
  recheckMs: 30_000,
};

export interface SocketsOptions {
  readonly doors: readonly Door[];
  readonly authenticate: Authenticate;
  readonly limits: SocketLimits;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly now: () => Date;
}

export interface Sockets {
  /** Takes over an upgrade request, or refuses it in HTTP. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, refuse: boolean): void;
  /** Refuses new operations, lets queries and mutations finish within `graceMs`, then closes every socket with 1012. */
  drain(graceMs: number): Promise<void>;
  /** Open sockets. */
  count(): number;
}

export function createSockets({ doors, authenticate, limits, metrics, log, now }: SocketsOptions): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: limits.messageBytes, perMessageDeflate: false, handleProtocols: (offered) => handleProtocols(offered) });
  const state = { draining: false, pending: 0 };
  const perViewer = new Map<string, number>();
  const alive = new WeakMap<WebSocket, boolean>();
  const gathering = new Gathering();
  const work: SocketWork = {
    operationsPerSocket: limits.operationsPerSocket,
    metrics,
    isDraining: () => state.draining,
    closeSlow: (session) => {
      metrics.sockets.slow();
      session.close(closeCodes.tooSlow);
    },
    begin: () => {
      state.pending += 1;
      return () => {
        state.pending -= 1;
      };
    },
  };
  const entrances = new Map(doors.map((door) => [door.path, { door, protocol: toProtocol(door) }]));

  function toProtocol(door: Door): GraphqlWsServer<Session> {
    return makeServer<Record<string, unknown>, Session>({
      ...door.hooks(work),
      connectionInitWaitTimeout: limits.initMs,
      onConnect: async ({ connectionParams, extra: session }) => {
        const refusal = (await session.open(connectionParams)) ?? session.enter(perViewer, limits.socketsPerViewer);
        if (!refusal) return true;
        session.close(refusal);
        return false;
      },
    });
  }

  function accept(socket: WebSocket, wire: Duplex, request: IncomingMessage, door: Door, protocol: GraphqlWsServer<Session>): void {
    const outlet = createOutlet(socket, wire, limits, gathering, () => work.closeSlow(session));
    const settings = { authenticate, audience: door.audience, recheckMs: limits.recheckMs, now };
    const session: Session = new Session(socket, outlet, request, randomUUID(), settings);
    const fail = (error: unknown): void => {
      log.error({ err: error, requestId: session.requestId }, 'a socket failed');
      session.close(closeCodes.failed);
    };
    metrics.sockets.opened();
    alive.set(socket, true);
    socket.on('pong', () => alive.set(socket, true));
    // Too large, not UTF-8, broken frames: ws closes with the fitting code itself.
    socket.on('error', (error) => log.info({ err: error, requestId: session.requestId }, 'a socket was broken'));
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => outlet.send(data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (receive) => socket.on('message', (data) => void receive(String(data)).catch(fail)),
      },
      session,
    );
    socket.once('close', (code, reason) => {
      metrics.sockets.closed(code);
      session.leave(perViewer);
      session.closed();
      void closed(code, String(reason)).catch((error: unknown) => log.error({ err: error, requestId: session.requestId }, 'a socket could not be cleared'));
    });
  }

  const pings = setInterval(() => {
    for (const socket of server.clients) {
      if (alive.get(socket) === false) socket.terminate();
      else if (socket.readyState === socket.OPEN) {
        alive.set(socket, false);
        socket.ping();
      }
    }
  }, limits.pingMs).unref();

  return {
    upgrade: (request, socket, head, refuse) => {
      socket.on('error', () => socket.destroy());
      const path = (request.url ?? '/').split('?', 1)[0] as string;
      const entrance = entrances.get(path);
      if (!entrance) return refuseUpgrade(socket, '404 Not Found');
      if (refuse || state.draining || server.clients.size >= limits.sockets) return refuseUpgrade(socket, '503 Service Unavailable');
      server.handleUpgrade(request, socket, head, (accepted) => accept(accepted, socket, request, entrance.door, entrance.protocol));
    },
    drain: async (graceMs) => {
      state.draining = true;
      clearInterval(pings);
      const end = Date.now() + graceMs;
      while (state.pending > 0 && Date.now() < end) await delay(10);
      for (const socket of server.clients) socket.close(closeCodes.restarting.code, closeCodes.restarting.reason);
      const closing = Date.now() + Math.min(2000, Math.max(100, end - Date.now()));
      while (server.clients.size > 0 && Date.now() < closing) await delay(10);
      for (const socket of server.clients) socket.terminate();
    },
    count: () => server.clients.size,
  };
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
