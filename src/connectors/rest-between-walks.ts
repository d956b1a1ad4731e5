import { ConnectorError, type ConnectorErrorKind, type Message } from './contract.js';

export interface PulledPage {
  readonly messages: Message[];
  readonly cursor: string;
}

/** The cursor between two walks: when the last one ended, and the failure that it ended with, if any. */
const BETWEEN = /^ended:(\d{1,15})(?::(rejected|contract):(.*))?$/s;

/** So much of a failure's message stands in the cursor. */
const MOST_CHARACTERS = 500;

/**
 * A pull by walks (`pollShipments`), which begins no new walk until `restMs` have passed since the last one ended; for
 * systems that count the calls, or lock a parcel that is asked about too often. The time stands in the cursor, so that it
 * holds over restarts and for every process. A walk that came to its end with a failure rests, too, and fails until the next one.
 */
export async function* restBetweenWalks(
  walk: (cursor: string | null) => AsyncIterable<PulledPage>,
  { restMs, now }: { readonly restMs: number; readonly now: () => Date },
  cursor: string | null,
): AsyncIterable<PulledPage> {
  const [, ended, kind, message = ''] = BETWEEN.exec(cursor ?? '') ?? [];
  const rested = ended === undefined ? null : now().getTime() - Number(ended);
  // A negative time means that a clock was set back: better one walk too early than none for long.
  if (rested !== null && rested >= 0 && rested < restMs) {
    if (kind !== undefined) throw new ConnectorError(kind as ConnectorErrorKind, message);
    return;
  }
  let end: PulledPage | null = null;
  const endedWith = (failure: string): PulledPage[] => (end ? [{ messages: end.messages, cursor: `ended:${now().getTime()}${failure}` }] : []);
  try {
    for await (const page of walk(ended === undefined ? cursor : null)) {
      if (page.cursor === '') end = page;
      else yield page;
    }
  } catch (error) {
    if (error instanceof ConnectorError) yield* endedWith(`:${error.kind}:${error.message.slice(0, MOST_CHARACTERS)}`);
    throw error;
  }
  yield* endedWith('');
}
