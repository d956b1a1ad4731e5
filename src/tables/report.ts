/**
 * What an import says about its table: every cell and row that was refused, is doubtful or says itself that it has no
 * value, each with row, column and reason, and the counts of them.
 */
import type { Fact } from '../domain/facts.js';

/**
 * - `refused`: not taken over;
 * - `doubtful`: taken over, and a person should look at it;
 * - `absent`: the table itself says that there is no value, and why.
 */
export type Severity = 'refused' | 'doubtful' | 'absent';

export interface Note {
  /** As a spreadsheet numbers them; the header has a number too. Null: the table as a whole. */
  readonly row: number | null;
  /** The column's header. Null: the row as a whole. */
  readonly column: string | null;
  readonly severity: Severity;
  /** One of few fixed texts, so that equal findings can be counted. */
  readonly reason: string;
  /** What is particular to this one. */
  readonly detail: string | null;
  /** The cell as it stands, at most 80 characters of it. */
  readonly value: string | null;
  /** The record that it concerns, e.g. `order 4711`. */
  readonly record: string | null;
}

export interface NoteCount {
  readonly column: string | null;
  readonly severity: Severity;
  readonly reason: string;
  readonly count: number;
  readonly firstRows: readonly number[];
}

/** How the file was read. */
export interface ReadAs {
  readonly encoding: string;
  readonly encodingBasis: string;
  readonly delimiter: string;
}

const SEVERITIES: readonly Severity[] = ['refused', 'doubtful', 'absent'];
const VALUE_LENGTH = 80;
const FIRST_ROWS = 5;

export class ImportReport {
  rowsRead = 0;
  /** Rows that became part of at least one fact. */
  rowsApplied = 0;
  rowsRefused = 0;
  readAs: ReadAs | null = null;
  /** Why the file as a whole was not imported: there are no facts then. */
  readonly fatal: string[] = [];
  readonly notes: Note[] = [];
  readonly #values = new Map<string, number>();
  readonly #facts = new Map<Fact['kind'], number>();

  constructor(
    readonly profile: string,
    /** What holds for all records without standing in the table. */
    readonly assumptions: readonly string[],
  ) {}

  note(note: Pick<Note, 'severity' | 'reason'> & Partial<Note>): void {
    this.notes.push({
      row: note.row ?? null,
      column: note.column ?? null,
      severity: note.severity,
      reason: note.reason,
      detail: note.detail ?? null,
      value: note.value == null ? null : note.value.slice(0, VALUE_LENGTH),
      record: note.record ?? null,
    });
  }

  countValue(column: string): void {
    this.#values.set(column, this.valuesIn(column) + 1);
  }

  countFact(kind: Fact['kind']): void {
    this.#facts.set(kind, (this.#facts.get(kind) ?? 0) + 1);
  }

  /** Cells of a column that had a value. */
  valuesIn(column: string): number {
    return this.#values.get(column) ?? 0;
  }

  /** Facts made, by kind, in the order in which they are applied. */
  get facts(): ReadonlyMap<Fact['kind'], number> {
    return this.#facts;
  }

  /** Counts per column, severity and reason: refusals first, then doubts, each with the most frequent first. */
  counts(): NoteCount[] {
    const counts = new Map<string, NoteCount & { count: number; firstRows: number[] }>();
    for (const { row, column, severity, reason } of this.notes) {
      const key = JSON.stringify([column, severity, reason]);
      const count = counts.get(key) ?? { column, severity, reason, count: 0, firstRows: [] };
      count.count += 1;
      const known = row === null || count.firstRows.includes(row);
      if (!known && count.firstRows.length < FIRST_ROWS) count.firstRows.push(row);
      counts.set(key, count);
    }
    return [...counts.values()].sort(
      (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.count - a.count,
    );
  }

  /** How often this was noted. */
  count(wanted: { column?: string | null; severity?: Severity; reason?: string }): number {
    return this.notes.filter(
      (note) =>
        (wanted.column === undefined || note.column === wanted.column) &&
        (wanted.severity === undefined || note.severity === wanted.severity) &&
        (wanted.reason === undefined || note.reason === wanted.reason),
    ).length;
  }

  /** One JSON object per line: the import, its counts, then every note. Each line has a `type`. */
  *toNdjson(): Generator<string> {
    yield line({
      type: 'import',
      profile: this.profile,
      readAs: this.readAs,
      rowsRead: this.rowsRead,
      rowsApplied: this.rowsApplied,
      rowsRefused: this.rowsRefused,
      facts: Object.fromEntries(this.#facts),
      assumptions: this.assumptions,
      fatal: this.fatal,
    });
    for (const count of this.counts()) yield line({ type: 'count', ...count });
    for (const note of this.notes) yield line({ type: 'note', ...note });
  }

  /** A page for a person. */
  summary(): string {
    const lines = [`Profile ${this.profile}`];
    if (this.readAs) {
      const { encoding, encodingBasis, delimiter } = this.readAs;
      lines.push(`Read as ${encoding} (${encodingBasis}), cells parted by ${JSON.stringify(delimiter)}`);
    }
    if (this.fatal.length > 0) {
      return [...lines, 'NOT IMPORTED:', ...this.fatal.map((text) => `  ${text}`), ''].join('\n');
    }
    lines.push(`Rows: ${this.rowsRead} read, ${this.rowsApplied} applied, ${this.rowsRefused} refused`);
    lines.push(`Facts: ${[...this.#facts].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'none'}`);
    const counts = this.counts();
    for (const severity of SEVERITIES) {
      const rows = counts.filter((count) => count.severity === severity);
      if (rows.length === 0) continue;
      lines.push('', HEADINGS[severity]);
      for (const { count, column, reason, firstRows } of rows) {
        const more = count > firstRows.length ? ' …' : '';
        const where = firstRows.length > 0 ? ` (row ${firstRows.join(', ')}${more})` : '';
        lines.push(`  ${String(count).padStart(7)}  ${column ?? 'row'}: ${reason}${where}`);
      }
    }
    if (this.assumptions.length > 0) {
      lines.push('', 'Taken for granted', ...this.assumptions.map((text) => `  ${text}`));
    }
    return [...lines, ''].join('\n');
  }
}

const HEADINGS: Readonly<Record<Severity, string>> = {
  refused: 'Refused (not taken over)',
  doubtful: 'Doubtful (taken over, to be looked at)',
  absent: 'Without a value, as the table itself says',
};

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
