/**
 * What changes on one object within a transaction: the audit trail's before and after, and the knowledge that nothing
 * changed at all, which spares the write.
 */
import { round } from '../decimal.js';
import type { Decimal } from '../facts.js';
import type { Transaction } from '../transaction.js';

/** Personal data may be erased later, the audit trail may not be changed: it says that they changed, not from what to what. */
const personal = new Set(['email', 'signedBy', 'subject', 'reason', 'note', 'resolution', 'disputeReason']);
const namedPersons = new Set(['CUSTOMER', 'SUPPLIER']);

/** Bookkeeping that is no change of the object itself. */
const silent = new Set([
  'sourceVersion',
  'sourceUpdatedAt',
  'sourceSyncedAt',
  'recordStatus',
  'recordDeliveredOn',
  'snapshotStatus',
  'snapshotAt',
  'estimateAsOf',
  'signerAsOf',
  'asOf',
]);

/** Quantities and prices per unit as their columns give them back, so that equal values are equal text. */
export function fine(value: Decimal): Decimal;
export function fine(value: Decimal | null): Decimal | null;
export function fine(value: Decimal | null | undefined): Decimal | null | undefined;
export function fine(value: Decimal | null | undefined): Decimal | null | undefined {
  return value == null ? value : round(value, 6);
}

/** Money amounts as their columns give them back. */
export function money(value: Decimal): Decimal {
  return round(value, 4);
}

/** The instant that a fact states; what it does not state stays undefined, what it states as absent null. */
export function instant(value: string): Date;
export function instant(value: string | null | undefined): Date | null | undefined;
export function instant(value: string | null | undefined): Date | null | undefined {
  return value == null ? value : new Date(value);
}

/** The record of one object's changes. Members of its lines stand under `lines.<number>.<member>`. */
export class Change {
  private readonly before: Record<string, unknown> = {};
  private readonly after: Record<string, unknown> = {};
  private touched = false;

  constructor(
    readonly objectType: string,
    readonly objectId: string,
    /** What stands in the trail for an object's making; null where it existed before. */
    private readonly made: Readonly<Record<string, unknown>> | null,
  ) {}

  get isNew(): boolean {
    return this.made !== null;
  }

  /** True when anything was written, bookkeeping included. */
  get isTouched(): boolean {
    return this.touched || this.isNew;
  }

  /** Sets the members that differ; undefined was not said and stays. True when any differed. */
  assign<T extends object>(target: T, values: Partial<T>, prefix = ''): boolean {
    let differs = false;
    for (const key of Object.keys(values) as (keyof T & string)[]) {
      const value = values[key];
      const old = target[key];
      if (value === undefined || isSame(old, value)) continue;
      target[key] = value as T[typeof key];
      this.note(`${prefix}${key}`, key, old, value);
      differs = true;
    }
    return differs;
  }

  /** Notes something that came or went as a whole, such as a line. */
  note(name: string, key: string, from: unknown, to: unknown): void {
    this.touched = true;
    if (silent.has(key)) return;
    const hidden = personal.has(key) || (key === 'name' && namedPersons.has(this.objectType));
    if (!(name in this.before)) this.before[name] = hidden ? '(personal)' : plain(from);
    this.after[name] = hidden ? '(changed)' : plain(to);
  }

  /** Writes one audit record, where there is anything to say. */
  audit(tx: Pick<Transaction, 'audit'>): void {
    if (this.made) {
      const { objectType, objectId, made } = this;
      tx.audit({ action: `${objectType}_CREATED`, objectType, objectId, before: null, after: made });
      return;
    }
    // What was changed and changed back within the transaction is no change.
    const { objectType, objectId } = this;
    const names = Object.keys(this.after).filter((name) => this.after[name] === '(changed)' || !isSame(this.before[name], this.after[name]));
    if (names.length > 0) {
      const [before, after] = [pick(this.before, names), pick(this.after, names)];
      tx.audit({ action: `${objectType}_CHANGED`, objectType, objectId, before, after });
    }
  }
}

function isSame(a: unknown, b: unknown): boolean {
  if (a == null || b == null) return (a ?? null) === (b ?? null);
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (hasId(a) && hasId(b)) return a.id === b.id;
  return a === b;
}

function pick(values: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) picked[name] = values[name];
  return picked;
}

function plain(value: unknown): unknown {
  if (value === undefined) return null;
  return hasId(value) ? value.id : value;
}

function hasId(value: unknown): value is { id: string } {
  return typeof value === 'object' && value !== null && 'id' in value;
}
