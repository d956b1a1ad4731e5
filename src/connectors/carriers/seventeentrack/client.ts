/** 17TRACK's API v2.4, as far as it is used: listing what is registered, asking for it, registering. */
import type { ConnectorDeps, Message, WatchedShipment } from '../../contract.js';
import { readInstant } from '../../instant.js';
import { writeJson } from '../../json.js';
import { readListWalk, writeListWalk } from '../../list-walk.js';
import { ServerClock } from '../../server-clock.js';
import { ALREADY_REGISTERED, faultOf, readAnswer, readListed, type Answer, type Listed } from './answers.js';
import type { Config } from './config.js';
import { messageIdOf } from './wire.js';

/** Looked at again on every pull, for changes that show up late. */
const OVERLAP_MS = 15 * 60_000;

export interface SeventeenTrackApi {
  /** Calls the API once with the key. Throws ConnectorError. */
  ping(signal: AbortSignal): Promise<void>;
  /**
   * Parcels that 17TRACK looked at since the cursor, one message each. Each pull walks over the whole list, 40 a page, and
   * asks for the page's parcels that were looked at since.
   */
  pull(cursor: string | null, signal: AbortSignal): AsyncIterable<{ messages: Message[]; cursor: string }>;
  /** Registers the number, once. */
  follow(shipment: WatchedShipment, signal: AbortSignal): Promise<void>;
}

export function createApi(config: Config, { now, log, ...deps }: Pick<ConnectorDeps, 'http' | 'now' | 'log'>): SeventeenTrackApi {
  const clock = new ServerClock(now);
  const http = clock.listening(deps.http);
  // All of these may be repeated: registering a number again is refused as already done.
  const call = async (endpoint: string, content: unknown, signal: AbortSignal): Promise<Answer> => {
    const response = await http.request({
      method: 'POST',
      url: `${config.baseUrl}/track/v2.4/${endpoint}`,
      headers: { '17token': config.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(content),
      accept: ['application/json'],
      signal,
      idempotent: true,
    });
    return readAnswer(response.json());
  };
  const ask = async (parcels: readonly Listed[], signal: AbortSignal): Promise<Message[]> => {
    if (parcels.length === 0) return [];
    const wanted = parcels.map(({ number, carrier }) => ({ number, ...(carrier && { carrier }) }));
    // Those that are rejected here have no news, or were deleted a moment ago.
    const { accepted } = await call('gettrackinfo', wanted, signal);
    return accepted.map((one) => toMessage(one, now()));
  };

  return {
    ping: async (signal) => void (await call('getquota', [], signal)),
    async *pull(text, signal) {
      const before = readListWalk(text, now().getTime(), log);
      const started = before.walk?.started ?? now().getTime();
      const lookedAfter = before.since === null ? null : before.since - OVERLAP_MS;
      let pageNo: number | null = pageOf(before.walk?.place);
      while (pageNo !== null) {
        const page = await call('gettracklist', { page_no: pageNo }, signal);
        const parcels = page.accepted.map(readListed).filter((one) => mayHaveNews(one, lookedAfter));
        // An empty page that claims more would make us walk for ever.
        pageNo = page.hasMore && page.accepted.length > 0 ? pageNo + 1 : null;
        const messages = await ask(parcels, signal);
        yield { messages, cursor: writeListWalk(before, started, pageNo === null ? null : String(pageNo), clock) };
      }
    },
    follow: async ({ trackingNumber: number, carrier }, signal) => {
      const code = config.carriers.codeOf(carrier);
      const { rejected } = await call('register', [{ number, ...(code !== null && { carrier: Number(code) }) }], signal);
      const refusal = rejected.find(({ error }) => error.code !== ALREADY_REGISTERED);
      if (refusal) throw faultOf(refusal.error);
    },
  };
}

function pageOf(place: string | undefined): number {
  return place !== undefined && /^[1-9]\d{0,8}$/.test(place) ? Number(place) : 1;
}

/** Never looked at: nothing is known. A time that cannot be read is asked about, to be on the safe side. */
function mayHaveNews({ track_time: looked }: Listed, after: number | null): boolean {
  if (!looked) return false;
  const at = readInstant(looked);
  return after === null || at === null || at.epochMs >= after;
}

function toMessage(content: unknown, receivedAt: Date): Message {
  const body = writeJson(content);
  return { messageId: messageIdOf('', content, body), topic: 'parcel', body, contentType: 'application/json', receivedAt };
}
