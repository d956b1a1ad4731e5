/**
 * Reads a table file (CSV, TSV and their like) row by row. Only a few rows are held at any time.
 *
 * Row numbers are those of a spreadsheet: the first row is 1, blank rows count, a row whose cells contain line breaks
 * counts once.
 */
import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { sniffDelimiter, type Delimiter } from './delimiter.js';
import { isEncoding, readText, type Encoding, type TableSource } from './encoding.js';

/** What a profile may state about its files; what it does not state is found out. */
export interface TableFormat {
  readonly encoding?: string;
  readonly delimiter?: Delimiter;
  /** False for files in which a quotation mark is a character like any other. */
  readonly quoted?: boolean;
}

/** Something wrong with the table itself, whatever its columns mean. */
export interface TableProblem {
  /** Refused: the cell (or, without a column, the row) cannot be used. */
  readonly severity: 'refused' | 'doubtful';
  readonly column: string | null;
  readonly reason: string;
  readonly detail: string | null;
}

export interface TableRow {
  readonly rowNumber: number;
  /** By header. Empty where the row as a whole is refused. */
  readonly cells: ReadonlyMap<string, string>;
  readonly problems: readonly TableProblem[];
}

export interface Table extends AsyncIterable<TableRow> {
  /** As they stand in the file, in order; a missing or repeated one is named by its place, `column 7`. */
  readonly headers: readonly string[];
  readonly headerRowNumber: number;
  readonly headerProblems: readonly TableProblem[];
  /** Headers that stand more than once, so that nobody can say which column is meant. */
  readonly repeatedHeaders: ReadonlySet<string>;
  readonly delimiter: Delimiter;
  /** Known for certain only when all rows were read. */
  encoding(): Encoding | null;
  /** Ends the reading and closes the source; for a table whose rows are not iterated to the end. */
  close(): Promise<void>;
}

/** The file cannot be read as a table from `rowNumber` on. */
export class UnreadableTable extends Error {
  override readonly name = 'UnreadableTable';
  constructor(
    message: string,
    readonly rowNumber: number | null,
    readonly column: string | null,
  ) {
    super(message);
  }
}

/** A row longer than this is not a row but a quotation mark that was never closed. */
const MAX_ROW_BYTES = 1024 * 1024;
const SAMPLE_CHARS = 65536;

/** What the parser gives with `raw`; its own types do not know it. */
interface ParsedRow {
  readonly record: readonly string[];
  readonly raw: string;
}

interface RawRow {
  readonly rowNumber: number;
  readonly cells: readonly string[];
  readonly raw: string;
}

/**
 * Opens a table: reads as far as its header row. Its rows come by iterating over the result, once.
 * Both throw UnreadableTable, and whatever the source throws.
 */
export async function readTable(source: TableSource, format: TableFormat = {}): Promise<Table> {
  if (format.encoding !== undefined && !isEncoding(format.encoding)) {
    throw new UnreadableTable(`unknown encoding ${JSON.stringify(format.encoding)}`, null, null);
  }
  const found: { encoding: Encoding | null } = { encoding: null };
  const text = readText(source, format.encoding, (encoding) => {
    found.encoding = encoding;
  });
  const sample = await takeText(text, SAMPLE_CHARS);
  const delimiter = format.delimiter ?? sniffDelimiter(sample);
  const quoted = format.quoted ?? true;
  const rows = rawRows(chain(sample, text), delimiter, quoted);
  const first = await rows.next();
  if (first.done) throw new UnreadableTable('the file holds no rows, not even a header', null, null);
  const header = readHeader(first.value.cells);
  return {
    ...header,
    headerRowNumber: first.value.rowNumber,
    delimiter,
    encoding: () => found.encoding,
    close: async () => {
      await rows.return(undefined);
    },
    async *[Symbol.asyncIterator]() {
      for await (const row of rows) yield toRow(row, header.headers, quoted, found.encoding);
    },
  };
}

function readHeader(cells: readonly string[]): Pick<Table, 'headers' | 'headerProblems' | 'repeatedHeaders'> {
  const problems: TableProblem[] = [];
  const seen = new Map<string, number>();
  const repeated = new Set<string>();
  const headers = cells.map((cell, index) => {
    const place = `column ${index + 1}`;
    const header = cell.replace(/\s+/g, ' ').trim();
    if (header === '') {
      problems.push(problem('doubtful', place, 'column without a header', null));
      return place;
    }
    if (header.includes('\0')) {
      problems.push(problem('doubtful', place, 'NUL character in a header', null));
      return place;
    }
    const earlier = seen.get(headerKey(header));
    if (earlier !== undefined) {
      repeated.add(headerKey(header));
      problems.push(problem('doubtful', header, 'header stands twice', `in columns ${earlier} and ${index + 1}`));
      return `${header} (${place})`;
    }
    seen.set(headerKey(header), index + 1);
    return header;
  });
  return { headers, headerProblems: problems, repeatedHeaders: repeated };
}

/** Headers are compared without regard to case, width and blanks. */
export function headerKey(header: string): string {
  return header.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
}

function toRow(row: RawRow, headers: readonly string[], quoted: boolean, encoding: Encoding | null): TableRow {
  const broken = quoted ? brokenQuotes(row, headers) : [];
  const torn = broken.find((each) => each.severity === 'refused');
  if (torn) return { rowNumber: row.rowNumber, cells: new Map(), problems: [torn] };
  const surplus = row.cells.slice(headers.length);
  if (row.cells.length < headers.length || surplus.some((cell) => cell.trim() !== '')) {
    return { rowNumber: row.rowNumber, cells: new Map(), problems: [raggedRow(row, headers)] };
  }
  const cells = new Map(headers.map((header, index) => [header, row.cells[index]!]));
  const problems = [...broken];
  for (const [header, cell] of cells) {
    if (cell.includes('\0')) problems.push(problem('refused', header, 'NUL character', null));
    if (cell.includes('\uFFFD')) {
      problems.push(problem('doubtful', header, 'unreadable characters', `not valid as ${encoding?.name ?? 'text'}`));
    }
  }
  return { rowNumber: row.rowNumber, cells, problems };
}

/** Cells of a row with too few or too many of them may stand in the wrong columns: none is used. */
function raggedRow(row: RawRow, headers: readonly string[]): TableProblem {
  const lastCommon = headers[Math.min(row.cells.length, headers.length) - 1] ?? null;
  const detail =
    `${row.cells.length} cells where the header names ${headers.length}` +
    (row.cells.length < headers.length ? `; nothing after "${lastCommon}"` : `; more after "${lastCommon}"`) +
    (row.raw.trimEnd().includes('\n') ? '; the row runs over several lines: look for a stray quotation mark' : '');
  return problem('refused', null, 'wrong number of cells', detail);
}

/**
 * The parser takes a quotation mark that stands in the wrong place for a character. Within one line that is what the
 * sender meant (5" tube); across lines it means that rows have run together.
 */
function brokenQuotes(row: RawRow, headers: readonly string[]): TableProblem[] {
  const problems: TableProblem[] = [];
  row.cells.forEach((cell, index) => {
    if (!cell.includes('"') || row.raw.includes(`"${cell.replaceAll('"', '""')}"`)) return;
    const column = headers[index] ?? `column ${index + 1}`;
    problems.push(
      cell.includes('\n')
        ? problem('refused', column, 'unbalanced quotation mark', 'the lines that it swallowed are not used either')
        : problem('doubtful', column, 'quotation mark inside a cell', 'taken as a character'),
    );
  });
  return problems;
}

async function* rawRows(
  text: AsyncGenerator<string>,
  delimiter: Delimiter,
  quoted: boolean,
): AsyncGenerator<RawRow, undefined> {
  let header: readonly string[] | null = null;
  const parser = parse({
    delimiter,
    quote: quoted ? '"' : null,
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_ROW_BYTES,
    raw: true,
    on_record(item: string[]) {
      const { record } = item as unknown as ParsedRow;
      if (header === null && !isBlank(record)) header = readHeader(record).headers;
      return item;
    },
  });
  // Errors of the source reach the parser, and show in the loop itself.
  pipeline(Readable.from(text), parser, () => undefined);
  let rowNumber = 0;
  try {
    for await (const item of parser as AsyncIterable<ParsedRow>) {
      rowNumber += 1;
      if (!isBlank(item.record)) yield { rowNumber, cells: item.record, raw: item.raw };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser drops rows that it has read but not handed over, so the place is taken from the error.
    const row = Number(error['records']) + 1;
    const index = Number(error['column']);
    const column = (header as readonly string[] | null)?.[index] ?? `column ${index + 1}`;
    throw new UnreadableTable(`row ${row}, column "${column}": ${messageOf(error)}`, row, column);
  } finally {
    await text.return(undefined);
  }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

function messageOf(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quotation mark is opened here and never closed';
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return `the row is longer than ${MAX_ROW_BYTES} bytes; look for a quotation mark that is never closed`;
  }
  return error.message;
}

function problem(
  severity: TableProblem['severity'],
  column: string | null,
  reason: string,
  detail: string | null,
): TableProblem {
  return { severity, column, reason, detail };
}

async function takeText(text: AsyncGenerator<string>, chars: number): Promise<string> {
  let taken = '';
  while (taken.length < chars) {
    const next = await text.next();
    if (next.done) break;
    taken += next.value;
  }
  return taken;
}

async function* chain(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    if (first) yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
