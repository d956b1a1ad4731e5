/** What is noted of the objects that one transaction changes: for the event log, for the audit trail, for what follows. */
import type { ObjectType } from '../../entities/enums.js';
import { type Announced, statusEvent } from '../status-event.js';
import type { Transaction } from '../transaction.js';
import { Change } from './changes.js';

export class Ledger {
  /** Ids of orders and purchase orders whose standing must be worked out anew once the facts are in. */
  readonly touchedOrders = new Set<string>();
  readonly touchedPurchaseOrders = new Set<string>();

  private readonly changes = new Map<object, Change>();

  /** Objects whose state may change: the state that the event log knows, and which later one was reached when. */
  private readonly watched = new Map<Announced, { announced: string | null; reached: string | null; reachedAt: Date }>();

  constructor(readonly tx: Transaction) {}

  /** The record of an object's changes. */
  change(objectType: string, object: { id: string }): Change {
    return this.changes.get(object) ?? this.keep(object, new Change(objectType, object.id, null));
  }

  /** Notes an object that was just made; `trail` is what the audit trail keeps of it. */
  made(objectType: string, object: { id: string }, trail: Readonly<Record<string, unknown>>): Change {
    this.tx.own(objectType, object.id);
    return this.keep(object, new Change(objectType, object.id, trail));
  }

  /** Remembers the state that the event log knows, before anything changes it. The object must be locked. */
  watch(objectType: ObjectType, object: Announced): void {
    if (this.watched.has(object)) return;
    this.tx.assertHeld(objectType, object.id);
    const { isNew } = this.change(objectType, object);
    const announced = isNew ? null : object.status;
    this.watched.set(object, { announced, reached: announced, reachedAt: this.tx.now });
  }

  /** Says when the state that the object has now was reached. One in which it was found already was not reached anew. */
  reached(object: Announced, at: Date): void {
    const watch = this.watched.get(object);
    if (!watch || watch.reached === object.status) return;
    watch.reached = object.status;
    watch.reachedAt = at;
  }

  /** Announces in the event log every state that differs from the one known there: once, however many steps led to it. */
  announce(objects: Iterable<Announced> = this.watched.keys()): void {
    for (const object of objects) {
      const watch = this.watched.get(object);
      if (!watch || watch.announced === object.status) continue;
      this.tx.append(statusEvent(object, watch.announced, watch.reachedAt));
      watch.announced = object.status;
    }
  }

  auditAll(): void {
    for (const change of this.changes.values()) change.audit(this.tx);
  }

  /** Writes what changed. Called as often as what was written must be readable. */
  async flush(): Promise<void> {
    await this.tx.em.flush();
  }

  private keep(object: object, change: Change): Change {
    this.changes.set(object, change);
    return change;
  }
}
