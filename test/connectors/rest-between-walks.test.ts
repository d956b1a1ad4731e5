import { ConnectorError } from '../../src/connectors/contract.js';
import { type PulledPage, restBetweenWalks } from '../../src/connectors/rest-between-walks.js';

const REST = 30 * 60_000;
const START = Date.parse('2026-03-05T12:00:00Z');

/** A walk over three places, which notes where it was begun. */
function walker(begun: (string | null)[]): (cursor: string | null) => AsyncIterable<PulledPage> {
  return async function* (cursor) {
    begun.push(cursor);
    for (const place of ['a', 'b', '']) if (cursor === null || place > cursor || place === '') yield Promise.resolve({ messages: [], cursor: place });
  };
}

async function pull(cursor: string | null, at: number, begun: (string | null)[]): Promise<string[]> {
  const cursors: string[] = [];
  for await (const page of restBetweenWalks(walker(begun), { restMs: REST, now: () => new Date(at) }, cursor)) cursors.push(page.cursor);
  return cursors;
}

describe('restBetweenWalks', () => {
  it('begins no walk before the time is over, and then one from the beginning', async () => {
    const begun: (string | null)[] = [];
    const end = (await pull(null, START, begun)).at(-1)!;
    expect(await pull(end, START + REST - 1, begun)).toEqual([]);
    expect(begun).toEqual([null]);
    expect(await pull(end, START + REST, begun)).toHaveLength(3);
    expect(begun).toEqual([null, null]);
  });

  it('takes a walk that broke off up at once', async () => {
    const begun: (string | null)[] = [];
    expect(await pull('a', START, begun)).toEqual(['b', expect.stringMatching(/^ended:/)]);
    expect(begun).toEqual(['a']);
  });

  it('does not wait for a time that is still to come, after a clock was set back', async () => {
    const begun: (string | null)[] = [];
    const end = (await pull(null, START, begun)).at(-1)!;
    expect(await pull(end, START - 86_400_000, begun)).toHaveLength(3);
  });

  it('rests after a walk that ended with a failure, too, and fails as long', async () => {
    const failing = async function* (): AsyncIterable<PulledPage> {
      yield Promise.resolve({ messages: [], cursor: 'a' });
      yield Promise.resolve({ messages: [], cursor: '' });
      throw new ConnectorError('rejected', 'not one of them: known\nat all');
    };
    const cursors: string[] = [];
    const refusal = { kind: 'rejected', message: 'not one of them: known\nat all' };
    const walkAt = async (at: number, cursor: string | null): Promise<void> => {
      for await (const page of restBetweenWalks(failing, { restMs: REST, now: () => new Date(at) }, cursor)) cursors.push(page.cursor);
    };
    await expect(walkAt(START, null)).rejects.toMatchObject(refusal);
    expect(cursors).toEqual(['a', expect.stringMatching(/^ended:/)]);
    await expect(walkAt(START + REST - 1, cursors[1]!)).rejects.toMatchObject(refusal);
    expect(cursors).toHaveLength(2);
    const begun: (string | null)[] = [];
    expect(await pull(cursors[1]!, START + REST, begun)).toHaveLength(3);
    expect(begun).toEqual([null]);
  });
});
