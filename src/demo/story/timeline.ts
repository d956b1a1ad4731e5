/** The story's steps in the order of time, and the scribe who writes down what each of them changed. */
import { Change } from '../../domain/apply/changes.js';
import type { Actor, AuditRecord, StatusEvent } from '../../domain/transaction.js';

/** What one step said to the event log or to the audit trail. */
export interface Entry {
  readonly at: Date;
  readonly by: Actor;
  readonly event?: StatusEvent;
  readonly audit?: AuditRecord;
}

interface Step {
  readonly at: Date;
  readonly by: Actor;
  readonly happen: (scribe: Scribe) => void;
}

/** Writes down one step: every record that it makes or changes stands in the audit trail afterwards. */
export class Scribe {
  private readonly changes = new Map<object, Change>();

  constructor(
    private readonly entries: Entry[],
    readonly at: Date,
    readonly by: Actor,
  ) {}

  /** A record came into being. */
  made(objectType: string, row: { id: string }, said: Readonly<Record<string, unknown>>): void {
    this.changes.set(row, new Change(objectType, row.id, said));
  }

  /** Sets the members that differ and remembers what they were. */
  assign<T extends { id: string }>(objectType: string, row: T, values: Partial<T>): void {
    this.change(objectType, row).assign(row, values);
  }

  /** The same for a line, whose changes stand in the trail of the record that it belongs to. */
  assignLine<T extends object>(objectType: string, owner: { id: string }, line: T, lineNo: number, values: Partial<T>): void {
    this.change(objectType, owner).assign(line, values, `lines.${lineNo}.`);
  }

  /** Remarks something that is no member of the record. */
  note(objectType: string, row: { id: string }, name: string, value: string): void {
    this.change(objectType, row).note(name, name, null, value);
  }

  announce(event: StatusEvent): void {
    this.entries.push({ at: this.at, by: this.by, event });
  }

  close(): void {
    const audit = (record: AuditRecord): void => void this.entries.push({ at: this.at, by: this.by, audit: record });
    for (const change of this.changes.values()) change.audit({ audit });
  }

  private change(objectType: string, row: { id: string }): Change {
    let change = this.changes.get(row);
    if (!change) {
      change = new Change(objectType, row.id, null);
      this.changes.set(row, change);
    }
    return change;
  }
}

export class Timeline {
  private readonly steps: Step[] = [];

  constructor(readonly end: Date) {}

  /** Lets something happen at its time; what lies after the end never does. */
  plan(at: Date, by: Actor, happen: (scribe: Scribe) => void): void {
    if (at < this.end) this.steps.push({ at, by, happen });
  }

  /** Plays everything that was planned, in order. */
  play(): Entry[] {
    const entries: Entry[] = [];
    // Steps of one instant happen in the order in which they were planned: sorting is stable.
    for (const { at, by, happen } of this.steps.sort((a, b) => a.at.getTime() - b.at.getTime())) {
      const scribe = new Scribe(entries, at, by);
      happen(scribe);
      scribe.close();
    }
    return entries;
  }
}
