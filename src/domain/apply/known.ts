import { CannotApply } from './result.js';

/** The columns that every record from outside has. */
export interface Stamped {
  id: string;
  sourceSystem?: string | null;
  sourceExternalId?: string | null;
  sourceVersion?: string | null;
  sourceUpdatedAt?: Date | null;
  sourceSyncedAt?: Date | null;
}

/** A record that has a number in the outside system. */
export interface Sourced extends Stamped {
  number: string;
}

/** The records of one table that a chunk speaks of, by the outside system's id and by number. */
export class Known<T extends Sourced> {
  private readonly byRef = new Map<string, T>();
  private readonly byNumber = new Map<string, T>();

  constructor(records: readonly T[]) {
    for (const record of records) this.add(record);
  }

  add(record: T): void {
    if (record.sourceExternalId != null) this.byRef.set(record.sourceExternalId, record);
    this.byNumber.set(record.number, record);
  }

  get(ref: string): T | undefined {
    return this.byRef.get(ref);
  }

  /** Two records of one system cannot share a number: which one would a person mean by it? */
  claim(number: string, owner: T | undefined): void {
    const holder = this.byNumber.get(number);
    if (holder && holder !== owner) throw new CannotApply('NUMBER_TAKEN', { number });
    if (owner && owner.number !== number) {
      this.byNumber.delete(owner.number);
      this.byNumber.set(number, owner);
    }
  }
}
