import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import postgres from 'postgres';
import type { LogCursor, LogEvent } from '../../src/domain/event-log.js';
import { headCursor, readEvents } from '../../src/domain/event-log.js';
import type { Feed, FeedOptions } from '../../src/domain/live/feed.js';
import { SlowConsumer, createFeed } from '../../src/domain/live/feed.js';
import type { Database, DatabaseSettings, Reader } from '../../src/entities/database.js';
import { openDatabase } from '../../src/entities/database.js';
import { freshDatabase, serverUrl } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { appendEvent, untilReadable } from '../support/event-log.js';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await freshDatabase();
  database = test.database;
});
afterAll(() => test.close());

const open: Feed[] = [];
afterEach(async () => {
  for (const feed of open.splice(0)) await feed.close();
});

// On a server another test's transaction may hold readers back after the wake-up: the tick finds the events then.
const options: FeedOptions = { now: () => new Date(), log: { warn: () => {} }, tickMs: 5 };

async function feedOn(on: Pick<Database, 'reader' | 'wake'>, more: Partial<FeedOptions> = {}): Promise<Feed> {
  const feed = await createFeed(on, { ...options, ...more });
  open.push(feed);
  return feed;
}

const all = (): boolean => true;
const never = 2 ** 30;

async function take(iterator: AsyncIterator<LogEvent>, count: number): Promise<LogEvent[]> {
  const taken: LogEvent[] = [];
  while (taken.length < count) {
    const { done, value } = await iterator.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

const numbers = (events: readonly LogEvent[]): string[] => events.map((event) => event.number);

async function append(on: Database, ...names: string[]): Promise<void> {
  for (const number of names) await appendEvent(on, { number });
}

describe('feed', () => {
  it('hands every subscriber each event once, from its subscription on', async () => {
    await append(database, 'before');
    await untilReadable(database);
    const feed = await feedOn(database);
    const [one, two] = [await feed.subscribe({ after: null, filter: all }), await feed.subscribe({ after: null, filter: (e) => e.number !== 'b' })];
    await append(database, 'a', 'b', 'c');
    await untilReadable(database);
    const three = await feed.subscribe({ after: null, filter: all });
    await append(database, 'd');
    expect(numbers(await take(one, 4))).toEqual(['a', 'b', 'c', 'd']);
    expect(numbers(await take(two, 3))).toEqual(['a', 'c', 'd']);
    expect(numbers(await take(three, 1))).toEqual(['d']);
    expect(feed.lag()).toMatchObject({ subscribers: 3, catchingUp: 0 });
  });

  it('is read by one reader, one reading at a time, however many listen', async () => {
    const readings = { now: 0, most: 0 };
    const rows: Reader['rows'] = async (sql, values) => {
      readings.now += 1;
      readings.most = Math.max(readings.most, readings.now);
      return database.reader.rows(sql, values).finally(() => (readings.now -= 1));
    };
    const feed = await feedOn({ reader: { ...database.reader, rows }, wake: database.wake });
    const listeners = await Promise.all(Array.from({ length: 40 }, () => feed.subscribe({ after: null, filter: all })));
    expect(feed.lag()).toMatchObject({ subscribers: 40, catchingUp: 0 });
    readings.most = 0;
    const told = Promise.all(listeners.map((listener) => take(listener, 3)));
    await append(database, 'x', 'y', 'z');
    for (const events of await told) expect(numbers(events)).toEqual(['x', 'y', 'z']);
    expect(readings.most).toBe(1);
  });

  it('is woken, without waiting for the tick', async () => {
    const feed = await feedOn(database, serverUrl ? {} : { tickMs: never });
    const iterator = await feed.subscribe({ after: null, filter: all });
    await append(database, 'woken');
    expect(numbers(await take(iterator, 1))).toEqual(['woken']);
  });

  it('finds by its tick what no wake-up told', async () => {
    const feed = await feedOn({ reader: database.reader, wake: { notify: () => {}, listen: async () => async () => {} } });
    const iterator = await feed.subscribe({ after: null, filter: all });
    await append(database, 'silent');
    expect(numbers(await take(iterator, 1))).toEqual(['silent']);
  });

  it('catches up page by page, then goes on live', async () => {
    const start = await headCursor(database.reader);
    const names = Array.from({ length: 11 }, (_, n) => `p${n}`);
    await append(database, ...names);
    const feed = await feedOn(database, { pageSize: 3 });
    const iterator = await feed.subscribe({ after: start, filter: all });
    expect(numbers(await take(iterator, 11))).toEqual(names);
    const waiting = take(iterator, 1);
    await append(database, 'live');
    expect(numbers(await waiting)).toEqual(['live']);
  });

  it('refuses a broken cursor before anything is streamed', async () => {
    const feed = await feedOn(database);
    await expect(feed.subscribe({ after: 'nonsense', filter: all })).rejects.toMatchObject({ code: 'INVALID' });
    expect(feed.lag().subscribers).toBe(0);
  });

  it('ends a subscriber that is too slow, and only that one; it resumes by its last cursor', async () => {
    const feed = await feedOn(database, { maxWaiting: 3, pageSize: 2 });
    const slow = await feed.subscribe({ after: null, filter: all });
    const quick = await feed.subscribe({ after: null, filter: all });
    await append(database, '1');
    const [first] = await take(slow, 1);
    for (const name of ['2', '3', '4', '5', '6']) {
      await append(database, name);
      await take(quick, name === '2' ? 2 : 1);
    }
    const refusal = await slow.next().then(() => null, (error: unknown) => error);
    expect(refusal).toBeInstanceOf(SlowConsumer);
    expect(refusal).toMatchObject({ code: 'SLOW_CONSUMER', cursor: first!.cursor });
    expect(await slow.next()).toEqual({ done: true, value: undefined });
    expect(feed.lag().subscribers).toBe(1);
    const again = await feed.subscribe({ after: (refusal as SlowConsumer).cursor, filter: all });
    expect(numbers(await take(again, 5))).toEqual(['2', '3', '4', '5', '6']);
  });

  it('ends a subscription whose filter throws, and only that one', async () => {
    const feed = await feedOn(database);
    const broken = await feed.subscribe({ after: null, filter: () => { throw new Error('no'); } });
    const sound = await feed.subscribe({ after: null, filter: all });
    await append(database, 'x', 'y');
    expect(numbers(await take(sound, 2))).toEqual(['x', 'y']);
    await expect(broken.next()).rejects.toThrow('no');
  });

  it('ends a waiting iterator at once by return, by the signal and by close', async () => {
    const feed = await feedOn(database);
    const aborter = new AbortController();
    const [byReturn, bySignal, byClose] = [
      await feed.subscribe({ after: null, filter: all }),
      await feed.subscribe({ after: null, filter: all, signal: aborter.signal }),
      await feed.subscribe({ after: null, filter: all }),
    ];
    const waiting = [byReturn.next(), bySignal.next(), byClose.next()];
    const done = { done: true, value: undefined };
    await byReturn.return?.();
    expect(await waiting[0]).toEqual(done);
    aborter.abort();
    expect(await waiting[1]).toEqual(done);
    expect(feed.lag().subscribers).toBe(1);
    await feed.close();
    expect(await waiting[2]).toEqual(done);
    await expect(feed.subscribe({ after: null, filter: all })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const aborted = await (await feedOn(database)).subscribe({ after: null, filter: all, signal: aborter.signal });
    expect(await aborted.next()).toEqual(done);
  });

  it('goes on after the database was away', async () => {
    let away = false;
    const warnings: string[] = [];
    const reader: Reader = {
      ...database.reader,
      rows: (...args) => (away ? Promise.reject(new Error('gone')) : database.reader.rows(...args)),
    };
    const feed = await feedOn({ reader, wake: database.wake }, { log: { warn: (_details, text) => warnings.push(text) } });
    const iterator = await feed.subscribe({ after: null, filter: all });
    away = true;
    await append(database, 'meanwhile');
    while (warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    away = false;
    expect(numbers(await take(iterator, 1))).toEqual(['meanwhile']);
    expect(warnings).toHaveLength(1);
  });
});

describe('joining the live head', () => {
  /** A feed that reads when told to, and whose readings can be held back between database and feed. */
  async function stagedFeed(): Promise<{ feed: Feed; ring: () => Promise<void>; holdNext: () => { reached: Promise<void>; release: () => void } }> {
    const holds: { reach: () => void; released: Promise<void> }[] = [];
    let listener = (): void => {};
    const reader: Reader = {
      ...database.reader,
      rows: async (...args) => {
        const hold = holds.shift();
        const rows = await database.reader.rows(...args);
        hold?.reach();
        await hold?.released;
        return rows;
      },
    };
    const wake = { notify: () => {}, listen: async (ring: () => void) => ((listener = ring), async () => {}) };
    return {
      feed: await feedOn({ reader, wake }, { tickMs: never }),
      ring: async () => {
        await untilReadable(database);
        listener();
      },
      holdNext: () => {
        let release = (): void => {};
        const released = new Promise<void>((resolve) => (release = resolve));
        const reached = new Promise<void>((reach) => holds.push({ reach, released }));
        return { reached, release };
      },
    };
  }

  async function start(): Promise<LogCursor> {
    await untilReadable(database);
    return headCursor(database.reader);
  }

  it('repeats nothing where the tailer is about to tell what was read already', async () => {
    const { feed, ring, holdNext } = await stagedFeed();
    const after = await start();
    await feed.subscribe({ after: null, filter: all });
    const tailer = holdNext();
    await append(database, 'j1');
    await ring();
    await tailer.reached;
    const joining = await feed.subscribe({ after, filter: all });
    tailer.release();
    expect(numbers(await take(joining, 1))).toEqual(['j1']);
    await append(database, 'j2');
    await ring();
    expect(numbers(await take(joining, 1))).toEqual(['j2']);
  });

  it('misses nothing where the tailer went on during its own reading', async () => {
    const { feed, ring, holdNext } = await stagedFeed();
    const after = await start();
    const first = await feed.subscribe({ after: null, filter: all });
    const own = holdNext();
    const subscribing = feed.subscribe({ after, filter: all });
    await own.reached;
    await append(database, 'j1');
    await ring();
    await take(first, 1);
    own.release();
    const joining = await subscribing;
    expect(numbers(await take(joining, 1))).toEqual(['j1']);
    await append(database, 'j2');
    await ring();
    expect(numbers(await take(joining, 1))).toEqual(['j2']);
  });

  it('misses nothing where the tailer is reading for others who have left', async () => {
    const { feed, ring, holdNext } = await stagedFeed();
    const after = await start();
    const first = await feed.subscribe({ after: null, filter: all });
    const own = holdNext();
    const subscribing = feed.subscribe({ after, filter: all });
    await own.reached;
    await append(database, 'j1');
    await ring();
    await take(first, 1);
    const tailer = holdNext();
    await append(database, 'j2');
    await ring();
    await tailer.reached;
    await first.return?.();
    own.release();
    const joining = await subscribing;
    tailer.release();
    expect(numbers(await take(joining, 2))).toEqual(['j1', 'j2']);
  });
});

describe('resuming', () => {
  /** Drops the connection after each of `cuts` events, while writers go on, and says what was seen in the end. */
  async function seenAcross(feeds: readonly Feed[], after: LogCursor, total: number, cuts: readonly number[]): Promise<LogEvent[]> {
    const seen: LogEvent[] = [];
    let cursor = after;
    for (let turn = 0; seen.length < total; turn += 1) {
      const iterator = await feeds[turn % feeds.length]!.subscribe({ after: cursor, filter: all });
      const part = await take(iterator, Math.min(cuts[turn % cuts.length] ?? 1, total - seen.length));
      await iterator.return?.();
      seen.push(...part);
      cursor = part.at(-1)?.cursor ?? cursor;
    }
    return seen;
  }

  async function writeConcurrently(on: readonly Database[], writers: number, each: number): Promise<void> {
    await Promise.all(
      Array.from({ length: writers }, async (_, n) => {
        for (let i = 0; i < each; i += 1) await append(on[n % on.length]!, `w${n}-${i}`);
      }),
    );
  }

  const plan = fc.record({
    writers: fc.integer({ min: 1, max: 6 }),
    each: fc.integer({ min: 1, max: 8 }),
    cuts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
    pageSize: fc.integer({ min: 1, max: 5 }),
  });

  async function holdsOn(databases: readonly Database[], runs: number): Promise<void> {
    await fc.assert(
      fc.asyncProperty(plan, async ({ writers, each, cuts, pageSize }) => {
        await untilReadable(database);
        const start = await headCursor(database.reader);
        const feeds = await Promise.all(databases.map((on) => feedOn(on, { pageSize })));
        const [seen] = await Promise.all([seenAcross(feeds, start, writers * each, cuts), writeConcurrently(databases, writers, each)]);
        await untilReadable(database);
        const { events } = await readEvents(database.reader, { after: start, limit: 1_000 });
        expect(seen.map((e) => e.cursor)).toEqual(events.map((e) => e.cursor));
        for (const feed of open.splice(0)) await feed.close();
      }),
      { numRuns: runs, seed: 20_260_302 },
    );
  }

  it('misses and repeats nothing, wherever the connection drops, while writers go on', () => holdsOn([database], 20));

  it('does so across close and reopen of the database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'interline-feed-'));
    const settings: DatabaseSettings = serverUrl ? test.settings : { dataDir: folder };
    try {
      const before = await openDatabase(settings, () => new Date());
      const start = await headCursor(before.reader);
      await append(before, 'r1', 'r2', 'r3');
      const feed = await createFeed(before, options);
      const [first] = await take(await feed.subscribe({ after: start, filter: all }), 1);
      await feed.close();
      await before.close();

      const after = await openDatabase(settings, () => new Date());
      const again = await createFeed(after, options);
      const iterator = await again.subscribe({ after: first!.cursor, filter: all });
      await append(after, 'r4');
      expect(numbers([first!, ...(await take(iterator, 3))])).toEqual(['r1', 'r2', 'r3', 'r4']);
      await again.close();
      await after.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const onServer = serverUrl ? it : it.skip;

  onServer('does so between two gateways on one PostgreSQL (needs TEST_DATABASE_URL: the embedded database serves one process)', async () => {
    const other = await openDatabase(test.settings, () => new Date());
    try {
      await holdsOn([database, other], 20);
    } finally {
      for (const feed of open.splice(0)) await feed.close();
      await other.close();
    }
  });

  onServer('delivers what an older transaction held back when the wake-up came (needs TEST_DATABASE_URL, see above)', async () => {
    const sql = postgres((test.settings as { url: string }).url, { max: 1 });
    try {
      await untilReadable(database);
      const start = await headCursor(database.reader);
      const feed = await feedOn(database);
      const iterator = await feed.subscribe({ after: null, filter: all });
      await sql.begin(async (older) => {
        await older`select pg_current_xact_id()`;
        await append(database, 'held back');
        expect((await readEvents(database.reader, { after: start, limit: 1 })).events).toEqual([]);
        expect(feed.lag().longestBacklog).toBe(0);
      });
      expect(numbers(await take(iterator, 1))).toEqual(['held back']);
    } finally {
      await sql.end();
    }
  });
});
