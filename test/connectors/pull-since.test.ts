import { ConnectorError, type Message } from '../../src/connectors/contract.js';
import { listWalkSince } from '../../src/connectors/list-walk.js';
import { pullSince, type EventList } from '../../src/connectors/pull-since.js';

const NOW = Date.parse('2026-03-05T12:00:00Z');
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const message = (messageId: string): Message => ({ messageId, topic: 't', body: Buffer.of(), contentType: 'application/json', receivedAt: new Date(NOW) });

/** Lists three pages under the names 1, 2 and 3, notes what it was asked for, and refuses one page some times. */
function list(asked: unknown[], failAt = '', kind: 'rejected' | 'transient' = 'transient', times = 1): EventList {
  const failed: unknown[] = [];
  const page: EventList['page'] = (since, next) => {
    asked.push([since?.toISOString() ?? null, next]);
    if (next === failAt && failed.push(next) <= times) return Promise.reject(new ConnectorError(kind, 'no such page'));
    return Promise.resolve({ messages: [message(next ?? '1')], next: { 1: '2', 2: '3', 3: null }[next ?? '1'] ?? null });
  };
  return { page, now: () => new Date(NOW), clock: { at: (ours) => ours }, log };
}

async function walk(events: EventList, cursor: string | null): Promise<{ ids: string[]; cursors: string[] }> {
  const ids: string[] = [];
  const cursors: string[] = [];
  for await (const page of pullSince(events, cursor, new AbortController().signal)) {
    ids.push(...page.messages.map(({ messageId }) => messageId));
    cursors.push(page.cursor);
  }
  return { ids, cursors };
}

it('walks over all pages, and looks back a quarter of an hour the next time', async () => {
  const asked: unknown[] = [];
  const { ids, cursors } = await walk(list(asked), null);
  expect(ids).toEqual(['1', '2', '3']);
  await walk(list(asked), cursors.at(-1)!);
  expect(asked.slice(0, 4)).toEqual([[null, null], [null, '2'], [null, '3'], ['2026-03-05T11:45:00.000Z', null]]);
});

it('takes up a walk at the page at which it broke off', async () => {
  const { cursors } = await walk(list([]), null);
  expect((await walk(list([]), cursors[0]!)).ids).toEqual(['2', '3']);
  const asked: unknown[] = [];
  await expect(walk(list(asked, '2'), cursors[0]!)).rejects.toMatchObject({ kind: 'transient' });
  expect(asked).toHaveLength(1);
});

it('begins anew where that page is forgotten, but not where another one is refused', async () => {
  const { cursors } = await walk(list([]), null);
  expect((await walk(list([], '3', 'rejected'), cursors[1]!)).ids).toEqual(['1', '2', '3']);
  await expect(walk(list([], '3', 'rejected', 2), cursors[1]!)).rejects.toMatchObject({ kind: 'rejected' });
  await expect(walk(list([], '3', 'rejected'), cursors[0]!)).rejects.toMatchObject({ kind: 'rejected' });
});

it('does not walk in circles', async () => {
  const round: EventList = { ...list([]), page: () => Promise.resolve({ messages: [], next: 'again' }) };
  await expect(walk(round, null)).rejects.toMatchObject({ kind: 'contract' });
});

it('begins where it is told to', async () => {
  const asked: unknown[] = [];
  await walk(list(asked), listWalkSince(new Date('2026-01-02T00:00:00Z')));
  expect(asked[0]).toEqual(['2026-01-01T23:45:00.000Z', null]);
});
