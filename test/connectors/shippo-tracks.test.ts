import { shippo } from '../../src/connectors/carriers/shippo/index.js';
import type { Connection, WatchedShipment } from '../../src/connectors/contract.js';
import { depsWith, outsideSystem, pulled, trackingOf, type Call, type OutsideSystem } from '../support/carrier.js';

const { signal } = new AbortController();
const watched = (trackingNumber: string, carrier: string | null = 'UPS'): WatchedShipment => ({ trackingNumber, carrier, country: 'US', createdAt: '2026-03-01T00:00:00Z' });

/** Keeps tracks as Shippo does: each number is known, and a track that was posted keeps its metadata. */
function tracks(posted: Map<string, string>) {
  return ({ method, url, body }: Call): readonly [number, unknown] => {
    if (url.pathname === '/carrier_accounts/') return [200, { next: null, results: [] }];
    if (method === 'POST') {
      const { carrier, tracking_number: number, metadata } = body as Record<string, string>;
      posted.set(`${carrier}/${number}`, metadata!);
      return [201, { carrier, tracking_number: number, metadata, tracking_status: null }];
    }
    const [, , carrier, number] = url.pathname.split('/').map(decodeURIComponent);
    if (number === 'GONE') return [404, { detail: 'Not found.' }];
    const tracking_status = { status: 'TRANSIT', status_date: '2026-03-01T00:00:00Z', object_updated: '2026-03-02T00:00:00Z' };
    return [200, { carrier, tracking_number: number, metadata: posted.get(`${carrier}/${number}`) ?? '', tracking_status }];
  };
}

describe('tracking calls', () => {
  let system: OutsideSystem;
  let posted: Map<string, string>;
  const asked: (readonly string[] | null)[] = [];
  const connect = (shipments: WatchedShipment[] = []): Connection => {
    const settings = { WEBHOOK_TOKEN: 'a-token-of-some-length', API_KEY: 'shippo_test_1', BASE_URL: system.url, CARRIERS: 'UPS=ups, DHL Express=dhl_express' };
    const watching = (names: readonly string[] | null) => {
      asked.push(names);
      return Promise.resolve(shipments);
    };
    return shippo.connect(shippo.parseConfig(settings), depsWith({ http: system.http, watched: watching }));
  };

  beforeEach(async () => {
    posted = new Map();
    asked.length = 0;
    system = await outsideSystem((call) => tracks(posted)(call));
  });
  afterEach(() => system.close());

  it('ask about the shipments of the named carriers, one by one, with the key', async () => {
    const connection = connect([watched('B 2', 'DHL Express'), watched('A1'), watched('GONE'), watched('X', 'Someone')]);
    const { messages, cursor } = await pulled(connection.pull!(null, signal));
    expect(asked).toEqual([['UPS', 'DHL Express']]);
    expect(system.calls.map(({ url }) => url.pathname)).toEqual(['/tracks/ups/A1', '/tracks/dhl_express/B%202', '/tracks/ups/GONE']);
    expect(system.calls[0]?.headers).toMatchObject({ authorization: 'ShippoToken shippo_test_1', 'shippo-api-version': '2018-02-08' });
    expect(messages.map((message) => trackingOf(connection.normalise(message)))).toMatchObject([
      { trackingNumber: 'A1', carrier: 'UPS', snapshotStatus: 'IN_TRANSIT' },
      { trackingNumber: 'B 2', carrier: 'DHL Express' },
    ]);
    expect(cursor).toBe('');
  });

  it('give an answer that did not change the same id', async () => {
    const [first, second] = [await pulled(connect([watched('A1')]).pull!(null, signal)), await pulled(connect([watched('A1')]).pull!(null, signal))];
    expect(second.messages[0]!.messageId).toBe(first.messages[0]!.messageId);
  });

  it('follow a shipment once', async () => {
    await connect().commands!.followShipment!(watched('A1', 'ups'), signal);
    await connect().commands!.followShipment!(watched('A1', 'ups'), signal);
    const posts = system.calls.filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(1);
    expect(posts[0]).toMatchObject({ url: { pathname: '/tracks/' }, body: { carrier: 'ups', tracking_number: 'A1' } });
  });

  it('follow a shipment that cannot be asked about', async () => {
    await connect().commands!.followShipment!(watched('GONE'), signal);
    expect([...posted.keys()]).toEqual(['ups/GONE']);
  });

  it.each(['Someone', null])('refuse to follow for the carrier %p, whose token no setting tells', async (carrier) => {
    await expect(connect().commands!.followShipment!(watched('A1', carrier), signal)).rejects.toMatchObject({ kind: 'rejected' });
    expect(system.calls).toEqual([]);
  });

  it('check the key', async () => {
    expect(await connect().check(signal)).toEqual({ ok: true, detail: `${system.url} answers and knows the API key` });
  });
});
