import type { Message } from './contract.js';

export interface PulledPage {
  readonly messages: Message[];
  readonly cursor: string;
}

/**
 * A pull by walks (`pollShipments`), which begins no new walk until `restMs` have passed since the last one ended; for
 * systems that count the calls, or lock a parcel that is asked about too often. The time stands in the cursor, so that it
 * holds over restarts and for every process.
 */
export async function* restBetweenWalks(
  walk: (cursor: string | null) => AsyncIterable<PulledPage>,
  { restMs, now }: { readonly restMs: number; readonly now: () => Date },
  cursor: string | null,
): AsyncIterable<PulledPage> {
  const [, ended] = /^ended:(\d{1,15})$/.exec(cursor ?? '') ?? [];
  const rested = ended === undefined ? null : now().getTime() - Number(ended);
  // A negative time means that a clock was set back: better one walk too early than none for long.
  if (rested !== null && rested >= 0 && rested < restMs) return;
  for await (const { messages, cursor: place } of walk(ended === undefined ? cursor : null)) {
    yield { messages, cursor: place === '' ? `ended:${now().getTime()}` : place };
  }
}
