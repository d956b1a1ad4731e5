/**
 * Two gateway processes on one PostgreSQL: a subscriber of one sees what was posted to the other, goes on there with its
 * cursor, and misses and repeats nothing, also where its gateway is killed. The tests run it once, the soak again and again.
 */
import { isDeepStrictEqual } from 'node:util';
import type { GatewayProcess } from '../support/process.js';
import { processToken } from '../support/process.js';
import type { Change, Listener } from './listener.js';
import { expectedChanges, listen } from './listener.js';
import type { Place } from './place.js';
import type { Random } from './random.js';
import type { Scan } from './scans.js';
import { bodyOf, makeScans, overConnections, post } from './scans.js';
import { chainBreaks, readLog } from './view.js';

export interface TwoProcessesPlan {
  readonly random: Random;
  /** As many as the place's company has orders. */
  readonly shipments: number;
  readonly scans: number;
}

export interface TwoProcessesFigures {
  /** Changes told to the subscriber whose gateway was killed, over both its lives. */
  readonly told: number;
  /** Subscribers that were told something else than the log holds. */
  readonly missedOrRepeated: readonly string[];
  readonly unexpectedAnswers: readonly string[];
  readonly chainBreaks: readonly string[];
}

/** Kills `a`. Both must take EasyPost's webhooks and stand at `place`. */
export async function twoProcesses(place: Place, [a, b]: readonly [GatewayProcess, GatewayProcess], { random, shipments, scans: count }: TwoProcessesPlan): Promise<TwoProcessesFigures> {
  const token = await processToken('ADMIN');
  const scans = makeScans(random, Array.from({ length: shipments }, (_, n) => `TRK${1000 + n}`), count);
  const third = Math.ceil(count / 3);
  const [toB, toA, whileKilled] = [scans.slice(0, third), scans.slice(third, 2 * third), scans.slice(2 * third)];
  const unexpectedAnswers: string[] = [];
  const missedOrRepeated: string[] = [];
  const listeners: Listener[] = [];
  const subscribe = (gateway: GatewayProcess, after: string): Listener => {
    const listener = listen(gateway.url, token, 'shipmentStatusChanged', after);
    listeners.push(listener);
    return listener;
  };
  const postAll = (gateway: GatewayProcess, part: readonly Scan[], expected: readonly string[]): Promise<void> =>
    overConnections(8, random.shuffled(part), async (scan) => {
      const { status, result } = await post(gateway.url, bodyOf(scan));
      if (status !== 200 || !expected.includes(result ?? '')) unexpectedAnswers.push(`${scan.id}: ${status} ${result}`);
    });
  /** Everything that the log holds of shipments after a cursor. */
  const told = async (gateway: GatewayProcess, after: string): Promise<Change[]> => {
    await place.untilReadable();
    return expectedChanges(await readLog(gateway.url, token), 'shipmentStatusChanged', after);
  };
  const compare = (who: string, seen: readonly Change[], expected: readonly Change[]): void => {
    if (!isDeepStrictEqual([...seen], [...expected])) missedOrRepeated.push(`${who}: ${seen.length} changes, not the ${expected.length} of the log`);
  };

  try {
    await place.untilReadable();
    const origin = (await readLog(a.url, token)).at(-1)?.cursor ?? '';
    const atA = subscribe(a, origin);
    await postAll(b, toB, ['applied']);
    const first = await told(b, origin);
    await atA.until(first.length);
    compare('of A, posted to B', atA.seen, first);

    // On at the other process, from the middle of what was seen.
    const middle = atA.seen[Math.floor(atA.seen.length / 2)]?.cursor ?? '';
    const atB = subscribe(b, middle);
    await postAll(a, toA, ['applied']);
    const second = await told(a, middle);
    await Promise.all([atB.until(second.length), atA.until((await told(b, origin)).length)]);
    compare('resumed at B', atB.seen, second);
    compare('of A, posted to both', atA.seen, await told(b, origin));

    // A is killed while it takes messages; its subscriber goes on at B with its last cursor.
    const posting = overConnections(8, whileKilled, async (scan) => {
      await post(a.url, bodyOf(scan)).catch(() => null);
    });
    await atA.until(atA.seen.length + 1);
    await Promise.all([a.kill(), posting]);
    const seenAtA = [...atA.seen];
    const resumed = subscribe(b, seenAtA.at(-1)?.cursor ?? '');
    await postAll(b, whileKilled, ['applied', 'duplicate']);
    const all = await told(b, origin);
    await resumed.until(all.length - seenAtA.length);
    compare('of A, killed, resumed at B', [...seenAtA, ...resumed.seen], all);
    return { told: all.length, missedOrRepeated, unexpectedAnswers, chainBreaks: chainBreaks(await readLog(b.url, token)) };
  } finally {
    for (const listener of listeners) await listener.stop();
  }
}
