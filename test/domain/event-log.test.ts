import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { DomainError } from '../../src/domain/errors.js';
import type { LogEvent, LogPlace } from '../../src/domain/event-log.js';
import { comparePlaces, formatCursor, headCursor, heldBackSeconds, parseCursor, readEvents } from '../../src/domain/event-log.js';
import { lockKey } from '../../src/domain/locks.js';
import { transact } from '../../src/domain/transaction.js';
import type { Database } from '../../src/entities/database.js';
import { openDatabase } from '../../src/entities/database.js';
import { freshDatabase, serverUrl } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { untilReadable } from '../support/event-log.js';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await freshDatabase();
  database = test.database;
});
afterAll(() => test.close());

const by = { actor: 'tester', channel: 'test' };
const now = new Date('2026-03-02T08:00:00.123Z');

/** Moves an object on: its next status continues the last one, which only its lock makes safe to read. */
async function step(on: Pick<Database, 'em' | 'wake'>, objectIds: readonly string[], supplierId: string | null = null): Promise<void> {
  await transact(on, { now, by, locks: () => objectIds.map((id) => lockKey('ORDER', id)) }, async (tx) => {
    for (const objectId of objectIds) {
      const [last] = await tx.em.execute<{ to_status: string }[]>(
        'select to_status from event_log where object_id = ? order by length(to_status) desc, to_status desc limit 1',
        [objectId],
      );
      const from = last?.to_status ?? null;
      tx.append({
        objectType: 'ORDER',
        objectId,
        number: 'O-1',
        from,
        to: `S${Number((from ?? 'S0').slice(1)) + 1}`,
        occurredAt: now,
        supplierId,
        carrierId: null,
      });
    }
  });
}

async function readAll(on: Database, after: LogPlace | string | null, limit = 1_000): Promise<LogEvent[]> {
  const found: LogEvent[] = [];
  for (let place = after; ; ) {
    const page = await readEvents(on.reader, { after: place, limit });
    found.push(...page.events);
    place = page.end;
    if (!page.more) return found;
  }
}

describe('log cursor', () => {
  it('is the same after being read', () => {
    const place = { epoch: '0123456789abcdef', xid: 18446744073709551615n, seq: 9223372036854775807n };
    expect(parseCursor(formatCursor(place))).toEqual(place);
  });

  it.each([
    ['nothing', ''],
    ['no base64url', '***'],
    ['no place', Buffer.from('hello').toString('base64url')],
    ['a negative sequence', Buffer.from('0123456789abcdef:1:-1').toString('base64url')],
    ['an id beyond 64 bits', Buffer.from('0123456789abcdef:18446744073709551616:1').toString('base64url')],
    ['a sequence beyond 63 bits', Buffer.from('0123456789abcdef:1:9223372036854775808').toString('base64url')],
    ['leading zeros', Buffer.from('0123456789abcdef:01:1').toString('base64url')],
    ['another spelling', `${formatCursor({ epoch: 'a', xid: 1n, seq: 1n })}=`],
    ['a very long text', 'A'.repeat(1_000_000)],
  ])('refuses %s', (_what, cursor) => {
    expect(() => parseCursor(cursor)).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ code: 'CURSOR_INVALID' })] }));
  });

  it('orders by transaction before sequence', () => {
    const at = (xid: bigint, seq: bigint): LogPlace => ({ epoch: 'a', xid, seq });
    expect(comparePlaces(at(9n, 10n), at(10n, 9n))).toBeLessThan(0);
    expect(comparePlaces(at(10n, 10n), at(10n, 9n))).toBeGreaterThan(0);
    expect(comparePlaces(at(10n, 9n), at(10n, 9n))).toBe(0);
  });
});

describe('reading the event log', () => {
  it('gives what was written, with the head as its end', async () => {
    const head = await headCursor(database.reader);
    const id = randomUUID();
    await step(database, [id]);
    await step(database, [id]);
    await untilReadable(database);
    const page = await readEvents(database.reader, { after: head, limit: 10 });
    expect(page.more).toBe(false);
    expect(page.events).toEqual([
      expect.objectContaining({
        type: 'ORDER_CREATED', objectType: 'ORDER', objectId: id, number: 'O-1', from: null, to: 'S1',
        occurredAt: now, recordedAt: now, actor: 'tester', channel: 'test', supplierId: null, carrierId: null,
      }),
      expect.objectContaining({ type: 'ORDER_STATUS_CHANGED', from: 'S1', to: 'S2' }),
    ]);
    expect((await readEvents(database.reader, { after: page.end, limit: 10 })).events).toEqual([]);
    expect((await readEvents(database.reader, { after: page.events[0]!.cursor, limit: 10 })).events.map((e) => e.to)).toEqual(['S2']);
  });

  it('pages without gap or repeat across the change from 9 to 10', async () => {
    const head = await headCursor(database.reader);
    const id = randomUUID();
    for (let n = 0; n < 25; n += 1) await step(database, [id]);
    await untilReadable(database);
    const found = await readAll(database, head, 3);
    expect(found.map((e) => e.to)).toEqual(Array.from({ length: 25 }, (_, n) => `S${n + 1}`));
  });

  it('keeps to the kinds and the partner asked for', async () => {
    const head = await headCursor(database.reader);
    const supplierId = randomUUID();
    const [mine, other] = [randomUUID(), randomUUID()];
    await step(database, [other], randomUUID());
    await step(database, [mine], supplierId);
    await step(database, [other]);
    await untilReadable(database);
    const page = await readEvents(database.reader, { after: head, limit: 10, supplierId });
    expect(page.events.map((e) => e.objectId)).toEqual([mine]);
    expect((await readEvents(database.reader, { after: head, limit: 10, objectTypes: ['SHIPMENT'] })).events).toEqual([]);
    expect((await readEvents(database.reader, { after: head, limit: 10, objectTypes: ['SHIPMENT', 'ORDER'] })).events).toHaveLength(3);
    expect((await readEvents(database.reader, { after: head, limit: 10, carrierId: supplierId })).events).toEqual([]);
  });

  it('refuses a cursor of another database, and one of a future that was lost', async () => {
    const head = parseCursor(await headCursor(database.reader));
    const expired = { problems: [expect.objectContaining({ code: 'CURSOR_EXPIRED' })] };
    await expect(readEvents(database.reader, { after: { ...head, epoch: 'elsewhere' }, limit: 1 })).rejects.toMatchObject(expired);
    const future = formatCursor({ ...head, xid: head.xid + 1_000_000_000n });
    await expect(readEvents(database.reader, { after: future, limit: 1 })).rejects.toMatchObject(expired);
    await expect(readEvents(database.reader, { after: 'x', limit: 1 })).rejects.toBeInstanceOf(DomainError);
  });

  it('uses the index of each partition', async () => {
    const plan = await database.reader.rows(
      `explain select * from event_log where (xid, seq) > ('5'::xid8, 5) and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, seq limit 10`,
      [],
    );
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/Merge Append|Index Scan/);
    expect(text).not.toMatch(/Seq Scan/);
  });
});

// One connection serves the embedded database: its transactions never overlap.
const onServer = serverUrl ? describe : describe.skip;

onServer('reading beside concurrent writers (needs TEST_DATABASE_URL: the embedded database runs one transaction at a time)', () => {
  it('loses nothing, repeats nothing, and joins each object\'s events end to start under 64 writers in two processes\' pools', async () => {
    const second = await openDatabase({ ...(test.settings as { url: string }), writePool: 32, readPool: 2 }, () => now);
    const third = await openDatabase({ ...(test.settings as { url: string }), writePool: 32, readPool: 2 }, () => now);
    try {
      const head = await headCursor(database.reader);
      const ids = Array.from({ length: 12 }, () => randomUUID());
      const rounds = 25;
      let writing = true;
      const tail = (async () => {
        const found: LogEvent[] = [];
        for (let place: string | LogPlace = head; ; ) {
          const last = !writing;
          const page = await readEvents(database.reader, { after: place, limit: 7 });
          found.push(...page.events);
          place = page.end;
          if (last && !page.more) return { found, place };
        }
      })();
      const writer = async (n: number): Promise<void> => {
        for (let round = 0; round < rounds; round += 1) {
          // Different objects in different orders: only the fixed order of the locks keeps this from a deadlock.
          const picked = [ids[(n + round) % 12]!, ids[(n * 5 + round * 7) % 12]!];
          await step(n % 2 === 0 ? second : third, [...new Set(picked)]);
        }
      };
      await Promise.all(Array.from({ length: 64 }, (_, n) => writer(n)));
      await untilReadable(database);
      writing = false;
      const { found } = await tail;

      const written = await database.reader.query(null, `select count(*)::text from event_log where object_id = any($1::text::uuid[])`, [`{${ids.join(',')}}`]);
      expect(found.length).toBe(Number(written));
      expect(new Set(found.map((e) => e.place.seq)).size).toBe(found.length);
      for (const id of ids) {
        const own = found.filter((e) => e.objectId === id);
        expect(own.map((e) => e.from)).toEqual([null, ...own.slice(0, -1).map((e) => e.to)]);
      }
    } finally {
      await second.close();
      await third.close();
    }
  });

  it('waits for an older transaction, and says for how long', async () => {
    const sql = postgres((test.settings as { url: string }).url, { max: 1 });
    try {
      await untilReadable(database);
      const head = await headCursor(database.reader);
      const id = randomUUID();
      await sql.begin(async (older) => {
        await older`select pg_current_xact_id()`;
        await step(database, [id]);
        expect((await readEvents(database.reader, { after: head, limit: 10 })).events).toEqual([]);
        expect(await heldBackSeconds(database.reader)).toBeGreaterThan(0);
      });
      await untilReadable(database);
      expect((await readEvents(database.reader, { after: head, limit: 10 })).events.map((e) => e.objectId)).toEqual([id]);
    } finally {
      await sql.end();
    }
  });
});
