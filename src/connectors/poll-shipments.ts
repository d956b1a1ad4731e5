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

interface Page {
  messages: Message[];
  cursor: string;
}

type Parcels = readonly WatchedShipment[];

/** Unreadable answers with no readable one between them: then it is not a parcel but their system that has changed. */
const MOST_UNREADABLE = 5;

/**
 * Walks over the shipments by tracking number. The cursor is the last number asked about, so that a walk that breaks off is
 * taken up where it stopped; null and the empty text begin a new one. An answer that was received before has the same
 * message id, and costs nothing.
 *
 * No parcel keeps those behind it from being asked about. One that is refused (`rejected`) or whose answer cannot be read
 * (`contract`) is passed over, and so is one at which two pulls broke off (`transient`), until the next walk. Whatever else fails
 * ends the pull. So does the last failure, once the walk is over, where not one of its parcels was answered.
 */
export async function* pollShipments(poll: ShipmentPoll, cursor: string | null, signal: AbortSignal): AsyncIterable<Page> {
  const { ask, topic, now, log } = poll;
  const walk = await takeUp(poll, cursor);
  const { waiting, suspects } = walk;
  const count = { answered: 0, passedOver: 0, unreadable: 0 };
  let last: ConnectorError | null = null;
  for (let parcels = waiting.shift(); parcels !== undefined; parcels = waiting.shift()) {
    signal.throwIfAborted();
    const answers = await ask(parcels, signal).catch((error: unknown) => failureOf(error, signal));
    if (!(answers instanceof ConnectorError)) {
      count.answered += 1;
      count.unreadable = 0;
      yield { messages: answers.map((answer) => toMessage(answer, topic, now())), cursor: placeAfter(parcels, waiting) };
      continue;
    }
    last = answers;
    if (last.kind === 'transient' && !suspects.delete(firstOf(parcels))) {
      yield { messages: [], cursor: `${BROKE_OFF}${firstOf(parcels)}` };
      throw last;
    }
    if (parcels.length > 1) {
      waiting.unshift(...parcels.map((parcel) => [parcel]));
      continue;
    }
    log.warn({ trackingNumber: firstOf(parcels), kind: last.kind, reason: last.message }, 'a parcel was passed over');
    count.passedOver += 1;
    if (last.kind === 'contract') count.unreadable += 1;
    yield { messages: [], cursor: placeAfter(parcels, waiting) };
    if (count.unreadable === MOST_UNREADABLE) throw last;
  }
  // What is left of an interrupted walk may have vanished meanwhile: the next pull begins anew.
  if (walk.isEmpty) yield { messages: [], cursor: '' };
  // A parcel that they do not know is nothing unusual; several without one that they do are. Part of a walk says nothing.
  const isTelling = last?.kind === 'contract' || (walk.isWhole && count.passedOver > 1);
  if (last !== null && count.answered === 0 && isTelling) throw last;
}

/** Begins the cursor of a walk that broke off at the parcel whose number follows; there is no tracking number like it. */
const BROKE_OFF = 'broke off at:';

interface Walk {
  /** What is still to be asked about, call by call. */
  readonly waiting: Parcels[];
  /** Numbers of the parcels of the call at which the last pull broke off; they are asked about one by one. */
  readonly suspects: Set<string>;
  readonly isWhole: boolean;
  readonly isEmpty: boolean;
}

async function takeUp({ watched, perCall }: ShipmentPoll, cursor: string | null): Promise<Walk> {
  const all = [...(await watched())].sort((a, b) => (a.trackingNumber < b.trackingNumber ? -1 : 1));
  const brokeOffAt = cursor?.startsWith(BROKE_OFF) ? cursor.slice(BROKE_OFF.length) : null;
  const left = all.filter(({ trackingNumber }) => (brokeOffAt === null ? trackingNumber > (cursor ?? '') : trackingNumber >= brokeOffAt));
  const isSame = brokeOffAt !== null && left[0]?.trackingNumber === brokeOffAt;
  const suspects = left.slice(0, isSame ? perCall : 0);
  const waiting: Parcels[] = suspects.map((parcel) => [parcel]);
  for (let start = suspects.length; start < left.length; start += perCall) waiting.push(left.slice(start, start + perCall));
  return { waiting, suspects: new Set(suspects.map(({ trackingNumber }) => trackingNumber)), isWhole: left.length === all.length, isEmpty: left.length === 0 };
}

/** A failure that may be that of the parcels asked about alone; throws any other. */
function failureOf(error: unknown, signal: AbortSignal): ConnectorError {
  const isOfParcels = error instanceof ConnectorError && ['rejected', 'contract', 'transient'].includes(error.kind);
  // What never reached them is not due to what was asked.
  if (!isOfParcels || error.details.notSent || signal.aborted) throw error;
  return error;
}

function firstOf([parcel]: Parcels): string {
  return parcel?.trackingNumber ?? '';
}

function placeAfter(parcels: Parcels, waiting: readonly Parcels[]): string {
  return waiting.length === 0 ? '' : (parcels.at(-1)?.trackingNumber ?? '');
}

function toMessage({ trackingNumber, content }: PolledShipment, topic: string, receivedAt: Date): Message {
  const body = writeJson(content);
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 32);
  return { messageId: `${trackingNumber}/${hash}`, topic, body, contentType: 'application/json', receivedAt };
}
