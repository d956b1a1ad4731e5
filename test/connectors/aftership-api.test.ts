import { aftership } from '../../src/connectors/carriers/aftership/index.js';
import type { Connection, WatchedShipment } from '../../src/connectors/contract.js';
import { depsWith, outsideSystem, pulled, RECEIVED_AT, trackingOf, type Call, type OutsideSystem } from '../support/carrier.js';

const { signal } = new AbortController();
const shipment: WatchedShipment = { trackingNumber: 'T9', carrier: 'Post Office', country: 'US', createdAt: '2026-03-01T00:00:00Z' };

interface Stored {
  readonly id: string;
  readonly tracking_number: string;
  readonly slug: string;
  updated_at: string;
}

/** An account that lists, filters and creates as AfterShip does; its cursors are the index to go on from. */
function account(trackings: Stored[], pageSize = 2) {
  return ({ method, url, body }: Call): readonly [number, unknown] => {
    if (method === 'POST') {
      const { tracking_number: number, slug = 'detected' } = body as { tracking_number: string; slug?: string };
      if (trackings.some((one) => one.tracking_number === number)) return [400, { meta: { code: 4003, message: 'Tracking already exists.' }, data: {} }];
      const created = { id: `new-${number}`, tracking_number: number, slug, updated_at: RECEIVED_AT.toISOString() };
      trackings.push(created);
      return [201, { meta: { code: 201 }, data: created }];
    }
    const query = url.searchParams;
    const found = trackings.filter(
      (one) =>
        one.updated_at >= (query.get('updated_at_min') ?? '') &&
        (!query.has('tracking_numbers') || one.tracking_number === query.get('tracking_numbers')) &&
        (!query.has('slug') || one.slug === query.get('slug')),
    );
    const from = Number(query.get('cursor') ?? '0');
    const next = from + pageSize;
    const hasNext = next < found.length;
    const pagination = { total: found.length, next_cursor: hasNext ? String(next) : '', has_next_page: hasNext };
    return [200, { meta: { code: 200 }, data: { pagination, trackings: found.slice(from, next) } }];
  };
}

describe('with an API key', () => {
  let system: OutsideSystem;
  let trackings: Stored[];
  let now: Date;
  const connect = (baseUrl = system.url): Connection => {
    const settings = { WEBHOOK_SECRET: 'secret', API_KEY: 'asat_1', BASE_URL: baseUrl, CARRIERS: 'Post Office=usps' };
    return aftership.connect(aftership.parseConfig(settings), depsWith({ http: system.http, now: () => now }));
  };
  const stored = (id: string, updatedAt: string): Stored => ({ id, tracking_number: `T-${id}`, slug: 'ups', updated_at: updatedAt });

  beforeEach(async () => {
    now = RECEIVED_AT;
    trackings = [];
    system = await outsideSystem((call) => account(trackings)(call));
  });
  afterEach(() => system.close());

  it('begins at a day where it is told to', async () => {
    trackings.push(stored('old', '2026-03-01T00:00:00Z'), stored('new', '2026-03-03T00:00:00Z'));
    const { messages } = await pulled(connect().pull!(connect().cursorSince!(new Date('2026-03-02T00:00:00Z')), signal));
    expect(messages.map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as Stored).id)).toEqual(['new']);
  });

  it('walks over every page, one message per tracking, with the key', async () => {
    trackings.push(...['a', 'b', 'c', 'd', 'e'].map((id) => stored(id, '2026-03-01T00:00:00Z')));
    const { messages, pages } = await pulled(connect().pull!(null, signal));
    expect([messages.length, pages]).toEqual([5, 3]);
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(5);
    expect(system.calls.map(({ url }) => url.searchParams.get('cursor'))).toEqual([null, '2', '4']);
    expect(system.calls[0]).toMatchObject({ method: 'GET', headers: { 'as-api-key': 'asat_1' } });
    expect(system.calls[0]?.url.pathname).toBe('/tracking/2026-07/trackings');
    expect(system.calls[0]?.url.searchParams.has('updated_at_min')).toBe(false);
    expect(trackingOf(connect().normalise(messages[0]!)).trackingNumber).toBe('T-a');
  });

  it('asks next for what was updated since the pull before began, less an overlap', async () => {
    trackings.push(stored('old', '2026-03-01T00:00:00Z'), stored('late', '2026-03-05T11:50:00Z'));
    const first = await pulled(connect().pull!(null, signal));
    now = new Date('2026-03-05T13:00:00Z');
    const second = await pulled(connect().pull!(first.cursor, signal));
    expect(system.calls.at(-1)?.url.searchParams.get('updated_at_min')).toBe('2026-03-05T11:45:00.000Z');
    expect(second.messages.map(({ messageId }) => messageId)).toEqual([first.messages[1]!.messageId]);
    trackings[0]!.updated_at = '2026-03-05T12:30:00Z';
    const third = await pulled(connect().pull!(first.cursor, signal));
    expect(third.messages).toHaveLength(2);
    expect(third.messages[0]!.messageId).not.toBe(first.messages[0]!.messageId);
  });

  it('goes on where it was interrupted', async () => {
    trackings.push(...['a', 'b', 'c'].map((id) => stored(id, '2026-03-01T00:00:00Z')));
    let cursor = '';
    for await (const page of connect().pull!(null, signal)) {
      cursor = page.cursor;
      break;
    }
    const rest = await pulled(connect().pull!(cursor, signal));
    expect(rest.messages).toHaveLength(1);
    expect(system.calls.at(-1)?.url.searchParams.get('cursor')).toBe('2');
  });

  it.each([
    ['the same cursor again', { next_cursor: 'x', has_next_page: true }],
    ['a next page without a cursor', { next_cursor: '', has_next_page: true }],
  ])('does not walk in circles on %s', async (_, pagination) => {
    const circle = await outsideSystem(() => [200, { data: { pagination, trackings: [] } }]);
    try {
      await expect(pulled(connect(circle.url).pull!(null, signal))).rejects.toMatchObject({ kind: 'contract' });
      expect(circle.calls.length).toBeLessThanOrEqual(2);
    } finally {
      await circle.close();
    }
  });

  it('follows a shipment with the slug of its carrier, and twice is once', async () => {
    await connect().commands!.followShipment!(shipment, signal);
    await connect().commands!.followShipment!(shipment, signal);
    const posts = system.calls.filter(({ method }) => method === 'POST');
    expect(posts.map(({ body }) => body)).toEqual([{ tracking_number: 'T9', slug: 'usps' }]);
  });

  it('lets AfterShip find out the carrier where no setting names it', async () => {
    await connect().commands!.followShipment!({ ...shipment, carrier: 'Someone' }, signal);
    expect(system.calls.find(({ method }) => method === 'POST')?.body).toEqual({ tracking_number: 'T9' });
  });

  it('takes it for done where somebody else was faster, and only then', async () => {
    let looks = 0;
    const answer = (found: number) => (call: Call): readonly [number, unknown] => {
      if (call.method === 'POST') return [400, { meta: { code: 4003 } }];
      looks += 1;
      const pagination = { next_cursor: '', has_next_page: false };
      return [200, { data: { pagination, trackings: looks === found ? [stored('x', '2026-03-01T00:00:00Z')] : [] } }];
    };
    const faster = await outsideSystem(answer(2));
    const refused = await outsideSystem(answer(-1));
    try {
      await expect(connect(faster.url).commands!.followShipment!(shipment, signal)).resolves.toBeUndefined();
      await expect(connect(refused.url).commands!.followShipment!(shipment, signal)).rejects.toMatchObject({ kind: 'rejected' });
    } finally {
      await faster.close();
      await refused.close();
    }
  });

  it('checks the key', async () => {
    expect(await connect().check(signal)).toEqual({ ok: true, detail: `${system.url} answers and knows the API key` });
    const closed = await outsideSystem(() => [401, {}]);
    try {
      expect(await connect(closed.url).check(signal)).toMatchObject({ ok: false, detail: expect.stringMatching(/^API_KEY is refused/) as unknown });
    } finally {
      await closed.close();
    }
  });
});
