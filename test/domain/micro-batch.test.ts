import fc from 'fast-check';
import { microBatch } from '../../src/domain/micro-batch.js';

/** A run that ends when it is told to. */
interface Run {
  readonly items: readonly number[];
  end(error?: Error): void;
}

function batching(limits: { mostItems: number; lanes: number; enough: number }): { runs: Run[]; send: (item: number) => Promise<number> } {
  const runs: Run[] = [];
  const send = microBatch<number, number>(
    (items) =>
      new Promise((resolve, reject) => {
        runs.push({ items, end: (error) => (error ? reject(error) : resolve(items.map((item) => item * 10))) });
      }),
    limits,
  );
  return { runs, send };
}

const settle = (): Promise<void> => new Promise(setImmediate);

describe('micro-batches', () => {
  it('begin at once alone, and gather what comes meanwhile', async () => {
    const { runs, send } = batching({ mostItems: 10, lanes: 1, enough: 1 });
    const answers = [1, 2, 3].map(send);
    expect(runs.map(({ items }) => items)).toEqual([[1]]);
    runs[0]?.end();
    await settle();
    expect(runs.map(({ items }) => items)).toEqual([[1], [2, 3]]);
    runs[1]?.end();
    expect(await Promise.all(answers)).toEqual([10, 20, 30]);
  });

  it('begin beside another one only where enough are waiting', async () => {
    const { runs, send } = batching({ mostItems: 10, lanes: 2, enough: 3 });
    const answers = [1, 2, 3].map(send);
    expect(runs.map(({ items }) => items)).toEqual([[1]]);
    answers.push(send(4));
    expect(runs.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
    for (const run of runs) run.end();
    expect(await Promise.all(answers)).toEqual([10, 20, 30, 40]);
  });

  it('begin beside another one with no fewer than that one holds', async () => {
    const { runs, send } = batching({ mostItems: 10, lanes: 2, enough: 1 });
    const answers = [1, 2, 3, 4, 5].map(send);
    expect(runs.map(({ items }) => items)).toEqual([[1], [2]]);
    for (const run of runs.slice(0, 2)) run.end();
    await settle();
    expect(runs.map(({ items }) => items)).toEqual([[1], [2], [3, 4, 5]]);
    answers.push(send(6), send(7));
    expect(runs).toHaveLength(3);
    answers.push(send(8));
    expect(runs.at(-1)?.items).toEqual([6, 7, 8]);
    for (const run of runs) run.end();
    expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50, 60, 70, 80]);
  });

  it('tell every caller of a batch that failed, and go on', async () => {
    const { runs, send } = batching({ mostItems: 10, lanes: 1, enough: 1 });
    const failed = send(1);
    runs[0]?.end(new Error('away'));
    await expect(failed).rejects.toThrow('away');
    const next = send(2);
    runs[1]?.end();
    expect(await next).toBe(20);
  });

  it('answer every item once, whatever the lanes and in whichever order they end', async () => {
    const limits = fc.record({ mostItems: fc.integer({ min: 1, max: 5 }), lanes: fc.integer({ min: 1, max: 3 }), enough: fc.integer({ min: 1, max: 4 }) });
    await fc.assert(
      fc.asyncProperty(limits, fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 20 }), async (chosen, steps) => {
        const { runs, send } = batching(chosen);
        const ended = new Set<Run>();
        const answers: Promise<number>[] = [];
        const open = (): Run[] => runs.filter((run) => !ended.has(run));
        const end = (run: Run): void => (ended.add(run), run.end());
        for (const step of steps) {
          for (let n = 0; n < step; n += 1) answers.push(send(answers.length));
          expect(open().length).toBeLessThanOrEqual(chosen.lanes);
          const run = open()[step % Math.max(open().length, 1)];
          if (run) end(run);
          await settle();
        }
        for (let waiting = open(); waiting.length > 0; waiting = open()) {
          waiting.forEach(end);
          await settle();
        }
        expect(await Promise.all(answers)).toEqual(answers.map((_, item) => item * 10));
        expect(runs.flatMap(({ items }) => items).sort((a, b) => a - b)).toEqual(answers.map((_, item) => item));
        expect(Math.max(0, ...runs.map(({ items }) => items.length))).toBeLessThanOrEqual(chosen.mostItems);
      }),
    );
  });
});
