/** The pull of systems that cannot be asked what is new: one walk over the shipments under way, some at a time. */
import { createHash } from 'node:crypto';
import { ConnectorError, type Log, type Message, type WatchedShipment } from './contract.js';
import { writeJson } from './json.js';

export interface ShipmentPoll {
  readonly watched: () => Promise<readonly WatchedShipment[]>;
  /** How many parcels one call asks about. */
  readonly perCall: number;
  /** Asks about these parcels. What comes back is one message per parcel; one that is not known there is left out. */
  readonly ask: (shipments: readonly WatchedShipment[], signal: AbortSignal) => Promise<readonly PolledShipment[]>;
  readonly topic: string;
  readonly now: () => Date;
  readonly log: Log;
}

export interface PolledShipment {
  readonly trackingNumber: string;
  /** The answer about this parcel, as it is kept and normalised. */
  readonly content: unknown;
}

/**
 * Walks over the shipments by tracking number. The cursor is the last number asked about, so that a walk that breaks off is
 * taken up where it stopped; null and the empty text begin a new one. An answer that was received before has the same
 * message id, and costs nothing. A parcel that is refused (`rejected`) is passed over; whatever else fails ends the walk.
 */
export async function* pollShipments(
  { watched, perCall, ask, topic, now, log }: ShipmentPoll,
  cursor: string | null,
  signal: AbortSignal,
): AsyncIterable<{ messages: Message[]; cursor: string }> {
  const all = [...(await watched())].sort((a, b) => (a.trackingNumber < b.trackingNumber ? -1 : 1));
  const left = all.filter(({ trackingNumber }) => trackingNumber > (cursor ?? ''));
  for (let start = 0; start < left.length; start += perCall) {
    signal.throwIfAborted();
    const group = left.slice(start, start + perCall);
    const isLast = start + perCall >= left.length;
    const answers = await ask(group, signal).catch((error: unknown) => {
      if (!(error instanceof ConnectorError) || error.kind !== 'rejected') throw error;
      log.warn({ trackingNumbers: group.map(({ trackingNumber }) => trackingNumber), reason: error.message }, 'not known to the carrier');
      return [];
    });
    yield {
      messages: answers.map((answer) => toMessage(answer, topic, now())),
      cursor: isLast ? '' : (group.at(-1)?.trackingNumber ?? ''),
    };
  }
  // What is left of an interrupted walk may have vanished meanwhile: the next pull begins anew.
  if (left.length === 0) yield { messages: [], cursor: '' };
}

function toMessage({ trackingNumber, content }: PolledShipment, topic: string, receivedAt: Date): Message {
  const body = writeJson(content);
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 32);
  return { messageId: `${trackingNumber}/${hash}`, topic, body, contentType: 'application/json', receivedAt };
}
