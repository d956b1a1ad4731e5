/** Kuaidi100's API, as far as it is used: the query about one parcel, and the subscription to one. */
import type { ConnectorDeps, ConnectorErrorKind, WatchedShipment } from '../../contract.js';
import { pollShipments, type PolledShipment } from '../../poll-shipments.js';
import { type PulledPage, restBetweenWalks } from '../../rest-between-walks.js';
import { md5, post, refusal } from './calls.js';
import type { Config } from './config.js';
import { type QueryReply, readQueryReply, readSubscriptionReply } from './wire.js';

/** A parcel that is asked about more than once in half an hour is locked; some minutes more for clocks that differ. */
const REST_MS = 35 * 60_000;

/** Why the query has no answer (https://api.kuaidi100.com/document/5f0ffb5ebc8da837cbd8aefc). */
const QUERY_REFUSALS: Readonly<Record<string, ConnectorErrorKind>> = {
  '400': 'rejected',
  '408': 'rejected',
  '501': 'transient',
  '502': 'transient',
  '503': 'auth',
  '601': 'auth',
};

/** Why a parcel is not followed (https://api.kuaidi100.com/document/pushService). */
const SUBSCRIPTION_REFUSALS: Readonly<Record<string, ConnectorErrorKind>> = {
  '500': 'transient',
  '600': 'auth',
  '601': 'auth',
  '700': 'rejected',
  '701': 'rejected',
  '702': 'rejected',
};

/** Nothing is known about the parcel (yet). */
const NOTHING_FOUND = '500';
const SUBSCRIBED: ReadonlySet<string> = new Set(['200', '501']);

export interface Kuaidi100Query {
  /** Asks with our signature about a parcel that does not exist. Throws ConnectorError. */
  ping(signal: AbortSignal): Promise<void>;
  /** Walks over the parcels of the configured carriers, each at most once in half an hour. */
  pull(cursor: string | null, signal: AbortSignal): AsyncIterable<PulledPage>;
}

export function createQuery(config: Config & { readonly key: string; readonly customer: string }, deps: ConnectorDeps): Kuaidi100Query {
  const query = async (com: string, num: string, signal: AbortSignal): Promise<QueryReply> => {
    const param = JSON.stringify({ com, num, ...(config.phone && { phone: config.phone }), resultv2: '4', show: '0', order: 'desc' });
    const fields = { customer: config.customer, sign: md5(param + config.key + config.customer), param };
    return readQueryReply(await post(deps, { url: `${config.baseUrl}/poll/query.do`, fields, isRepeatable: true }, signal));
  };
  const ask = async (com: string, num: string, signal: AbortSignal): Promise<PolledShipment[]> => {
    const answer = await query(com, num, signal);
    if (answer.kind === 'found') return [{ trackingNumber: num, content: answer.content }];
    if (answer.code === NOTHING_FOUND) return [];
    throw refusal(QUERY_REFUSALS, answer);
  };

  return {
    ping: async (signal) => {
      const answer = await query(config.carriers.codeOf(config.carriers.names[0]!)!, '000000', signal);
      if (answer.kind === 'found' || answer.code === NOTHING_FOUND) return;
      const error = refusal(QUERY_REFUSALS, answer);
      // That there is no such parcel is what we want to hear.
      if (error.kind !== 'rejected') throw error;
    },
    pull: (cursor, signal) => {
      const codes = new Map<string, string>();
      const walk = (place: string | null) =>
        pollShipments(
          {
            watched: () => watchedByCode(config, deps, codes),
            perCall: 1,
            ask: async (shipments, abort) => (await Promise.all(shipments.map(({ trackingNumber: num }) => ask(codes.get(num)!, num, abort)))).flat(),
            topic: 'query',
            now: deps.now,
            log: deps.log,
          },
          place,
          signal,
        );
      return restBetweenWalks(walk, { restMs: REST_MS, now: deps.now }, cursor);
    },
  };
}

/** The parcels under way of every configured carrier; notes for each the code to ask with. */
async function watchedByCode({ carriers }: Config, { watched }: ConnectorDeps, codes: Map<string, string>): Promise<readonly WatchedShipment[]> {
  const byNumber = new Map<string, WatchedShipment>();
  for (const name of carriers.names) {
    for (const shipment of await watched([name])) {
      byNumber.set(shipment.trackingNumber, shipment);
      codes.set(shipment.trackingNumber, carriers.codeOf(name)!);
    }
  }
  return [...byNumber.values()];
}

/** Subscribes to a parcel; one that we follow already is followed still. Throws ConnectorError. */
export async function subscribe(
  config: Config & { readonly key: string; readonly callbackUrl: string },
  deps: ConnectorDeps,
  { trackingNumber, carrier }: WatchedShipment,
  signal: AbortSignal,
): Promise<void> {
  const code = config.carriers.codeOf(carrier);
  const parameters = {
    callbackurl: config.callbackUrl,
    salt: config.salt,
    resultv2: '4',
    // Without a carrier they tell it from the number.
    ...(code === null && { autoCom: '1' }),
    ...(config.phone && { phone: config.phone }),
  };
  const param = JSON.stringify({ company: code ?? '', number: trackingNumber, key: config.key, parameters });
  // A parcel that is followed already is answered with 501.
  const reply = readSubscriptionReply(await post(deps, { url: `${config.baseUrl}/poll`, fields: { schema: 'json', param }, isRepeatable: true }, signal));
  if (!SUBSCRIBED.has(reply.code)) throw refusal(SUBSCRIPTION_REFUSALS, reply);
}
