/**
 * What one cell of a table says, after its column's parser read it.
 *
 * A cell is never defaulted: it has a value, or says that there is none and why, or points to another line, or could
 * not be read.
 */
export type Cell<T> =
  | {
      readonly state: 'value';
      readonly value: T;
      /** Taken over all the same, but a person should look at it. */
      readonly doubt?: string;
    }
  | { readonly state: 'absent'; readonly reason: string }
  | { readonly state: 'reference'; readonly reference: LineReference }
  | { readonly state: 'refused'; readonly reason: string; readonly detail?: string };

/** The figure of this line is contained in that of another one. */
export interface LineReference {
  /** The document that the other line belongs to, as the cell names it. */
  readonly document: string;
  /** The other line's row id. */
  readonly line: string;
}

/** Pure; `text` is trimmed and not empty. */
export type CellParser<T> = (text: string) => Cell<T>;

/** One column that a profile reads. */
export interface Column<T, Required extends boolean = boolean> {
  readonly header: string;
  readonly parse: CellParser<T>;
  /** A row without a value here is refused. */
  readonly required: Required;
  /** The file may lack this column altogether. */
  readonly mayBeMissing: boolean;
}

export type Columns = Readonly<Record<string, Column<unknown>>>;

/** Every row must have a value here; a row without one is refused. */
export function required<T>(header: string, parse: CellParser<T>): Column<T, true> {
  return { header, parse, required: true, mayBeMissing: false };
}

/** The column must exist; its cells may say that there is no value. */
export function optional<T>(header: string, parse: CellParser<T>): Column<T, false> {
  return { header, parse, required: false, mayBeMissing: false };
}

/** The column may be missing; then every row is without a value here. */
export function extra<T>(header: string, parse: CellParser<T>): Column<T, false> {
  return { header, parse, required: false, mayBeMissing: true };
}

export function value<T>(found: T, doubt?: string): Cell<T> {
  return doubt === undefined ? { state: 'value', value: found } : { state: 'value', value: found, doubt };
}

export function absent(reason: string): Cell<never> {
  return { state: 'absent', reason };
}

export function refused(reason: string, detail?: string): Cell<never> {
  return detail === undefined ? { state: 'refused', reason } : { state: 'refused', reason, detail };
}
