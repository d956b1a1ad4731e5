import { basic } from '../../src/connectors/erp/odata/authorization.js';
import { ODataClient } from '../../src/connectors/erp/odata/client.js';
import type { Collection } from '../../src/connectors/erp/odata/collection.js';
import { pull, type PullJob, type PullSettings } from '../../src/connectors/erp/odata/pull.js';
import { serveOData, type Answer, type Call, type ODataServer } from '../support/odata-server.js';

const { signal } = new AbortController();
const NOW = new Date('2026-03-05T12:00:00Z');
const HOUR = 3_600_000;

interface Stored {
  readonly Id: string;
  changed: number;
  value?: number;
}

/** A service that filters by change and key, sorts by key and cuts pages, as OData services do. */
class FakeService {
  readonly rows: Stored[] = [];
  clock = NOW.getTime();
  /** Largest answer that it gives; 0: no limit of its own. */
  cut = 0;
  /** Answer in place of the call with this number. */
  broken = new Map<number, Answer>();
  calls = 0;

  answer({ target, headers }: Call): Answer {
    this.calls += 1;
    const broken = this.broken.get(this.calls);
    if (broken) return broken;
    const query = new URL(target, 'http://x').searchParams;
    const filter = query.get('$filter') ?? '';
    const since = Date.parse(/Changed ge ([^ )]+)/.exec(filter)?.[1] ?? '1970-01-01T00:00:00Z');
    const after = query.get('$skiptoken') ?? /Id gt '(\w+)'/.exec(filter)?.[1] ?? '';
    const asked = Number(query.get('$top') ?? /maxpagesize=(\d+)/.exec(String(headers['prefer']))?.[1] ?? 1000);
    const size = this.cut > 0 ? Math.min(this.cut, asked) : asked;
    const found = this.rows.filter(({ Id: id, changed }) => id > after && changed >= since).sort((a, b) => (a.Id < b.Id ? -1 : 1));
    const page = found.slice(0, size);
    const isCut = found.length > size && (!query.has('$top') || size < asked);
    query.set('$skiptoken', page.at(-1)?.Id ?? '');
    return {
      headers: { date: new Date(this.clock).toUTCString() },
      body: { value: page.map(({ Id, changed, value = 0 }) => ({ Id, changed, value })), ...(isCut ? { '@odata.nextLink': `Set?${query}` } : {}) },
    };
  }
}

describe.each(['top', 'prefer'] as const)('pulling pages limited by %s', (paging) => {
  let service: FakeService;
  let server: ODataServer;

  beforeEach(async () => {
    service = new FakeService();
    server = await serveOData((call) => service.answer(call));
  });
  afterEach(() => server.close());

  const add = (...ids: string[]): void => void service.rows.push(...ids.map((Id) => ({ Id, changed: service.clock - 30 * 24 * HOUR })));

  function job(settings: Partial<PullSettings> = {}): PullJob {
    const collection: Collection = { topic: 'things', service: `${server.url}/api/v1`, version: 4, set: 'Set', keys: ['Id'], changed: [{ property: 'Changed', as: 'instant' }], paging };
    const client = new ODataClient({ authorization: basic('a', 'b'), headers: {}, csrf: false }, { http: server.http, now: () => new Date(service.clock) });
    return {
      client,
      collections: [collection],
      settings: { pageSize: 2, overlapSeconds: 300, sweepHours: 24, ...settings },
      now: () => new Date(service.clock),
      complete: (_, rows) => Promise.resolve(rows.map((record) => ({ topic: 'things', id: String(record['Id']), record }))),
    };
  }

  async function run(cursor: string | null, settings: Partial<PullSettings> = {}): Promise<{ ids: string[]; messages: string[]; cursor: string; sizes: number[] }> {
    const result = { ids: [] as string[], messages: [] as string[], cursor: '', sizes: [] as number[] };
    for await (const page of pull(job(settings), cursor, signal)) {
      result.ids.push(...page.messages.map(({ messageId }) => messageId.split(':')[1]!));
      result.messages.push(...page.messages.map(({ messageId }) => messageId));
      result.sizes.push(page.messages.length);
      result.cursor = page.cursor;
    }
    return result;
  }

  it('reads every page, in order, with as few calls as there are pages', async () => {
    add('d', 'b', 'a', 'e', 'c');
    const { ids, sizes } = await run(null);
    expect(ids).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(sizes).toEqual([2, 2, 1, 0]);
    expect(service.calls).toBe(3);
  });

  it('goes along with a service that cuts pages smaller than asked', async () => {
    add('a', 'b', 'c', 'd', 'e');
    service.cut = 1;
    expect((await run(null)).ids).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('takes nothing for an empty end', async () => {
    expect(await run(null)).toMatchObject({ ids: [], sizes: [0] });
  });

  it('brings what changed since, with a look back, under the same id where it is the same', async () => {
    add('a', 'b', 'c');
    const first = await run(null);
    service.clock += HOUR;
    service.rows.find(({ Id: id }) => id === 'b')!.changed = NOW.getTime() - 200_000;
    const late = await run(first.cursor);
    // Stamped before the last pull and seen after it: within the look back.
    expect(late.ids).toEqual(['b']);
    expect(late.messages[0]).not.toBe(first.messages[1]);
    service.clock += 60_000;
    const again = await run(late.cursor);
    expect(again.ids).toEqual([]);
    service.rows.find(({ Id: id }) => id === 'c')!.changed = service.clock;
    const changed = await run(again.cursor);
    const repeated = await run(changed.cursor);
    expect(repeated.messages).toEqual(changed.messages);
  });

  it('counts from the beginning of a pull, not from its end', async () => {
    add('a', 'b', 'c');
    let cursor = '';
    for await (const page of pull(job({ overlapSeconds: 0 }), null, signal)) {
      cursor = page.cursor;
      // Behind its back: a page that is read already changes.
      if (page.messages.some(({ messageId }) => messageId.startsWith('things:a'))) {
        service.rows.find(({ Id: id }) => id === 'a')!.changed = service.clock + 5_000;
        service.clock += 60_000;
      }
    }
    expect((await run(cursor, { overlapSeconds: 0 })).ids).toEqual(['a']);
  });

  it('reads everything again after a day, and never where that is switched off', async () => {
    add('a', 'b');
    const { cursor } = await run(null);
    service.clock += 25 * HOUR;
    expect((await run(cursor)).ids).toEqual(['a', 'b']);
    expect((await run(cursor, { sweepHours: 0 })).ids).toEqual([]);
  });

  it('goes on where it was interrupted', async () => {
    add('a', 'b', 'c', 'd', 'e');
    service.broken.set(2, { status: 500, body: {} });
    let cursor = '';
    const interrupted = async (): Promise<void> => {
      for await (const page of pull(job(), null, signal)) cursor = page.cursor;
    };
    await expect(interrupted()).rejects.toMatchObject({ kind: 'transient' });
    expect((await run(cursor)).ids).toEqual(['c', 'd', 'e']);
  });

  it('asks for fewer records where a page cannot be read, and gives up at one', async () => {
    add('a', 'b', 'c');
    service.broken.set(1, { body: 'too large, cut off' });
    expect((await run(null)).sizes).toEqual([1, 1, 1, 0]);
    for (const call of [1, 2, 3]) service.broken.set(service.calls + call, { body: '[' });
    await expect(run(null)).rejects.toMatchObject({ kind: 'contract' });
  });

  it('does not walk in circles where the service ignores what it is asked for', async () => {
    const body = { value: [{ Id: 'a' }, { Id: 'b' }], ...(paging === 'prefer' ? { '@odata.nextLink': 'Set?$skiptoken=b' } : {}) };
    for (let call = 1; call < 20; call += 1) service.broken.set(call, { body });
    await expect(run(null)).rejects.toMatchObject({ kind: 'contract' });
    expect(service.calls).toBeLessThan(10);
  });

  it('refuses a row without its key', async () => {
    service.broken.set(1, { body: { value: [{ Id: '' }] } });
    await expect(run(null, { pageSize: 1 })).rejects.toMatchObject({ kind: 'contract', message: 'Set: a row without Id' });
  });

  it.each(['nonsense', '{}', '{"v":2,"collections":{}}', '{"v":1,"collections":{"things":{"since":"x"}}}'])('refuses the cursor %s', async (cursor) => {
    await expect(run(cursor)).rejects.toMatchObject({ kind: 'contract' });
  });
});
