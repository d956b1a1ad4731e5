/**
 * A mapping profile: which columns a kind of table has, how their cells are read, and how its rows become facts.
 * Profiles are data with small pure functions; `mapTable` does the work. See docs/import.md.
 */
import type { Fact } from '../domain/facts.js';
import type { Cell, Column, Columns } from './cell.js';
import type { TableFormat } from './read.js';

/** The value of each column: never null for a required one, null where a cell has none. */
export type Values<C extends Columns> = {
  readonly [K in keyof C]: C[K] extends Column<infer T, infer Required>
    ? Required extends true
      ? T
      : T | null
    : never;
};

/** The same of a row that may lack required ones. */
export type PartialValues<C extends Columns> = { readonly [K in keyof C]: Values<C>[K] | null };

/** One readable row. */
export interface Row<C extends Columns> {
  readonly rowNumber: number;
  /** What tells this row from every other; see `Profile.rowId`. */
  readonly id: string;
  readonly values: Values<C>;
  /** The same cells with the reason where there is no value. */
  readonly cells: { readonly [K in keyof C]: Cell<NonNullable<Values<C>[K]>> };
}

/** Rows that make one record, in the profile's order. */
export interface Group<C extends Columns> {
  readonly key: string;
  readonly rows: readonly Row<C>[];
  readonly first: Row<C>;
  /** The value that all rows share. Where they differ, the first row's, and the report says so. */
  same<K extends keyof C & string>(column: K): Values<C>[K];
  /** Puts a doubt about this record into the report, at `row` or else at its first row. */
  doubt(column: (keyof C & string) | null, reason: string, options?: { detail?: string; row?: Row<C> }): void;
  /** Any row of the table by its id. */
  find(rowId: string): Row<C> | undefined;
}

/** A fact before the engine adds where it came from. */
export type Unsourced<F extends Fact> = F extends Fact ? Omit<F, 'source'> : never;

/** Makes records of one kind. Rules stand in the order of application: what is referred to comes first. */
export interface RecordRule<C extends Columns> {
  /** How the report calls such a record, e.g. `order`. */
  readonly name: string;
  /** The record's id in its source, from any of its rows; null: this row makes none. */
  key(row: Row<C>): string | null;
  build(group: Group<C>): Unsourced<Fact>;
}

/** Something to look at in a row whose cells are fine one by one. */
export interface RowCheck<C extends Columns> {
  readonly column: keyof C & string;
  readonly reason: string;
  /** What is wrong with this row; null where nothing is. */
  find(row: Row<C>): string | null;
}

export interface Profile<C extends Columns = Columns> {
  /** As the import command is told it. */
  readonly name: string;
  /** One line for the list of profiles. */
  readonly title: string;
  readonly format?: TableFormat;
  /** What holds for all records without standing in the table; printed with every report. */
  readonly assumptions: readonly string[];
  readonly columns: C;
  /** What tells a row from every other. A second row with the same id is refused. */
  rowId(values: Values<C>, rowNumber: number): string;
  /** What a row belongs to, as the report calls it (`order 4711`), so that a refused row shows what lacks it. */
  belongsTo(values: PartialValues<C>): string | null;
  /** Order of the rows within a record. */
  compare(a: Row<C>, b: Row<C>): number;
  readonly checks: readonly RowCheck<C>[];
  readonly records: readonly RecordRule<C>[];
}

/**
 * Lets the compiler infer the columns and hold the rules to them. Outside, a profile is one like any other: which columns it
 * has is its own affair, and whether the compiler would find that out by itself depends on the order in which it reads files.
 */
export function defineProfile<C extends Columns>(profile: Profile<C>): Profile {
  return profile as unknown as Profile;
}
