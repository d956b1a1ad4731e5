/**
 * Table → facts, by a profile. Pure but for reading the given source: the same table gives the same facts with the
 * same versions, in whatever encoding, delimiter and line ending it comes.
 *
 * Rows of one record may stand anywhere in the table, so the rows' values are held until the last one was read; the
 * number of rows is limited for that reason.
 */
import { createHash } from 'node:crypto';
import type { Fact } from '../domain/facts.js';
import { absent, refused, type Cell, type Columns } from './cell.js';
import type { TableSource } from './encoding.js';
import type { Group, PartialValues, Profile, RecordRule, Row, Unsourced, Values } from './profile.js';
import { headerKey, readTable, UnreadableTable, type Table, type TableRow } from './read.js';
import { ImportReport } from './report.js';

export interface MapOptions {
  /** Facts per chunk. */
  readonly chunkSize?: number;
  readonly maxRows?: number;
  readonly signal?: AbortSignal;
}

export interface TableImport {
  /**
   * To be iterated once. Facts stand after what they refer to. None where the table as a whole cannot be used;
   * `report.fatal` says why. Throws only what the source throws, and the signal's reason.
   */
  readonly chunks: AsyncIterable<{ readonly facts: Fact[] }>;
  /** Complete when `chunks` has ended. */
  readonly report: ImportReport;
}

const CHUNK_SIZE = 500;
const MAX_ROWS = 250_000;

export function mapTable<C extends Columns>(
  profile: Profile<C>,
  source: TableSource,
  options: MapOptions = {},
): TableImport {
  const report = new ImportReport(profile.name, profile.assumptions);
  return { report, chunks: chunked(factsOf(profile, source, report, options), options.chunkSize ?? CHUNK_SIZE) };
}

async function* factsOf<C extends Columns>(
  profile: Profile<C>,
  source: TableSource,
  report: ImportReport,
  options: MapOptions,
): AsyncGenerator<Fact> {
  const rows = await readRows(profile, source, report, options);
  if (report.fatal.length > 0) return;
  noteReferences(profile, rows, report);
  const applied = new Set<Row<C>>();
  for (const rule of profile.records) {
    for (const group of groupRows(profile, rule, rows, report)) {
      const fact = withSource(group.key, rule.build(group));
      report.countFact(fact.kind);
      for (const row of group.rows) applied.add(row);
      report.rowsApplied = applied.size;
      yield fact;
    }
    options.signal?.throwIfAborted();
  }
}

/** All usable rows by id. Everything else goes into the report. */
async function readRows<C extends Columns>(
  profile: Profile<C>,
  source: TableSource,
  report: ImportReport,
  options: MapOptions,
): Promise<Map<string, Row<C>>> {
  const rows = new Map<string, Row<C>>();
  const maxRows = options.maxRows ?? MAX_ROWS;
  let table: Table | null = null;
  try {
    table = await readTable(source, profile.format);
    const headers = matchColumns(profile, table, report);
    if (report.fatal.length > 0) return rows;
    for await (const tableRow of table) {
      options.signal?.throwIfAborted();
      report.rowsRead += 1;
      if (report.rowsRead > maxRows) {
        report.fatal.push(`more than ${maxRows} rows: split the file, keeping the rows of one record together`);
        return rows;
      }
      const row = readRow(profile, headers, tableRow, report);
      if (row && !repeats(profile, row, rows, report)) rows.set(row.id, row);
      else report.rowsRefused += 1;
    }
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error;
    report.fatal.push(error.message);
  } finally {
    await table?.close();
    if (table) noteEncoding(table, report);
  }
  return rows;
}

/** The file's header for each of the profile's columns; null for one that may be missing and is. */
function matchColumns<C extends Columns>(
  profile: Profile<C>,
  table: Table,
  report: ImportReport,
): Map<string, string | null> {
  for (const { severity, column, reason, detail } of table.headerProblems) {
    report.note({ row: table.headerRowNumber, severity, column, reason, detail });
  }
  const byKey = new Map(table.headers.map((header) => [headerKey(header), header]));
  const matched = new Map<string, string | null>();
  const missing: string[] = [];
  for (const [name, column] of Object.entries(profile.columns)) {
    const key = headerKey(column.header);
    const header = byKey.get(key);
    if (header !== undefined) matched.set(name, header);
    else if (column.mayBeMissing) matched.set(name, null);
    else missing.push(column.header);
    if (table.repeatedHeaders.has(key)) report.fatal.push(`column "${column.header}" stands more than once`);
  }
  if (missing.length > 0) {
    report.fatal.push(
      `missing ${missing.length === 1 ? 'column' : 'columns'} ${listed(missing)}; ` +
        `the file has ${listed(table.headers)}`,
    );
  }
  return matched;
}

/** A wrong delimiter can make one endless header of a whole row. */
function listed(headers: readonly string[]): string {
  const shown = headers.slice(0, 100).map((header) => `"${header.length > 100 ? `${header.slice(0, 100)}…` : header}"`);
  return shown.join(', ') + (headers.length > 100 ? ', …' : '');
}

function noteEncoding(table: Table, report: ImportReport): void {
  const encoding = table.encoding();
  report.readAs = {
    encoding: encoding?.name ?? 'not yet known',
    encodingBasis: encoding?.basis ?? 'only the beginning was read',
    delimiter: table.delimiter,
  };
}

/** Reads every cell, so that all problems of a row show at once; null where the row cannot be used. */
function readRow<C extends Columns>(
  profile: Profile<C>,
  headers: ReadonlyMap<string, string | null>,
  { rowNumber, cells: texts, problems }: TableRow,
  report: ImportReport,
): Row<C> | null {
  const unusable = new Map<string, string>();
  for (const { severity, column, reason, detail } of problems) {
    const text = column === null ? null : texts.get(column);
    report.note({ row: rowNumber, column: profileHeader(profile, column), severity, reason, detail, value: text });
    if (severity === 'refused' && column !== null) unusable.set(column, reason);
  }
  if (texts.size === 0) return null;
  const cells: Record<string, Cell<unknown>> = {};
  const values: Record<string, unknown> = {};
  const lacking: string[] = [];
  for (const [name, column] of Object.entries(profile.columns)) {
    const header = headers.get(name) ?? null;
    if (header === null) {
      cells[name] = absent('the table lacks this column');
      values[name] = null;
      continue;
    }
    const problem = unusable.get(header);
    const text = texts.get(header)!.trim();
    const cell = problem !== undefined ? refused(problem) : text === '' ? absent('blank') : column.parse(text);
    // What the reader refused was noted above.
    if (problem === undefined) noteCell(report, rowNumber, column.header, text, cell);
    cells[name] = cell;
    values[name] = cell.state === 'value' ? cell.value : null;
    if (column.required && cell.state !== 'value') lacking.push(column.header);
  }
  if (lacking.length > 0) {
    const detail = lacking.map((header) => `"${header}"`).join(', ');
    const record = profile.belongsTo(values as PartialValues<C>);
    report.note({ row: rowNumber, severity: 'refused', reason: 'row without a value that it needs', detail, record });
    return null;
  }
  const complete = values as Values<C>;
  const id = profile.rowId(complete, rowNumber);
  const row: Row<C> = { rowNumber, id, values: complete, cells: cells as Row<C>['cells'] };
  checkRow(profile, headers, texts, row, report);
  return row;
}

/** The report calls a column as the profile does, however the file spells it. */
function profileHeader(profile: { readonly columns: Columns }, header: string | null): string | null {
  if (header === null) return null;
  const known = Object.values(profile.columns).find((column) => headerKey(column.header) === headerKey(header));
  return known?.header ?? header;
}

function noteCell(report: ImportReport, row: number, column: string, text: string, cell: Cell<unknown>): void {
  const at = { row, column, value: text };
  if (cell.state === 'value') {
    report.countValue(column);
    if (cell.doubt !== undefined) report.note({ ...at, severity: 'doubtful', reason: cell.doubt });
  } else if (cell.state === 'reference') {
    report.note({ ...at, severity: 'absent', reason: "contained in another line's figure" });
  } else if (cell.state === 'absent') {
    report.note({ ...at, severity: 'absent', reason: cell.reason });
  } else {
    report.note({ ...at, severity: 'refused', reason: cell.reason, detail: cell.detail ?? null });
  }
}

function checkRow<C extends Columns>(
  profile: Profile<C>,
  headers: ReadonlyMap<string, string | null>,
  texts: ReadonlyMap<string, string>,
  row: Row<C>,
  report: ImportReport,
): void {
  for (const { column, reason, find } of profile.checks) {
    const detail = find(row);
    if (detail === null) continue;
    const value = texts.get(headers.get(column) ?? '')?.trim();
    const { header } = profile.columns[column]!;
    report.note({ row: row.rowNumber, column: header, severity: 'doubtful', reason, detail, value });
  }
}

function repeats<C extends Columns>(
  profile: Profile<C>,
  row: Row<C>,
  rows: ReadonlyMap<string, Row<C>>,
  report: ImportReport,
): boolean {
  const earlier = rows.get(row.id);
  if (!earlier) return false;
  const detail = `"${row.id}" was row ${earlier.rowNumber}, which is the one taken`;
  const record = profile.belongsTo(row.values);
  report.note({ row: row.rowNumber, severity: 'refused', reason: 'row id stands twice', detail, record });
  return true;
}

/** A reference is only as good as the line that it leads to. */
function noteReferences<C extends Columns>(
  profile: Profile<C>,
  rows: ReadonlyMap<string, Row<C>>,
  report: ImportReport,
): void {
  for (const row of rows.values()) {
    for (const [name, column] of Object.entries(profile.columns)) {
      const cell: Cell<unknown> = row.cells[name]!;
      if (cell.state !== 'reference') continue;
      const target = rows.get(cell.reference.line);
      const reason =
        target === undefined
          ? 'refers to a line that is not in this table'
          : target === row
            ? 'refers to itself'
            : target.cells[name]!.state === 'reference'
              ? 'refers to a line that refers to another one'
              : null;
      if (reason === null) continue;
      const detail = `${cell.reference.document}, line ${cell.reference.line}`;
      report.note({ row: row.rowNumber, column: column.header, severity: 'doubtful', reason, detail });
    }
  }
}

function groupRows<C extends Columns>(
  profile: Profile<C>,
  rule: RecordRule<C>,
  rows: ReadonlyMap<string, Row<C>>,
  report: ImportReport,
): Group<C>[] {
  const byKey = new Map<string, Row<C>[]>();
  for (const row of rows.values()) {
    const key = rule.key(row);
    if (key === null) continue;
    const members = byKey.get(key);
    if (members) members.push(row);
    else byKey.set(key, [row]);
  }
  return [...byKey].map(([key, members]) => group(profile, rule, key, members.sort(profile.compare), rows, report));
}

function group<C extends Columns>(
  profile: Profile<C>,
  rule: RecordRule<C>,
  key: string,
  members: readonly Row<C>[],
  rows: ReadonlyMap<string, Row<C>>,
  report: ImportReport,
): Group<C> {
  const first = members[0]!;
  const doubt: Group<C>['doubt'] = (column, reason, { detail, row = first } = {}) =>
    report.note({
      row: row.rowNumber,
      column: column === null ? null : profile.columns[column]!.header,
      severity: 'doubtful',
      reason,
      detail,
      record: `${rule.name} ${key}`,
    });
  return {
    key,
    rows: members,
    first,
    doubt,
    find: (rowId) => rows.get(rowId),
    same(column) {
      const wanted = JSON.stringify(first.values[column]);
      const other = members.find((row) => JSON.stringify(row.values[column]) !== wanted);
      if (other) {
        const detail = `rows ${first.rowNumber} and ${other.rowNumber}; the former is taken`;
        doubt(column, `rows of one ${rule.name} differ`, { detail, row: other });
      }
      return first.values[column];
    },
  };
}

/** The version is a hash of what the fact says: an unchanged record has an unchanged version. */
function withSource(externalId: string, unsourced: Unsourced<Fact>): Fact {
  const version = createHash('sha256').update(JSON.stringify(unsourced)).digest('hex').slice(0, 32);
  return { ...unsourced, source: { externalId, version, updatedAt: null } } as Fact;
}

async function* chunked(facts: AsyncIterable<Fact>, size: number): AsyncGenerator<{ facts: Fact[] }> {
  let chunk: Fact[] = [];
  for await (const fact of facts) {
    chunk.push(fact);
    if (chunk.length < size) continue;
    yield { facts: chunk };
    chunk = [];
  }
  if (chunk.length > 0) yield { facts: chunk };
}
