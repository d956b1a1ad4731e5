/**
 * The real delivery history, mapped to facts, against what was counted in it independently of this code. What a gateway
 * makes of the facts is checked in test/conformance. Set INTERLINE_DATA to the folder that holds scms/; without the data
 * the tests are skipped.
 */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { scms } from '../../src/tables/profiles/scms.js';
import { countryCode } from '../../src/tables/countries.js';
import { daysBetween } from '../../src/domain/dates.js';
import { equal, sum } from '../../src/domain/decimal.js';
import type { DateOnly, Fact } from '../../src/domain/facts.js';
import type { Note } from '../../src/tables/report.js';
import type { FiguresByName, Truth } from '../conformance/scms-truth.js';
import { modes, ownWarehouse, readTruth, tableFile } from '../conformance/scms-truth.js';
import { collect, ofKind, type Collected } from './collect.js';

const path = (name: string): string => join(process.env['INTERLINE_DATA'] ?? join(process.cwd(), '../shared/data'), name);
const file = path(tableFile);
const present = existsSync(file);

/** One order line with what its shipment says, put together from the facts alone. */
interface Line {
  readonly order: string;
  readonly delivery: string;
  readonly supplier: string | null;
  readonly country: string | null;
  readonly mode: string | null;
  readonly promised: DateOnly;
  readonly delivered: DateOnly;
  readonly amount: string;
}

function linesOf(facts: readonly Fact[]): Line[] {
  const shipped = new Map(
    ofKind(facts, 'shipment').flatMap((shipment) => shipment.lines.map((line) => [line.orderLine, shipment] as const)),
  );
  return ofKind(facts, 'order').flatMap((order) =>
    order.lines.map((line) => {
      const shipment = shipped.get(line.externalId)!;
      return {
        order: order.number,
        delivery: shipment.number,
        supplier: line.supplier ?? null,
        country: order.country ?? null,
        mode: shipment.mode,
        promised: line.promisedDate!,
        delivered: shipment.deliveredOn!,
        amount: line.amount!,
      };
    }),
  );
}

function groups(lines: readonly Line[], keyOf: (line: Line) => string | null): Map<string | null, Line[]> {
  const found = new Map<string | null, Line[]>();
  for (const line of lines) {
    const key = keyOf(line);
    if (found.has(key)) found.get(key)!.push(line);
    else found.set(key, [line]);
  }
  return found;
}

if (!present) process.stderr.write(`scms-truth: skipped, no ${file}\n`);
const withData = present ? describe : describe.skip;

withData('the real SCMS delivery history', () => {
  const load = async (): Promise<Collected & { truth: Truth; lines: Line[] }> => {
    const imported = await collect(scms, createReadStream(file));
    return { ...imported, truth: readTruth(path), lines: linesOf(imported.facts) };
  };
  const loaded: Partial<Awaited<ReturnType<typeof load>>> = {};
  beforeAll(async () => Object.assign(loaded, await load()));
  const all = () => loaded as Awaited<ReturnType<typeof load>>;

  it('becomes the records that it holds', () => {
    const { report, truth } = all();
    const { lines } = truth.overall;
    expect([report.rowsRead, report.rowsApplied, report.rowsRefused]).toEqual([lines, lines, 0]);
    expect(Object.fromEntries(report.facts)).toMatchObject({
      supplier: Object.keys(truth.by_vendor).length - 1,
      order: truth.overall.orders,
      purchaseOrder: truth.supplier_lines_only.orders,
      shipment: truth.overall.deliveries,
    });
  });

  it('keeps amounts to the cent: per year, country, mode and vendor', () => {
    const { lines, truth } = all();
    expect(lines.filter((line) => line.delivered < line.promised)).toHaveLength(truth.overall.early_lines);
    expect(Math.max(...lines.map((line) => daysBetween(line.promised, line.delivered)))).toBe(truth.overall.max_days_late);
    type KeyOf<T> = (of: T) => string | null;
    const breakdowns: [FiguresByName, KeyOf<Line>, KeyOf<string>][] = [
      [truth.by_year, (line) => line.promised.slice(0, 4), (name) => name],
      [truth.by_country, (line) => line.country, countryCode],
      [truth.by_mode, (line) => line.mode, (name) => modes[name] ?? null],
      [truth.by_vendor, (line) => line.supplier, (name) => (name === ownWarehouse ? null : name)],
    ];
    for (const [figuresByName, keyOf, keyOfName] of breakdowns) {
      const byKey = groups(lines, keyOf);
      expect(byKey.size).toBe(Object.keys(figuresByName).length);
      for (const [name, wanted] of Object.entries(figuresByName)) {
        const members = byKey.get(keyOfName(name)) ?? [];
        expect([name, members.length]).toEqual([name, wanted.lines]);
        expect([name, equal(sum(members.map((line) => line.amount)), wanted.line_value_usd)]).toEqual([name, true]);
      }
    }
  });

  it('counts in its report what the truth counts as bad data', () => {
    const { report, lines, truth } = all();
    const quality = truth.data_quality;
    const ids = (column: string, reason: string) =>
      report.notes.filter((note) => note.column === column && note.reason === reason).map((note) => idOfRow(note.row!));
    const absent = (column: string, reason: string) => report.count({ column, severity: 'absent', reason });
    const po = 'PO Sent to Vendor Date';
    const pq = 'PQ First Sent to Client Date';
    const weight = 'Weight (Kilograms)';
    const freight = 'Freight Cost (USD)';
    const reference = "contained in another line's figure";
    expect({
      'real date': report.valuesIn(po),
      'Date Not Captured': absent(po, 'the date was not captured'),
      'N/A - From RDC': absent(po, 'from the own warehouse, so there is no vendor'),
    }).toEqual(quality.po_sent_date);
    expect({
      'real date': report.valuesIn(pq),
      'Pre-PQ Process': absent(pq, 'ordered before price quotations were recorded'),
      'Date Not Captured': absent(pq, 'the date was not captured'),
    }).toEqual(quality.pq_date);
    expect({
      numeric: report.valuesIn(weight),
      'see other line': absent(weight, reference),
      'captured separately': absent(weight, 'the weight was captured elsewhere'),
    }).toEqual(quality.weight);
    expect({
      numeric: report.valuesIn(freight),
      'see other line': absent(freight, reference),
      'included in commodity': absent(freight, 'freight is part of the price of the goods'),
      'invoiced separately': absent(freight, 'freight was invoiced separately'),
    }).toEqual(quality.freight);
    expect({
      rows: report.rowsRead,
      po_sent_after_delivered_ids: ids(po, 'purchase order sent after delivery'),
      po_sent_after_scheduled_ids: ids(po, 'purchase order sent after the scheduled delivery'),
      recorded_before_delivered_ids: ids('Delivery Recorded Date', 'recorded before delivery'),
      recorded_later_than_delivered: ids('Delivery Recorded Date', 'recorded on a later day than delivered').length,
      shipment_mode_NA: absent('Shipment Mode', 'the shipment mode is not stated'),
      insurance_blank: absent('Line Item Insurance (USD)', 'blank'),
      zero_line_value_ids: ids('Line Item Value', 'line value is zero'),
      early_more_than_60_days: ids('Delivered to Client Date', 'more than 60 days early').length,
      late_more_than_60_days: ids('Delivered to Client Date', 'more than 60 days late').length,
      weekend_deliveries: lines.filter((line) => [0, 6].includes(new Date(line.delivered).getUTCDay())).length,
      po_sent_date: quality.po_sent_date,
      pq_date: quality.pq_date,
      weight: quality.weight,
      freight: quality.freight,
    }).toEqual(quality);
    expect(report.count({ severity: 'refused' })).toBe(0);
  });

  it('keeps the two purchase orders that were sent after delivery, with their dates', () => {
    const { facts } = all();
    const delivered = new Map(
      ofKind(facts, 'shipment').flatMap(({ lines, deliveredOn }) =>
        lines.map((line) => [line.purchaseOrderLine, deliveredOn!]),
      ),
    );
    const reversed = ofKind(facts, 'purchaseOrder').flatMap(({ issuedAt, lines }) =>
      lines.filter((line) => issuedAt != null && issuedAt.slice(0, 10) > delivered.get(line.externalId)!),
    );
    expect(reversed.map((line) => line.externalId)).toEqual(all().truth.data_quality.po_sent_after_delivered_ids);
  });

  it('refers only to what came before', () => {
    const known = new Set<string>();
    const dangling: string[] = [];
    const need = (kind: string, ref: string | null | undefined) => {
      if (ref != null && !known.has(`${kind} ${ref}`)) dangling.push(`${kind} ${ref}`);
    };
    for (const fact of all().facts) {
      if (fact.kind === 'order') need('customer', fact.customer);
      if (fact.kind === 'purchaseOrder') need('supplier', fact.supplier);
      if (fact.kind === 'order' || fact.kind === 'purchaseOrder') {
        for (const line of fact.lines) {
          need('product', line.product);
          known.add(`${fact.kind} line ${line.externalId}`);
        }
      }
      if (fact.kind === 'order') fact.lines.forEach((line) => need('supplier', line.supplier));
      if (fact.kind === 'purchaseOrder') fact.lines.forEach((line) => need('order line', line.orderLine));
      if (fact.kind === 'shipment') {
        need('supplier', fact.supplier);
        for (const line of fact.lines) {
          need('order line', line.orderLine);
          need('purchaseOrder line', line.purchaseOrderLine);
        }
      }
      known.add(`${fact.kind} ${fact.source.externalId}`);
    }
    expect(dangling).toEqual([]);
  });

  it.each<[string, (rows: string[][]) => Uint8Array]>([
    [
      'ISO-8859-1, tabs, CR alone, M/D/YYYY',
      (rows) => iconv.encode(table(rows.map(longDates), '\t', '\r'), 'iso-8859-1'),
    ],
    [
      'UTF-16LE, semicolons, mixed line endings',
      (rows) => iconv.encode(mixedEnds(table(rows, ';', '\n')), 'utf-16le', { addBOM: true }),
    ],
    ['GB18030, bars, CRLF, M/D/YYYY', (rows) => iconv.encode(table(rows.map(longDates), '|', '\r\n'), 'gb18030')],
  ])('gives the same facts as %s', async (_name, write) => {
    const { facts, report } = await collect(scms, write(parse(readFileSync(file), { bom: true }) as string[][]));
    expect(report.fatal).toEqual([]);
    // As text: comparing so many objects one by one takes a minute.
    const spelled = (notes: readonly Note[]) =>
      notes.map((note) => JSON.stringify({ ...note, value: null })).join('\n');
    expect(spelled(report.notes) === spelled(all().report.notes)).toBe(true);
    expect(facts).toHaveLength(all().facts.length);
    expect(facts.find((fact, index) => JSON.stringify(fact) !== JSON.stringify(all().facts[index]))).toBeUndefined();
  });

  const idOfRow = (row: number): string => {
    const rows = (ids.rows ??= (parse(readFileSync(file), { bom: true }) as string[][]).map((cells) => cells[0]!));
    return rows[row - 1]!;
  };
  const ids: { rows?: string[] } = {};
});

function table(rows: readonly (readonly string[])[], delimiter: string, end: string): string {
  const needsMarks = (text: string) => text.includes(delimiter) || text.includes('"');
  const cell = (text: string) => (needsMarks(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join(delimiter) + end).join('');
}

function mixedEnds(text: string): string {
  return text.replace(/\n/g, (_end, at: number) => ['\n', '\r\n', '\r'][at % 3]!);
}

/** Every date as some copies of the file write it. */
function longDates(cells: readonly string[]): string[] {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return cells.map((cell) =>
    cell
      .replace(
        /^(\d+)-([A-Z][a-z]{2})-(\d\d)$/,
        (_all, day, month, year) => `${months.indexOf(month) + 1}/${day}/20${year}`,
      )
      .replace(/^(\d+\/\d+)\/(\d\d)$/, '$1/20$2'),
  );
}
