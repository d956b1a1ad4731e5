import type { Connection, Message, Outcome, RawRequest, Reply } from '../connectors/contract.js';
import { ConnectorError } from '../http/errors.js';
import { isDatabaseAway } from './errors.js';
import { readBody } from './http/body.js';
import type { Exchange, Route } from './http/exchange.js';
import { Refusal, send } from './http/exchange.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';

export interface WebhookOptions {
  /** Connections by connector id. */
  readonly connections: ReadonlyMap<string, Connection>;
  /** Stores and applies a message; returns after the commit. */
  readonly receive: (connectorId: string, message: Message) => Promise<Outcome>;
  readonly maxBodyBytes: number;
  readonly metrics: Metrics;
  readonly log: Log;
}

const prefix = '/webhooks/';

/**
 * `POST /webhooks/{connectorId}`, or one level below it where the address is the secret. The answer is given after the message is committed. Applied, duplicate and parked
 * messages alike get 200: some senders take nothing else for success, and sending again would not help any of them.
 */
export function createWebhookRoute(options: WebhookOptions): Route {
  const { connections, receive, maxBodyBytes, metrics, log } = options;
  return {
    path: `${prefix}*`,
    methods: ['GET', 'POST'],
    handle: async (exchange) => {
      const [connectorId = '', ...below] = exchange.path.slice(prefix.length).split('/');
      const webhook = connections.get(connectorId)?.webhook;
      const mostBelow = webhook?.secretAddress ? 1 : 0;
      if (!webhook || below.length > mostBelow) throw new Refusal(404, 'NOT_FOUND', 'There is no such webhook.');
      const raw = await toRaw(exchange, below, maxBodyBytes);
      try {
        const handshake = webhook.handshake?.(raw) ?? null;
        if (handshake) {
          metrics.countWebhook(connectorId, 'handshake');
          return reply(exchange, handshake);
        }
        if (exchange.method !== 'POST') throw new Refusal(405, 'METHOD_NOT_ALLOWED', 'Messages are sent by POST.', { allow: 'POST' });
        const outcome = await receive(connectorId, webhook.verify(raw));
        metrics.countWebhook(connectorId, outcome.result);
        reply(exchange, webhook.acknowledge?.(outcome) ?? acknowledgement(outcome));
      } catch (error) {
        if (error instanceof Refusal) throw error;
        const { outcome, refusal } = judge(error);
        metrics.countWebhook(connectorId, outcome);
        log.warn({ err: error, connectorId, outcome, requestId: exchange.requestId }, 'a webhook call was not accepted');
        throw refusal;
      }
    },
  };
}

async function toRaw({ request, method, search, receivedAt }: Exchange, below: readonly string[], most: number): Promise<RawRequest> {
  const body = method === 'POST' ? await readBody(request, most) : Buffer.alloc(0);
  // Node joins what comes more than once; only cookies stay a list, and no sender proves anything by them.
  const headers = request.headers as RawRequest['headers'];
  const url = below.map((part) => `/${part}`).join('') + search;
  return { method, url, headers, body, receivedAt };
}

function acknowledgement({ result }: Outcome): Reply {
  return { status: 200, contentType: 'application/json', body: JSON.stringify({ result }) };
}

function reply(exchange: Exchange, { status, contentType, body }: Reply): void {
  send(exchange, status, { 'content-type': contentType, 'cache-control': 'no-store' }, body);
}

/** Senders try again after 5xx and give up after 4xx: so 4xx only where the same bytes could never be accepted. */
function judge(error: unknown): { outcome: string; refusal: Refusal } {
  if (isDatabaseAway(error)) {
    const refusal = new Refusal(503, 'UNAVAILABLE', 'The message could not be stored. Send it again later.', { 'retry-after': '30' });
    return { outcome: 'unavailable', refusal };
  }
  if (error instanceof ConnectorError && error.kind === 'auth') {
    return { outcome: 'auth', refusal: new Refusal(401, 'UNAUTHENTICATED', 'The signature is missing or does not fit the body.') };
  }
  if (error instanceof ConnectorError && error.kind === 'contract') {
    return { outcome: 'contract', refusal: new Refusal(400, 'BAD_REQUEST', 'The message cannot be read.') };
  }
  const refusal = new Refusal(500, 'INTERNAL', 'The message could not be taken in. Send it again later.', { 'retry-after': '60' });
  return { outcome: 'failed', refusal };
}
