/** Shippo's tracking calls: asking about a parcel, and asking to be told of it. */
import { z } from 'zod';
import { ConnectorError, type ConnectorDeps, type Message, type WatchedShipment } from '../../contract.js';
import { pollShipments, type PolledShipment } from '../../poll-shipments.js';
import { readShape } from '../../shapes.js';
import type { Calls } from './calls.js';
import type { Config } from './config.js';
import { readTrack } from './wire.js';

/** Kept by Shippo with a track that we asked it to follow. */
const FOLLOWED = 'followed by Interline';

const anyPage = z.object({ results: z.array(z.unknown()) });

export interface Tracks {
  /** Calls the API once with the key. Throws ConnectorError. */
  ping(signal: AbortSignal): Promise<void>;
  /** Asks about the shipments under way of the carriers that the settings name, parcel by parcel. */
  pull(cursor: string | null, signal: AbortSignal): AsyncIterable<{ messages: Message[]; cursor: string }>;
  /** Asks to be told of a parcel, once. Throws ConnectorError('rejected') for a carrier that the settings do not name. */
  follow(shipment: WatchedShipment, signal: AbortSignal): Promise<void>;
}

export function createTracks(calls: Calls, carriers: Config['carriers'], { watched, now, log }: Omit<ConnectorDeps, 'http'>): Tracks {
  const addressOf = (token: string, number: string): string => `/tracks/${encodeURIComponent(token)}/${encodeURIComponent(number)}`;
  const ask = async (shipments: readonly WatchedShipment[], signal: AbortSignal): Promise<PolledShipment[]> => {
    const answers: PolledShipment[] = [];
    for (const { trackingNumber, carrier } of shipments) {
      const token = carriers.codeOf(carrier);
      if (token === null) continue;
      try {
        const content = await calls.get(addressOf(token, trackingNumber), {}, signal);
        readTrack(content, '');
        answers.push({ trackingNumber, content });
      } catch (error) {
        if (!isUnknownParcel(error)) throw error;
      }
    }
    return answers;
  };
  const isFollowed = async (token: string, number: string, signal: AbortSignal): Promise<boolean> => {
    try {
      return readTrack(await calls.get(addressOf(token, number), {}, signal), '').metadata === FOLLOWED;
    } catch (error) {
      // Carriers that can only be followed cannot be asked about.
      if (error instanceof ConnectorError && error.kind === 'rejected') return false;
      throw error;
    }
  };

  return {
    ping: async (signal) => void readShape(anyPage, await calls.get('/carrier_accounts/', { results: '1' }, signal)),
    pull: (cursor, signal) =>
      pollShipments({ watched: () => watched(carriers.names), perCall: 1, ask, topic: 'track', now, log }, cursor, signal),
    follow: async ({ trackingNumber, carrier }, signal) => {
      const token = carriers.codeOf(carrier);
      if (token === null) throw new ConnectorError('rejected', `CARRIERS names no Shippo token for the carrier of ${trackingNumber}`);
      if (await isFollowed(token, trackingNumber, signal)) return;
      const content = { carrier: token, tracking_number: trackingNumber, metadata: FOLLOWED };
      readTrack(await calls.post('/tracks/', content, signal), '');
    },
  };
}

/** Their 404 says so in words; any other, such as a proxy's, is a refusal. */
function isUnknownParcel(error: unknown): boolean {
  return error instanceof ConnectorError && error.details.status === 404 && error.message.includes('"Not found."');
}
