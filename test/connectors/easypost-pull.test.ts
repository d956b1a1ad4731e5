import { ConnectorError, type HttpClient, type HttpRequest, type Message } from '../../src/connectors/contract.js';
import { connect, RECEIVED_AT } from '../fixtures/easypost/shared.js';

const HOUR = 3_600_000;
const NOW = RECEIVED_AT.getTime();
const signal = new AbortController().signal;
const at = (ms: number): string => new Date(ms).toISOString();

interface Stored {
  readonly id: string;
  readonly created_at: string;
  updated_at: string;
}

function tracker(id: string, createdAgo: number, updatedAgo: number): Stored {
  return { id, object: 'Tracker', tracking_code: `T-${id}`, status: 'in_transit', created_at: at(NOW - createdAgo), updated_at: at(NOW - updatedAgo) } as Stored;
}

/** Lists trackers as EasyPost does: newest created first, in pages, `before_id` being the last one seen. */
function account(trackers: Stored[], pageSize = 2): HttpClient & { readonly calls: URLSearchParams[]; readonly requests: HttpRequest[]; failAt: number } {
  const calls: URLSearchParams[] = [];
  const requests: HttpRequest[] = [];
  const fake = {
    calls,
    requests,
    failAt: -1,
    request: (request: HttpRequest) => {
      const query = new URL(request.url).searchParams;
      calls.push(query);
      requests.push(request);
      if (calls.length - 1 === fake.failAt) return Promise.reject(new ConnectorError('transient', 'down'));
      const listed = trackers
        .filter(({ created_at: created }) => created >= (query.get('start_datetime') ?? ''))
        .sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
      const from = query.has('before_id') ? listed.findIndex(({ id }) => id === query.get('before_id')) + 1 : 0;
      const page = { trackers: listed.slice(from, from + pageSize), has_more: from + pageSize < listed.length };
      const text = JSON.stringify(page);
      return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(text), text: () => text, json: () => JSON.parse(text) as unknown });
    },
  };
  return fake;
}

interface Clock {
  now: number;
}

function pull(http: HttpClient, cursor: string | null, clock: Clock = { now: NOW }, warnings: string[] = []) {
  const log = { info: () => undefined, error: () => undefined, warn: (_: object, text: string) => void warnings.push(text) };
  return connect({ API_KEY: 'EZAK1' }, { http, now: () => new Date(clock.now), log }).pull!(cursor, signal);
}

async function all(pages: AsyncIterable<{ messages: Message[]; cursor: string }>): Promise<{ ids: string[]; messages: Message[]; cursor: string; pages: number }> {
  const messages: Message[] = [];
  let [cursor, count] = ['', 0];
  for await (const page of pages) {
    messages.push(...page.messages);
    cursor = page.cursor;
    count += 1;
  }
  return { ids: messages.map((one) => (JSON.parse(Buffer.from(one.body).toString()) as Stored).id), messages, cursor, pages: count };
}

describe('pull', () => {
  it('walks over every page, one message per tracker, with the key', async () => {
    const http = account(['a', 'b', 'c', 'd', 'e'].map((id, index) => tracker(id, (index + 1) * HOUR, HOUR)));
    const { ids, messages, pages } = await all(pull(http, null));
    expect(ids).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(pages).toBe(3);
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(5);
    expect(http.requests[0]).toMatchObject({ method: 'GET', idempotent: true, headers: { authorization: `Basic ${Buffer.from('EZAK1:').toString('base64')}` } });
    expect(http.requests[0]!.url).toContain('https://api.easypost.com/v2/trackers?');
    expect(http.calls.map((query) => [query.get('page_size'), query.get('before_id')])).toEqual([['100', null], ['100', 'b'], ['100', 'd']]);
  });

  it('gives messages that normalise like the webhook does', async () => {
    const { messages } = await all(pull(account([tracker('a', HOUR, HOUR)]), null));
    expect(connect().normalise(messages[0]!).facts).toEqual([expect.objectContaining({ kind: 'tracking', trackingNumber: 'T-a' })]);
  });

  it('brings next what changed since, with an overlap, and gives it the same id when it did not', async () => {
    const trackers = [tracker('old', 90 * 24 * HOUR, 20 * HOUR), tracker('lately', 50 * HOUR, HOUR / 6), tracker('new', 2 * HOUR, 2 * HOUR)];
    const http = account(trackers);
    const first = await all(pull(http, null));
    expect(first.ids).toEqual(['new', 'lately', 'old']);
    trackers[0]!.updated_at = at(NOW + HOUR / 2);
    trackers.push({ ...tracker('newest', 0, 0), created_at: at(NOW + HOUR / 2), updated_at: at(NOW + HOUR / 2) });
    const second = await all(pull(http, first.cursor, { now: NOW + HOUR }));
    expect(second.ids).toEqual(['newest', 'lately', 'old']);
    expect(second.messages[1]!.messageId).toBe(first.messages[1]!.messageId);
    expect(second.messages[2]!.messageId).not.toBe(first.messages[2]!.messageId);
  });

  it('begins at a day where it is told to', async () => {
    const http = account([tracker('old', 90 * 24 * HOUR, 50 * HOUR), tracker('lately', 50 * HOUR, HOUR)]);
    const { cursorSince } = connect({ API_KEY: 'EZAK1' });
    expect((await all(pull(http, cursorSince!(new Date(NOW - 40 * HOUR))))).ids).toEqual(['lately']);
    expect((await all(pull(http, cursorSince!(new Date(NOW - 51 * HOUR))))).ids).toEqual(['lately', 'old']);
    expect(connect().cursorSince).toBeUndefined();
  });

  it('does not miss what changes behind its back during the walk', async () => {
    const trackers = [tracker('a', HOUR, HOUR), tracker('b', 2 * HOUR, 2 * HOUR), tracker('c', 3 * HOUR, 3 * HOUR)];
    const clock = { now: NOW };
    const http = account(trackers, 1);
    const seen: string[] = [];
    let cursor = '';
    for await (const page of pull(http, null, clock)) {
      seen.push(...page.messages.map(({ messageId }) => messageId));
      cursor = page.cursor;
      clock.now += HOUR;
      trackers[0]!.updated_at = at(clock.now);
    }
    expect(seen).toHaveLength(3);
    expect((await all(pull(http, cursor, clock))).ids).toContain('a');
  });

  it('goes on where it was interrupted, and counts the time from the beginning of the walk', async () => {
    const trackers = ['a', 'b', 'c', 'd', 'e'].map((id, index) => tracker(id, (index + 1) * HOUR, HOUR));
    const http = account(trackers);
    http.failAt = 1;
    let cursor = '';
    const interrupted = async (): Promise<void> => {
      for await (const page of pull(http, null)) cursor = page.cursor;
    };
    await expect(interrupted()).rejects.toMatchObject({ kind: 'transient' });
    trackers[0]!.updated_at = at(NOW + HOUR / 2);
    const rest = await all(pull(http, cursor, { now: NOW + HOUR }));
    expect(rest.ids).toEqual(['c', 'd', 'e']);
    expect((await all(pull(http, rest.cursor, { now: NOW + 2 * HOUR }))).ids).toEqual(['a']);
  });

  it('starts a walk anew that was interrupted long ago', async () => {
    const http = account([tracker('a', HOUR, HOUR), tracker('b', 2 * HOUR, HOUR)]);
    const stale = JSON.stringify({ since: null, walk: { started: NOW - 25 * HOUR, place: 'a' } });
    expect((await all(pull(http, stale))).ids).toEqual(['a', 'b']);
  });

  it.each(['', 'nonsense', '[]', 'null', '{"since":"x","walk":{}}', '{"since":1e99,"walk":null}'])('starts from the beginning with the cursor %p', async (cursor) => {
    const { ids } = await all(pull(account([tracker('a', HOUR, HOUR)]), cursor));
    expect(ids).toEqual(['a']);
  });

  it.each([
    ['an empty page', []],
    ['a page whose last tracker has no id', [{ object: 'Tracker' }]],
    ['the same page again', [tracker('a', HOUR, HOUR)]],
  ])('does not walk in circles on %s that claims more', async (_, trackers) => {
    const text = JSON.stringify({ trackers, has_more: true });
    const http = { request: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from(text), text: () => text, json: () => JSON.parse(text) as unknown }) };
    const warnings: string[] = [];
    const { pages } = await all(pull(http, null, undefined, warnings));
    expect(pages).toBeLessThanOrEqual(2);
    expect(warnings).toHaveLength(1);
  });

  it('refuses a tracker nested more deeply than can be written down', async () => {
    const depth = 1_000_000;
    const text = `{"trackers": [${'['.repeat(depth)}${']'.repeat(depth)}]}`;
    const http = { request: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from(text), text: () => text, json: () => JSON.parse(text) as unknown }) };
    await expect(all(pull(http, null))).rejects.toMatchObject({ kind: 'contract' });
  });

  it('hands on a tracker that it cannot read, so that it is refused where it is seen', async () => {
    const broken = { id: 'x', object: 'Tracker', created_at: at(NOW), updated_at: 'today' } as Stored;
    const { messages } = await all(pull(account([broken]), JSON.stringify({ since: NOW, walk: null })));
    expect(messages).toHaveLength(1);
    expect(() => connect().normalise(messages[0]!)).toThrow(ConnectorError);
  });
});
