import { randomUUID } from 'node:crypto';
import { lockKey } from '../../../src/domain/locks.js';
import { transact } from '../../../src/domain/transaction.js';
import type { Database } from '../../../src/entities/database.js';
import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';

const now = new Date('2026-03-02T08:00:00Z');
const by = { actor: 'tester', channel: 'test' };
const objectType = 'ORDER';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await freshDatabase();
  database = test.database;
});
afterAll(() => test.close());

/** One change of an object: a row at once, and one that is written just before the commit. */
function change(objectId: string, lastAction: string, part: Pick<Database, 'em' | 'wake'> = database): Promise<void> {
  return transact(part, { now, by, locks: () => [lockKey(objectType, objectId)] }, async (tx) => {
    await tx.em.execute(
      `insert into audit_entry (at, actor, channel, action, object_type, object_id) values (?, 'tester', 'test', 'FIRST', ?, ?)`,
      [now, objectType, objectId],
    );
    tx.audit({ action: lastAction, objectType, objectId, before: null, after: { times: 1 } });
  });
}

async function actionsOf(objectId: string): Promise<string[]> {
  const rows = await database.em.fork().execute<{ action: string }[]>('select action from audit_entry where object_id = ? order by seq', [objectId]);
  return rows.map(({ action }) => action);
}

const tooLong = 'A'.repeat(65);

it('keeps all that it wrote', async () => {
  const id = randomUUID();
  await change(id, 'LAST');
  expect(await actionsOf(id)).toEqual(['FIRST', 'LAST']);
});

it('keeps nothing where the last thing that it writes is refused, says so, and wakes nobody', async () => {
  const id = randomUUID();
  const woken: string[] = [];
  const wake = { ...database.wake, notify: () => void woken.push(id) };
  await expect(change(id, tooLong, { em: database.em, wake })).rejects.toThrow('value too long');
  expect(await actionsOf(id)).toEqual([]);
  expect(woken).toEqual([]);
  await change(id, 'LAST');
  expect(await actionsOf(id)).toEqual(['FIRST', 'LAST']);
});

it('tells what was refused within a part of a transaction as well, and leaves the whole as it was', async () => {
  const id = randomUUID();
  await database.em.fork().transactional(async (em) => {
    const whole = { em, wake: database.wake };
    await change(id, 'BEFORE', whole);
    await expect(change(id, tooLong, whole)).rejects.toThrow('value too long');
    await change(id, 'AFTER', whole);
  });
  expect(await actionsOf(id)).toEqual(['FIRST', 'BEFORE', 'FIRST', 'AFTER']);
});
