import { ConnectorError, type HttpClient, type HttpRequest } from '../../src/connectors/contract.js';
import { TrytonClient } from '../../src/connectors/erp/tryton/client.js';
import { parseConfig } from '../../src/connectors/erp/tryton/config.js';
import { faultOf } from '../../src/connectors/erp/tryton/faults.js';
import { pullAll } from '../support/pulling.js';
import { connectTryton } from '../support/tryton-connection.js';

const ENV = { URL: 'https://erp.example/', DATABASE: 'main', USERNAME: 'gate', PASSWORD: ' secret ' };
const { signal } = new AbortController();

interface Call {
  readonly method: string;
  readonly params: unknown[];
  readonly request: HttpRequest;
}

/** A server that answers in memory: `answer` gives the result of a call, or throws what the HTTP client would. */
function fakeHttp(answer: (call: Call) => unknown, date?: string): { http: HttpClient; calls: Call[] } {
  const calls: Call[] = [];
  const http: HttpClient = {
    request: async (request) => {
      const { method, params } = JSON.parse(String(request.body)) as { method: string; params: unknown[] };
      const call = { method, params, request };
      calls.push(call);
      const content = { id: 1, result: await answer(call) };
      const text = JSON.stringify(content);
      const headers: Record<string, string> = date === undefined ? {} : { date };
      return { status: 200, headers, body: Buffer.from(text), text: () => text, json: () => JSON.parse(text) as unknown };
    },
  };
  return { http, calls };
}

const clientOf = (http: HttpClient): TrytonClient =>
  new TrytonClient(parseConfig(ENV), { http, now: () => new Date('2026-01-02T03:04:05Z'), log: console, watched: () => Promise.resolve([]) });

const unauthorised = (): ConnectorError => new ConnectorError('auth', 'answered 401', { status: 401 });
const methods = (calls: readonly Call[]): string[] => calls.map(({ method }) => method);

describe('settings', () => {
  it('have defaults, and a password is taken as it is', () => {
    expect(parseConfig(ENV)).toEqual({
      url: 'https://erp.example',
      database: 'main',
      username: 'gate',
      password: ' secret ',
      company: null,
      pageSize: 100,
      overlapSeconds: 300,
      sweepHours: 24,
    });
  });

  it('are refused together, each by its name', () => {
    const env = { URL: 'ftp://erp.example', DATABASE: ' ', COMPANY: '0', PAGE_SIZE: '1e2', OVERLAP_SECONDS: '-1', SWEEP_HOURS: '9999' };
    const error = (() => {
      try {
        return parseConfig(env);
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toMatchObject({ kind: 'config' });
    for (const name of [...Object.keys(env), 'USERNAME', 'PASSWORD']) expect((error as Error).message).toContain(name);
  });

  it.each(['https://user:pw@erp.example', 'https://erp.example/?a=1', 'https://erp.example/#a', 'erp.example'])('refuse the address %s', (URL) => {
    expect(() => parseConfig({ ...ENV, URL })).toThrow(/URL must be/);
  });
});

describe('a session', () => {
  it('is opened once for all who wait for it, and named in every call', async () => {
    const { http, calls } = fakeHttp(({ method }) => (method === 'common.db.login' ? [7, 'key'] : 1));
    const client = clientOf(http);
    await Promise.all([client.call('model.a.b', [], signal), client.call('model.a.c', [], signal)]);
    expect(methods(calls)).toEqual(['common.db.login', 'model.a.b', 'model.a.c']);
    expect(calls[0]!.request.url).toBe('https://erp.example/main/');
    expect(calls[0]!.params).toEqual(['gate', { password: ' secret ' }, 'en']);
    expect(calls[1]!.request.headers?.['authorization']).toBe(`Session ${Buffer.from('gate:7:key').toString('base64')}`);
  });

  it('that the server has forgotten is opened anew, once, for a write too', async () => {
    let key = 0;
    const { http, calls } = fakeHttp(({ method, request }) => {
      if (method === 'common.db.login') return [7, `key${(key += 1)}`];
      const authorization = Buffer.from(request.headers!['authorization']!.slice(8), 'base64').toString();
      if (authorization === 'gate:7:key1') throw unauthorised();
      return 'done';
    });
    expect(await clientOf(http).write('model.a.write', [], signal)).toBe('done');
    expect(methods(calls)).toEqual(['common.db.login', 'model.a.write', 'common.db.login', 'model.a.write']);
  });

  it('is given up where the new one is refused as well', async () => {
    const { http, calls } = fakeHttp(({ method }) => {
      if (method === 'common.db.login') return [7, 'key'];
      throw unauthorised();
    });
    await expect(clientOf(http).call('model.a.b', [], signal)).rejects.toMatchObject({ kind: 'auth' });
    expect(calls).toHaveLength(4);
  });

  it('that cannot be opened is tried anew by the next call, and not twice by one', async () => {
    let open = false;
    const { http, calls } = fakeHttp(({ method }) => {
      if (method === 'common.db.login' && !open) throw unauthorised();
      return [7, 'key'];
    });
    const client = clientOf(http);
    await expect(client.call('model.a.b', [], signal)).rejects.toMatchObject({ kind: 'auth', message: expect.stringContaining('USERNAME') as string });
    expect(calls).toHaveLength(1);
    open = true;
    await expect(client.call('model.a.b', [], signal)).resolves.toEqual([7, 'key']);
  });

  it('lets reads be repeated, and writes not', async () => {
    const { http, calls } = fakeHttp(({ method }) => (method === 'common.db.login' ? [7, 'key'] : null));
    const client = clientOf(http);
    await client.call('model.a.read', [], signal);
    await client.write('model.a.write', [], signal);
    expect(calls.map(({ request }) => request.idempotent)).toEqual([true, true, false]);
  });

  it("knows the server's clock, which may be ahead by the second that it was rounded to", async () => {
    const ours = new Date('2026-01-02T03:04:05Z');
    const silent = clientOf(fakeHttp(() => [7, 'key']).http);
    await silent.call('model.a.b', [], signal);
    expect(silent.serverTime(ours)).toEqual(new Date('2026-01-02T03:04:05Z'));
    const speaking = clientOf(fakeHttp(() => [7, 'key'], 'Fri, 02 Jan 2026 05:00:00 GMT').http);
    await speaking.call('model.a.b', [], signal);
    expect(speaking.serverTime(ours)).toEqual(new Date('2026-01-02T04:59:59Z'));
  });
});

describe("Tryton's errors, which come with status 200", () => {
  it.each<[unknown, string, RegExp]>([
    [['UserError', ['The value is wrong.', 'Look here', null]], 'rejected', /^m: The value is wrong\.: Look here$/],
    [['UserWarning', ['warn_1', 'Really?', '']], 'rejected', /^m: warn_1: Really\?$/],
    [['ConcurrencyException', 'Records were modified in the meanwhile'], 'rejected', /modified in the meanwhile/],
    [['could not serialize access due to concurrent update\n', ''], 'transient', /could not serialize/],
    // Processing an order locks its row and waits for nobody who holds it.
    [['could not obtain lock on row in relation "purchase_purchase"\n', ''], 'transient', /could not obtain lock/],
    [['connection to server at "10.0.0.1", port 5432 failed: Connection refused', ''], 'transient', /Connection refused/],
    [['server closed the connection unexpectedly', ''], 'transient', /server closed/],
    [['FATAL: the database system is starting up', ''], 'transient', /starting up/],
    [["'list_price'", ''], 'contract', /the server failed: 'list_price'/],
    [['__proto__', ''], 'contract', /__proto__/],
    [{ odd: true }, 'contract', /odd/],
    ['text', 'contract', /text/],
  ])('%j is %s', (error, kind, message) => {
    expect(faultOf('m', error)).toMatchObject({ kind, message: expect.stringMatching(message) as string });
  });

  it('tell a conflict from other refusals', () => {
    expect(faultOf('m', ['ConcurrencyException', 'x']).details).toEqual({ status: 409, cause: { conflict: true, version: null } });
    expect(faultOf('m', ['UserError', ['x']]).details).toEqual({ status: 200 });
  });
});

describe('a server with fewer modules, or with larger records, than ours', () => {
  const stamp = '1700000000.000000';
  const products = Array.from({ length: 40 }, (_, index) => ({
    id: index + 1,
    _timestamp: stamp,
    code: `C${index}`,
    name: 'A',
    list_price: null,
    'default_uom.': { id: 1, symbol: 'u', factor: 1, digits: 0 },
    'template.': { id: index + 1, _timestamp: stamp, 'list_prices.': [] },
  }));
  const tooLarge = new ConnectorError('contract', 'the answer is larger than 10000000 bytes', { status: 200 });

  /** Holds products only; answers at most `most` of them at a time, and knows no optional field but `fields`. */
  const serverWith = (fields: readonly [string, string][], most: number): ReturnType<typeof fakeHttp> =>
    fakeHttp(({ method, params }) => {
      if (method === 'common.db.login') return [7, 'key'];
      if (method === 'model.res.user.get_preferences') return { company: 1, 'company.rec_name': 'Ours' };
      if (method === 'model.company.company.search_read') return [{ id: 1, 'currency.': { id: 1, code: 'CHF' } }];
      if (method === 'model.ir.model.field.search_read') return fields.map(([model, name], id) => ({ id, name, 'model.': { id, model } }));
      if (method !== 'model.product.product.search_read') return [];
      const [domain, , limit] = params as [[string, string, number][], number, number];
      const after = domain.find(([name]) => name === 'id')![2];
      const rows = products.filter(({ id }) => id > after).slice(0, limit);
      if (rows.length > most) throw tooLarge;
      return rows;
    });

  it('is not asked for what it does not have', async () => {
    const { http, calls } = serverWith([['stock.shipment.out', 'weight']], 1000);
    await pullAll(connectTryton({ env: ENV, http }));
    expect(methods(calls)).not.toContain('model.carrier.search_read');
    const [domain, , , , fields] = calls.find(({ method }) => method === 'model.stock.shipment.out.search_read')!.params as [unknown, 0, 0, 0, string[]];
    expect(fields).toContain('weight');
    expect(fields.filter((field) => /carrier|package/.test(field))).toEqual([]);
    expect(JSON.stringify(domain)).not.toContain('package');
  });

  it('is asked for all that it has', async () => {
    const { http, calls } = serverWith([['carrier', 'party'], ['stock.shipment.out', 'carrier'], ['stock.shipment.out', 'packages'], ['stock.package', 'shipping_reference']], 1000);
    const connection = connectTryton({ env: ENV, http });
    const { cursor } = await pullAll(connection);
    await pullAll(connection, cursor);
    expect(methods(calls)).toContain('model.carrier.search_read');
    const asked = calls.filter(({ method }) => method === 'model.stock.shipment.out.search_read');
    expect(asked[0]!.params[4]).toEqual(expect.arrayContaining(['carrier', 'packages.shipping_reference']));
    expect(JSON.stringify(asked[1]!.params[0])).toContain('packages.write_date');
  });

  it('is asked for what changed since a day where it is told to, and for everything when that is due next', async () => {
    const asked = async (cursor: string, now: string): Promise<string> => {
      const { http, calls } = serverWith([], 1000);
      await pullAll(connectTryton({ env: ENV, http, now: () => new Date(now) }), cursor);
      return JSON.stringify(calls.filter(({ method }) => method === 'model.sale.sale.search_read').map(({ params }) => params[0]));
    };
    const { cursorSince } = connectTryton({ env: ENV, http: serverWith([], 1000).http, now: () => new Date('2026-03-05T12:00:00Z') });
    const cursor = cursorSince!(new Date('2026-03-02T00:00:00Z'));
    // Five minutes before: rows that were written then may have been committed later.
    expect(await asked(cursor, '2026-03-05T12:00:00Z')).toMatch(/"write_date",">",\{[^}]*"year":2026,"month":3,"day":1,"hour":23,"minute":55/);
    expect(await asked(cursor, '2026-03-06T11:59:00Z')).toContain('write_date');
    expect(await asked(cursor, '2026-03-06T12:00:00Z')).not.toContain('write_date');
  });

  it('is read in smaller pages where a page is too large, and given up where a record is', async () => {
    const whole = await pullAll(connectTryton({ env: ENV, http: serverWith([], 3).http }));
    expect(whole.messages).toHaveLength(products.length);
    await expect(pullAll(connectTryton({ env: ENV, http: serverWith([], 0).http }))).rejects.toBe(tooLarge);
  });

  it('refuses a cursor that is not its own', async () => {
    const connection = connectTryton({ env: ENV, http: serverWith([], 10).http });
    for (const cursor of ['', '{}', '{"v":2,"models":{}}', '{"v":1,"models":{"sale.sale":{"since":"x","lastSweep":null,"known":"","at":null}}}', '{"v":1,"models":{"sale.sale":{"since":null,"lastSweep":null,"known":"9-1","at":null}}}']) {
      await expect(pullAll(connection, cursor)).rejects.toMatchObject({ kind: 'contract' });
    }
  });

  it('cannot be read without a company', async () => {
    const { http } = fakeHttp(({ method }) => (method === 'common.db.login' ? [7, 'key'] : {}));
    expect(await connectTryton({ env: ENV, http }).check(signal)).toEqual({ ok: false, detail: expect.stringContaining('COMPANY') as string });
  });
});
