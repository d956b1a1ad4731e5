/** AfterShip's Tracking API, as far as it is used: listing trackings and creating them. */
import { ConnectorError, type ConnectorDeps, type HttpRequest, type Message, type WatchedShipment } from '../../contract.js';
import { writeJson } from '../../json.js';
import { readListWalk, writeListWalk } from '../../list-walk.js';
import { ServerClock } from '../../server-clock.js';
import type { Config } from './config.js';
import { readTrackingPage, trackingMessageId } from './wire.js';

const VERSION = '2026-07';
/** The largest page they give. */
const PAGE_SIZE = 200;
/** Looked at again on every pull, for changes that show up late. */
const OVERLAP_MS = 15 * 60_000;

export interface AfterShipApi {
  /** Calls the API once with the key. Throws ConnectorError. */
  ping(signal: AbortSignal): Promise<void>;
  /** Trackings that were updated since the cursor, one message each; on the first pull those of the last 120 days. */
  pull(cursor: string | null, signal: AbortSignal): AsyncIterable<{ messages: Message[]; cursor: string }>;
  /** Creates the tracking, unless it is there. */
  follow(shipment: WatchedShipment, signal: AbortSignal): Promise<void>;
}

export function createApi(config: Config & { readonly apiKey: string }, { now, log, ...deps }: Pick<ConnectorDeps, 'http' | 'now' | 'log'>): AfterShipApi {
  const clock = new ServerClock(now);
  const http = clock.listening(deps.http);
  const call = async (request: Pick<HttpRequest, 'method' | 'body' | 'signal' | 'idempotent'> & { query?: Record<string, string> }) => {
    const { query, ...rest } = request;
    const response = await http.request({
      ...rest,
      url: `${config.baseUrl}/tracking/${VERSION}/trackings${query ? `?${new URLSearchParams(query)}` : ''}`,
      headers: { 'as-api-key': config.apiKey, 'content-type': 'application/json' },
      accept: ['application/json'],
    });
    return response.json();
  };
  const list = async (query: Record<string, string>, signal: AbortSignal) =>
    readTrackingPage(await call({ method: 'GET', query, signal, idempotent: true }));
  const isFollowed = async ({ trackingNumber, carrier }: WatchedShipment, signal: AbortSignal): Promise<boolean> => {
    const slug = config.carriers.codeOf(carrier);
    const { trackings } = await list({ tracking_numbers: trackingNumber, ...(slug && { slug }), limit: '1' }, signal);
    return trackings.length > 0;
  };

  return {
    ping: async (signal) => void (await list({ limit: '1' }, signal)),
    async *pull(text, signal) {
      const before = readListWalk(text, now().getTime(), log);
      const started = before.walk?.started ?? now().getTime();
      const query: Record<string, string> = { limit: String(PAGE_SIZE) };
      if (before.since !== null) query['updated_at_min'] = new Date(before.since - OVERLAP_MS).toISOString();
      let place = before.walk?.place ?? null;
      do {
        const page = await list(place === null ? query : { ...query, cursor: place }, signal);
        // The same place again would make us walk in circles.
        if (page.next !== null && page.next === place) throw new ConnectorError('contract', 'the list of trackings does not go on');
        place = page.next;
        yield { messages: page.trackings.map((one) => toMessage(one, now())), cursor: writeListWalk(before, started, place, clock) };
      } while (place !== null);
    },
    follow: async (shipment, signal) => {
      if (await isFollowed(shipment, signal)) return;
      const slug = config.carriers.codeOf(shipment.carrier);
      const body = JSON.stringify({ tracking_number: shipment.trackingNumber, ...(slug && { slug }) });
      try {
        await call({ method: 'POST', body, signal, idempotent: false });
      } catch (error) {
        // Somebody else may have been faster: a second tracking of the same number and carrier is refused.
        if (!(error instanceof ConnectorError) || error.kind !== 'rejected' || !(await isFollowed(shipment, signal))) throw error;
      }
    },
  };
}

function toMessage(content: unknown, receivedAt: Date): Message {
  const body = writeJson(content);
  return { messageId: trackingMessageId(content, body), topic: 'tracking', body, contentType: 'application/json', receivedAt };
}
