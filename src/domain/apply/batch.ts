/** What the appliers of one chunk of facts share: the records they read, and the changes they make. */
import type { EntityClass, RequiredEntityData } from '@mikro-orm/core';
import { v7 as uuid } from 'uuid';
import { OrderLine, type PurchaseOrderLine } from '../../entities/index.js';
import type { Fact, FactSource } from '../facts.js';
import type { Transaction } from '../transaction.js';
import type { Change } from './changes.js';
import type { Known, Sourced, Stamped } from './known.js';
import { Ledger } from './ledger.js';
import { freeNumbers } from './lines.js';
import type { Records } from './records.js';
import type { ApplyOptions } from './result.js';
import type { StandardsInForce } from './standards.js';

/** What became of one fact that was not set aside. */
export type Applied = 'applied' | 'unchanged';

export class Batch extends Ledger {
  private readonly renumberedOrderLines = new Set<string>();
  private readonly renumberedPurchaseOrderLines = new Set<string>();

  constructor(
    tx: Transaction,
    readonly options: ApplyOptions,
    readonly standards: StandardsInForce,
    readonly records: Records,
  ) {
    super(tx);
  }

  /**
   * Creates or updates the record that a fact is about. Null: the fact says nothing new. `values` may refuse the fact:
   * nothing was changed by then.
   */
  upsert<T extends Sourced>(
    type: EntityClass<T>,
    objectType: string,
    known: Known<T>,
    fact: Fact & { readonly number: string },
    values: (found: T | undefined) => Partial<T>,
  ): { record: T; change: Change; isNew: boolean } | null {
    const found = known.get(fact.source.externalId);
    if (found && isKnown(found, fact.source, this.options.again)) return null;
    const assigned = { number: fact.number, ...values(found) } as Partial<T>;
    known.claim(fact.number, found);
    if (found) {
      const change = this.change(objectType, found);
      change.assign(found, assigned);
      return { record: found, change, isNew: false };
    }
    const trail = { number: fact.number, ...('status' in fact && fact.status !== undefined && { status: fact.status }) };
    const made = this.create(type, objectType, assigned, fact.source, trail);
    known.add(made.record);
    return { ...made, isNew: true };
  }

  /** Makes a record from outside; `trail` is what the audit trail keeps of it beside its source. */
  create<T extends Stamped>(type: EntityClass<T>, objectType: string, values: Partial<T>, source: FactSource, trail: object): { record: T; change: Change } {
    const { system } = this.options;
    const { externalId, version } = source;
    const origin = { sourceSystem: system, sourceExternalId: externalId } as Partial<T>;
    const record = this.insert(type, { ...values, ...origin, ...this.stampOf(source) });
    return { record, change: this.made(objectType, record, { ...trail, source: { system, externalId, version } }) };
  }

  /** Makes a row that has no trail of its own, such as a line. */
  insert<T extends { id: string }>(type: EntityClass<T>, values: Partial<T>): T {
    return this.tx.em.create(type, { ...values, id: uuid() } as unknown as RequiredEntityData<T>);
  }

  /** Notes the version that a record now stands at. To be called last: a fact that changed nothing writes nothing. */
  stamp(record: Stamped, change: Change, source: FactSource): Applied {
    const { sourceVersion, sourceUpdatedAt, sourceSyncedAt } = this.stampOf(source);
    change.assign(record, { sourceVersion, sourceUpdatedAt });
    if (change.isTouched && !change.isNew) change.assign(record, { sourceSyncedAt });
    return change.isTouched ? 'applied' : 'unchanged';
  }

  /** Gives a stored line another number. */
  renumber(line: OrderLine | PurchaseOrderLine, lineNo: number, change: Change): void {
    if (line.lineNo === lineNo) return;
    (line instanceof OrderLine ? this.renumberedOrderLines : this.renumberedPurchaseOrderLines).add(line.id);
    change.assign(line, { lineNo }, `lines.${line.lineNo}.`);
  }

  override async flush(): Promise<void> {
    await freeNumbers(this.tx.em, 'order_line', this.renumberedOrderLines);
    await freeNumbers(this.tx.em, 'purchase_order_line', this.renumberedPurchaseOrderLines);
    await super.flush();
  }

  private stampOf({ version, updatedAt }: FactSource): Pick<Stamped, 'sourceVersion' | 'sourceUpdatedAt' | 'sourceSyncedAt'> {
    return {
      sourceVersion: version,
      sourceUpdatedAt: updatedAt === null ? null : new Date(updatedAt),
      sourceSyncedAt: this.tx.now,
    };
  }
}

/** True where the fact was seen before, or is older than what we hold: changed before it, and not seen after it. */
export function isKnown(record: Stamped, { version, updatedAt, observedAt }: FactSource, again = false): boolean {
  const { sourceVersion, sourceUpdatedAt: held, sourceSyncedAt: synced } = record;
  const isSame = version !== null && version === sourceVersion;
  const wasSeenLater = observedAt !== undefined && synced != null && new Date(observedAt) >= synced;
  const isOlder = updatedAt !== null && held != null && new Date(updatedAt) < held && !wasSeenLater;
  // Read again, the version that the record stands at is looked at anew; any other must prove that it is not an older one.
  return again ? isOlder || (!isSame && updatedAt === null) : isSame || isOlder;
}
