/** Moves objects whose time has run out, in short transactions, each only if it is still due when it is locked. */
import type { EntityClass, FilterQuery } from '@mikro-orm/core';
import { Change } from '../domain/apply/changes.js';
import { lockKey } from '../domain/locks.js';
import type { Announced } from '../domain/status-event.js';
import { statusEvent } from '../domain/status-event.js';
import { transact } from '../domain/transaction.js';
import type { ObjectType } from '../entities/index.js';
import type { JobContext } from './job.js';
import { jobActor } from './job.js';

export interface Overdue<T extends Announced> {
  readonly type: EntityClass<T>;
  readonly objectType: ObjectType;
  readonly ids: readonly string[];
  /** What changes on an object, or null where it is not due any more. */
  readonly move: (object: T, now: Date) => Partial<T> | null;
}

/** Objects per transaction. */
const chunk = 100;

/** Returns how many were moved. */
export async function moveOverdue<T extends Announced>(job: string, context: JobContext, overdue: Overdue<T>): Promise<number> {
  let moved = 0;
  for (let start = 0; start < overdue.ids.length; start += chunk) {
    context.signal.throwIfAborted();
    moved += await moveChunk(job, context, { ...overdue, ids: overdue.ids.slice(start, start + chunk) });
  }
  return moved;
}

function moveChunk<T extends Announced>(job: string, { database, now }: JobContext, overdue: Overdue<T>): Promise<number> {
  const { type, objectType, ids, move } = overdue;
  const locks = (): string[] => ids.map((id) => lockKey(objectType, id));
  return transact(database, { now: now(), by: jobActor(job), locks }, async (tx) => {
    let moved = 0;
    for (const object of await tx.em.find(type, { id: { $in: [...ids] } } as unknown as FilterQuery<T>)) {
      const [from, values] = [object.status, move(object, tx.now)];
      if (!values) continue;
      const change = new Change(objectType, object.id, null);
      change.assign(object, values);
      change.audit(tx);
      if (object.status !== from) tx.append(statusEvent(object, from, tx.now));
      moved += 1;
    }
    return moved;
  });
}
