import type { DatabaseConnection } from 'kysely';
import { CompiledQuery } from 'kysely';
import { beginWithFirst } from '../../src/entities/begin-with-first.js';

/** A connection whose answers are given by hand; `sent` is what was said so far. */
function connection() {
  const sent: string[] = [];
  const waiting: PromiseWithResolvers<{ rows: unknown[] }>[] = [];
  const given = {
    executeQuery: ({ sql }: CompiledQuery) => {
      sent.push(sql);
      const answer = Promise.withResolvers<{ rows: unknown[] }>();
      waiting.push(answer);
      return answer.promise;
    },
  } as unknown as DatabaseConnection;
  beginWithFirst(given);
  return { sent, waiting, say: (sql: string) => given.executeQuery(CompiledQuery.raw(sql)) };
}

it('says the first statement without waiting for begin, and gives its answer once both have been answered', async () => {
  const { sent, waiting, say } = connection();
  await say('begin');
  const first = say('first');
  expect(sent).toEqual(['begin', 'first']);
  waiting[1]?.resolve({ rows: [1] });
  expect(await Promise.race([first, Promise.resolve('waits')])).toBe('waits');
  waiting[0]?.resolve({ rows: [] });
  expect(await first).toEqual({ rows: [1] });
});

it('lets the first statement fail where begin does, and the connection be used again', async () => {
  const { waiting, say } = connection();
  await say('begin');
  const first = say('first');
  waiting[0]?.reject(new Error('begin was refused'));
  waiting[1]?.resolve({ rows: [1] });
  await expect(first).rejects.toThrow('begin was refused');
  const rollback = say('rollback');
  waiting[2]?.resolve({ rows: [] });
  expect(await rollback).toEqual({ rows: [] });
});
