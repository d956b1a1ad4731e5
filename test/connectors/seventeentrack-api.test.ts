import { seventeentrack } from '../../src/connectors/carriers/seventeentrack/index.js';
import type { Connection, WatchedShipment } from '../../src/connectors/contract.js';
import { depsWith, outsideSystem, pulled, RECEIVED_AT, trackingOf, type Call, type OutsideSystem } from '../support/carrier.js';

const { signal } = new AbortController();
const shipment: WatchedShipment = { trackingNumber: 'N9', carrier: 'china post', country: 'PT', createdAt: '2026-03-01T00:00:00Z' };

interface Registered {
  readonly number: string;
  readonly carrier: number;
  track_time: string | null;
}

const refused = (number: string, code: number) => ({ number, carrier: 0, error: { code, message: `about ${number}` } });

/** An account that lists, answers and registers as 17TRACK does, two parcels a page. */
function account(registered: Registered[]) {
  return ({ url, body }: Call): readonly [number, unknown] => {
    const ok = (data: object, page?: object): readonly [number, unknown] => [200, { code: 0, data, page }];
    switch (url.pathname) {
      case '/track/v2.4/gettracklist': {
        const { page_no: no } = body as { page_no: number };
        const page = { data_total: registered.length, page_total: Math.ceil(registered.length / 2), page_no: no, page_size: 2 };
        return ok({ accepted: registered.slice((no - 1) * 2, no * 2) }, page);
      }
      case '/track/v2.4/gettrackinfo': {
        const wanted = body as { number: string }[];
        const accepted = wanted.map(({ number }) => {
          const { carrier, track_time: looked } = registered.find((one) => one.number === number)!;
          return { number, carrier, track_info: { tracking: { providers: [{ latest_sync_time: looked }] } } };
        });
        return ok({ accepted, rejected: [refused('gone', -18019902)] });
      }
      case '/track/v2.4/register': {
        const [{ number, carrier = 7 } = { number: '' }] = body as { number: string; carrier?: number }[];
        if (number === 'bad') return ok({ accepted: [], rejected: [refused(number, -18010012)] });
        if (registered.some((one) => one.number === number)) return ok({ accepted: [], rejected: [refused(number, -18019901)] });
        registered.push({ number, carrier, track_time: null });
        return ok({ accepted: [{ origin: 1, number, carrier }], rejected: [] });
      }
      default:
        return ok({ quota_total: 100, quota_remain: 99 });
    }
  };
}

describe('the API', () => {
  let system: OutsideSystem;
  let registered: Registered[];
  let now: Date;
  const connect = (baseUrl = system.url): Connection => {
    const settings = { API_KEY: 'KEY', BASE_URL: baseUrl, CARRIERS: 'China Post=3011' };
    return seventeentrack.connect(seventeentrack.parseConfig(settings), depsWith({ http: system.http, now: () => now }));
  };
  const numbersIn = (messages: readonly { body: Uint8Array }[]) => messages.map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as Registered).number);

  beforeEach(async () => {
    now = RECEIVED_AT;
    registered = [];
    system = await outsideSystem((call) => account(registered)(call));
  });
  afterEach(() => system.close());

  it('is asked for what was looked at since a day where it is told to', async () => {
    registered.push({ number: 'old', carrier: 3011, track_time: '2026-03-01T00:00:00Z' }, { number: 'new', carrier: 3011, track_time: '2026-03-03T00:00:00Z' });
    const { messages } = await pulled(connect().pull!(connect().cursorSince!(new Date('2026-03-02T00:00:00Z')), signal));
    expect(numbersIn(messages)).toEqual(['new']);
  });

  it('is walked page by page, and asked for what was looked at, with the key', async () => {
    registered.push(...['a', 'b', 'c', 'd', 'e'].map((number) => ({ number, carrier: 3011, track_time: number === 'b' ? null : '2026-03-01T00:00:00Z' })));
    const { messages, pages } = await pulled(connect().pull!(null, signal));
    expect([numbersIn(messages), pages]).toEqual([['a', 'c', 'd', 'e'], 3]);
    expect(system.calls[1]).toMatchObject({ method: 'POST', headers: { '17token': 'KEY' }, body: [{ number: 'a', carrier: 3011 }] });
    expect(trackingOf(connect().normalise(messages[0]!))).toMatchObject({ trackingNumber: 'a', carrier: 'China Post' });
  });

  it('is asked next only for what was looked at since, with an overlap, under the same id where nothing changed', async () => {
    registered.push({ number: 'old', carrier: 1, track_time: '2026-03-01T00:00:00Z' }, { number: 'late', carrier: 1, track_time: '2026-03-05T11:50:00Z' });
    const first = await pulled(connect().pull!(null, signal));
    now = new Date('2026-03-05T13:00:00Z');
    const second = await pulled(connect().pull!(first.cursor, signal));
    expect(second.messages.map(({ messageId }) => messageId)).toEqual([first.messages[1]!.messageId]);
    registered[0]!.track_time = '2026-03-05T12:30:00Z';
    expect(numbersIn((await pulled(connect().pull!(first.cursor, signal))).messages)).toEqual(['old', 'late']);
  });

  it('is not asked for parcels where there are none', async () => {
    registered.push({ number: 'a', carrier: 1, track_time: null });
    expect((await pulled(connect().pull!(null, signal))).messages).toEqual([]);
    expect(system.calls.map(({ url }) => url.pathname)).toEqual(['/track/v2.4/gettracklist']);
  });

  it('is taken up at the page where a pull broke off', async () => {
    registered.push(...['a', 'b', 'c'].map((number) => ({ number, carrier: 1, track_time: '2026-03-01T00:00:00Z' })));
    let cursor = '';
    for await (const page of connect().pull!(null, signal)) {
      cursor = page.cursor;
      break;
    }
    expect(numbersIn((await pulled(connect().pull!(cursor, signal))).messages)).toEqual(['c']);
  });

  it('does not make us walk for ever', async () => {
    const endless = await outsideSystem(() => [200, { code: 0, data: { accepted: [] }, page: { page_no: 1, page_total: 99 } }]);
    try {
      expect((await pulled(connect(endless.url).pull!(null, signal))).pages).toBe(1);
    } finally {
      await endless.close();
    }
  });

  it('registers a shipment once, with the number of its carrier', async () => {
    await connect().commands!.followShipment!(shipment, signal);
    await connect().commands!.followShipment!(shipment, signal);
    expect(registered).toEqual([{ number: 'N9', carrier: 3011, track_time: null }]);
    expect(system.calls[0]?.body).toEqual([{ number: 'N9', carrier: 3011 }]);
    await connect().commands!.followShipment!({ ...shipment, trackingNumber: 'N10', carrier: null }, signal);
    expect(system.calls.at(-1)?.body).toEqual([{ number: 'N10' }]);
  });

  it('says why a number is refused', async () => {
    const following = connect().commands!.followShipment!({ ...shipment, trackingNumber: 'bad' }, signal);
    await expect(following).rejects.toMatchObject({ kind: 'rejected', message: '17TRACK answered -18010012: about bad' });
  });

  it.each([
    [{ code: -18010002 }, 'auth'],
    [{ code: -18010003 }, 'transient'],
    [{ code: -18019907 }, 'throttled'],
    [{ code: -18019908 }, 'rejected'],
    [{ code: 0, data: { errors: [{ code: -18010004, message: 'disabled' }] } }, 'auth'],
    [{ code: 'zero' }, 'contract'],
  ])('means by %j the error %s', async (content, kind) => {
    const angry = await outsideSystem(() => [200, content]);
    try {
      await expect(pulled(connect(angry.url).pull!(null, signal))).rejects.toMatchObject({ kind });
      expect((await connect(angry.url).check(signal)).ok).toBe(false);
    } finally {
      await angry.close();
    }
  });

  it('is checked by asking for the quota', async () => {
    expect(await connect().check(signal)).toEqual({ ok: true, detail: `${system.url} answers and knows the access key` });
    expect(system.calls.map(({ url }) => url.pathname)).toEqual(['/track/v2.4/getquota']);
  });
});
