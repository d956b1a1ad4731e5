/** The query interface of an EPCIS 2.0 repository, as far as it is used: listing events by the time of their recording. */
import type { ConnectorDeps, HttpResponse, Message } from '../../contract.js';
import { writeJson } from '../../json.js';
import { pullSince } from '../../pull-since.js';
import { ServerClock } from '../../server-clock.js';
import { bytesHash } from '../../tracking-events.js';
import type { Repository } from './config.js';
import { readEventList } from './wire.js';

const PAGE_SIZE = '100';

export interface EpcisApi {
  /** Asks for one event. Throws ConnectorError. */
  ping(signal: AbortSignal): Promise<void>;
  /** Events recorded since the cursor, one message each. */
  pull(cursor: string | null, signal: AbortSignal): AsyncIterable<{ messages: Message[]; cursor: string }>;
}

export function createApi({ url, header, key }: Repository, { now, log, ...deps }: ConnectorDeps): EpcisApi {
  const clock = new ServerClock(now);
  const http = clock.listening(deps.http);
  const list = (query: Record<string, string>, signal: AbortSignal): Promise<HttpResponse> =>
    http.request({
      method: 'GET',
      url: `${url}/events?${new URLSearchParams(query)}`,
      headers: { 'GS1-EPCIS-Version': '2.0.0', 'GS1-CBV-Version': '2.0.0', ...(key !== '' && { [header]: key }) },
      accept: ['application/json', 'application/ld+json'],
      signal,
      idempotent: true,
    });
  const page = async (since: Date | null, next: string | null, signal: AbortSignal) => {
    const query = { perPage: PAGE_SIZE, ...(since && { GE_recordTime: since.toISOString() }), ...(next !== null && { nextPageToken: next }) };
    const response = await list(query, signal);
    return { messages: readEventList(response.body).map(({ content }) => toMessage(content, now())), next: nextToken(response) };
  };
  return {
    ping: async (signal) => void readEventList((await list({ perPage: '1' }, signal)).body),
    pull: (cursor, signal) => pullSince({ page, now, clock, log }, cursor, signal),
  };
}

/** Of the link to the next page only the token is taken, so that no other address is ever called. Null at the end. */
function nextToken({ headers }: HttpResponse): string | null {
  const link = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(headers.link ?? '')?.[1] ?? '';
  const at = link.indexOf('?');
  return at < 0 ? null : new URLSearchParams(link.slice(at + 1)).get('nextPageToken');
}

function toMessage(content: unknown, receivedAt: Date): Message {
  const body = writeJson(content);
  return { messageId: `event/${bytesHash(body)}`, topic: 'event', body, contentType: 'application/json', receivedAt };
}
