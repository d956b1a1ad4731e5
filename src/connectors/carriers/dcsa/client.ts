/** DCSA's Track & Trace API, versions 2 and 3, as far as it is used: listing events and subscribing to them. */
import { createTokenSource } from '../../client-credentials.js';
import { ConnectorError, type ConnectorDeps, type HttpResponse, type Message, type WatchedShipment } from '../../contract.js';
import { writeJson } from '../../json.js';
import { pollShipments } from '../../poll-shipments.js';
import { pullSince } from '../../pull-since.js';
import { ServerClock } from '../../server-clock.js';
import { bytesHash } from '../../tracking-events.js';
import type { Config, ReferenceKind } from './config.js';
import { readSubscriptions, subscriptionTo } from './subscription.js';
import { readPage } from './wire.js';

const PAGE_SIZE = 100;
/** Pages about one shipment, or of subscriptions; more than any has. */
const MOST_PAGES = 50;
const HOUR_MS = 3_600_000;

/** The query that asks for one shipment, by version and kind of its tracking number. */
const QUERIES: Readonly<Record<Config['version'], Readonly<Record<ReferenceKind, (value: string) => Record<string, string>>>>> = {
  2: {
    TRD: (value) => ({ transportDocumentReference: value }),
    BKG: (value) => ({ carrierBookingReference: value }),
    EQ: (value) => ({ equipmentReference: value }),
  },
  3: {
    TRD: (value) => ({ documentTypeCodes: 'TRD', documentReference: value }),
    BKG: (value) => ({ documentTypeCodes: 'BKG', documentReference: value }),
    EQ: (value) => ({ equipmentReference: value }),
  },
};

export interface DcsaApi {
  /** Asks for the events of the last hour. Throws ConnectorError. */
  ping(signal: AbortSignal): Promise<void>;
  pull(cursor: string | null, signal: AbortSignal): AsyncIterable<{ messages: Message[]; cursor: string }>;
  /** Subscribes to a shipment's events, unless that was done before. */
  subscribe(shipment: WatchedShipment, callbackUrl: string, secret: string, signal: AbortSignal): Promise<void>;
}

export function createApi(config: Config, { watched, now, log, ...deps }: ConnectorDeps): DcsaApi {
  const clock = new ServerClock(now);
  const http = clock.listening(deps.http);
  const { access, version, carrier } = config;
  const base = `${config.url}/v${version}`;
  const tokens = access.by === 'token' ? createTokenSource({ ...access, sentIn: 'form' }, http, now) : null;
  const queryOf = (trackingNumber: string): Record<string, string> => QUERIES[version][config.trackBy[0] ?? 'TRD'](trackingNumber);

  const request = (path: string, body: object | null, headers: Record<string, string>, signal: AbortSignal): Promise<HttpResponse> =>
    http.request({
      method: body === null ? 'GET' : 'POST',
      url: `${base}${path}`,
      headers: { ...headers, ...(body !== null && { 'content-type': 'application/json' }) },
      ...(body !== null && { body: JSON.stringify(body) }),
      accept: ['application/json'],
      signal,
      // A subscription that was made although its answer was lost is found when it is asked for again.
      idempotent: body === null,
    });
  const call = (path: string, body: object | null, signal: AbortSignal): Promise<HttpResponse> => {
    if (tokens) return tokens.call((token) => request(path, body, { authorization: `Bearer ${token}` }, signal), signal);
    return request(path, body, access.by === 'key' ? { [access.header]: access.key } : {}, signal);
  };

  const all = async <Item>(path: string, query: Record<string, string>, read: (body: Uint8Array) => readonly Item[], signal: AbortSignal): Promise<Item[]> => {
    const items: Item[] = [];
    let next: string | null = new URLSearchParams({ limit: String(PAGE_SIZE), ...query }).toString();
    for (let count = 0; next !== null && count < MOST_PAGES; count += 1) {
      const response = await call(`${path}?${next}`, null, signal);
      items.push(...read(response.body));
      next = nextQuery(response, next);
    }
    return items;
  };

  const about = async ({ trackingNumber }: WatchedShipment, signal: AbortSignal) => {
    const events = await all('/events', queryOf(trackingNumber), readPage, signal);
    return events.length === 0 ? [] : [{ trackingNumber, content: { trackingNumber, events: events.map(({ content }) => content) } }];
  };

  return {
    ping: async (signal) => {
      if (config.poll === 'all') return void readPage((await call(`/events?${recorded(new Date(now().getTime() - HOUR_MS), '1')}`, null, signal)).body);
      // Those who list nothing without a filter answer 404 for a container that there is not: they were reached.
      try {
        readPage((await call(`/events?${new URLSearchParams({ limit: '1', equipmentReference: 'AAAU0000000' })}`, null, signal)).body);
      } catch (error) {
        if (!(error instanceof ConnectorError) || error.kind !== 'rejected') throw error;
      }
    },
    async *pull(cursor, signal) {
      if (config.poll === 'shipments') {
        const poll = { watched: () => watched(carrier === null ? null : [carrier]), perCall: 1, topic: 'shipment', now, log };
        yield* pollShipments({ ...poll, ask: (shipments, stop) => about(shipments[0]!, stop) }, cursor, signal);
        return;
      }
      const page = async (since: Date | null, next: string | null, stop: AbortSignal) => {
        const query = next ?? recorded(since, String(PAGE_SIZE));
        const response = await call(`/events?${query}`, null, stop);
        return { messages: readPage(response.body).map(({ id, content }) => toMessage(id, content, now())), next: nextQuery(response, query) };
      };
      yield* pullSince({ page, now, clock, log }, cursor, signal);
    },
    subscribe: async ({ trackingNumber }, callbackUrl, secret, signal) => {
      const wanted = subscriptionTo(callbackUrl, queryOf(trackingNumber));
      const existing = await all('/event-subscriptions', {}, readSubscriptions, signal);
      if (!existing.some(wanted.isMetBy)) await call('/event-subscriptions', { ...wanted.body, secret }, signal);
    },
  };
}

/** Their list is in the order in which events were created. */
function recorded(since: Date | null, limit: string): string {
  return new URLSearchParams({ limit, ...(since && { 'eventCreatedDateTime:gte': since.toISOString() }) }).toString();
}

/** The query of the page that `Next-Page` names; only its query is taken, so that no other address is ever called. Null at the end. */
function nextQuery({ headers }: HttpResponse, current: string): string | null {
  const link = headers['next-page']?.trim() ?? '';
  if (link === '') return null;
  const at = link.indexOf('?');
  if (at >= 0) return link.slice(at + 1);
  // Older ones give the cursor alone.
  const query = new URLSearchParams(current);
  query.set('cursor', link);
  return query.toString();
}

function toMessage(id: string, content: unknown, receivedAt: Date): Message {
  const body = writeJson(content);
  return { messageId: `${id}/${bytesHash(body)}`, topic: 'event', body, contentType: 'application/json', receivedAt };
}
