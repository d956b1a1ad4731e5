import { optional, required } from '../../src/tables/cell.js';
import { date, midnightUtc } from '../../src/tables/dates.js';
import { mapTable } from '../../src/tables/map.js';
import { decimal, orReference, text, words } from '../../src/tables/parsers.js';
import { defineProfile } from '../../src/tables/profile.js';
import { collect, notesOf, ofKind } from './collect.js';

const columns = {
  id: required('Id', text()),
  order: required('Order', text()),
  customer: required('Customer', text()),
  day: required('Day', date(['YYYY-MM-DD'])),
  quantity: required('Quantity', decimal({ above: '0' })),
  weight: optional(
    'Weight',
    words({ unknown: 'nobody weighed it' }, orReference(/^see (?<document>\S+)\/(?<line>\S+)$/, decimal())),
  ),
};

const profile = defineProfile({
  name: 'tiny',
  title: 'for tests',
  assumptions: ['quantities are pieces'],
  columns,
  rowId: ({ id }) => id,
  belongsTo: ({ order }) => (order === null ? null : `order ${order}`),
  compare: (a, b) => (a.id < b.id ? -1 : 1),
  checks: [
    { column: 'day', reason: 'long ago', find: ({ values }) => (values.day < '2000-01-01' ? values.day : null) },
  ],
  records: [
    {
      name: 'customer',
      key: ({ values }) => values.customer,
      build: ({ key }) => ({ kind: 'customer', number: key, name: key }),
    },
    {
      name: 'order',
      key: ({ values }) => values.order,
      build: (group) => ({
        kind: 'order',
        number: group.key,
        customer: group.same('customer'),
        channel: 'ERP',
        status: 'RECEIVED',
        currency: 'EUR',
        placedAt: midnightUtc(group.same('day')),
        lines: group.rows.map(({ id, values }, index) => ({
          externalId: id,
          lineNo: index + 1,
          product: null,
          description: id,
          quantity: values.quantity,
          unit: 'pcs',
          unitPrice: null,
        })),
      }),
    },
  ],
});

const header = 'Id,Order,Customer,Day,Quantity,Weight\n';

describe('mapTable', () => {
  it('groups rows that stand apart, in the order of their ids, and puts what is referred to first', async () => {
    const { facts, report } = await collect(
      profile,
      `${header}2,A,c1,2020-01-02,5,1\n3,B,c2,2020-01-03,1,1\n1,A,c1,2020-01-02,7.0,1\n`,
    );
    expect(facts.map((fact) => `${fact.kind} ${fact.source.externalId}`)).toEqual([
      'customer c1',
      'customer c2',
      'order A',
      'order B',
    ]);
    expect(ofKind(facts, 'order')[0]!.lines.map((line) => [line.externalId, line.lineNo, line.quantity])).toEqual([
      ['1', 1, '7'],
      ['2', 2, '5'],
    ]);
    expect([report.rowsRead, report.rowsApplied, report.rowsRefused]).toEqual([3, 3, 0]);
    expect([...report.facts]).toEqual([
      ['customer', 2],
      ['order', 2],
    ]);
    expect(report.notes).toEqual([]);
  });

  it('gives a record the same version as long as it says the same, and another one when it changes', async () => {
    const version = async (rows: string) =>
      ofKind((await collect(profile, header + rows)).facts, 'order')[0]!.source.version;
    const first = await version('1,A,c,2020-01-02,5,1\n2,A,c,2020-01-02,6,1\n');
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(await version('2,A,c,2020-01-02,6.00,9\n1,A,c,2020-01-02,5,\n')).toBe(first);
    expect(await version('1,A,c,2020-01-02,5,1\n2,A,c,2020-01-02,7,1\n')).not.toBe(first);
  });

  it('reports every problem of a row at once, and what the refused row belongs to', async () => {
    const { facts, report } = await collect(profile, `${header}1,A,,2020-02-30,-1,x\n2,A,c,2020-01-01,1,unknown\n`);
    expect(notesOf(report, 'refused')).toEqual([
      [2, 'Day', 'no such calendar date'],
      [2, 'Quantity', 'number too small'],
      [2, 'Weight', 'not a number'],
      [2, null, 'row without a value that it needs'],
    ]);
    expect(notesOf(report, 'absent')).toEqual([
      [2, 'Customer', 'blank'],
      [3, 'Weight', 'nobody weighed it'],
    ]);
    expect(report.notes.find((note) => note.column === null)).toMatchObject({
      detail: '"Customer", "Day", "Quantity"',
      record: 'order A',
    });
    expect(report.notes.find((note) => note.column === 'Day')!.value).toBe('2020-02-30');
    expect(ofKind(facts, 'order')[0]!.lines).toHaveLength(1);
    expect([report.rowsRead, report.rowsApplied, report.rowsRefused]).toEqual([2, 1, 1]);
  });

  it('refuses a row id that stands twice and takes the first', async () => {
    const { facts, report } = await collect(profile, `${header}1,A,c,2020-01-02,5,1\n1,B,c,2020-01-02,6,1\n`);
    expect(notesOf(report, 'refused')).toEqual([[3, null, 'row id stands twice']]);
    expect(report.notes[0]).toMatchObject({ detail: '"1" was row 2, which is the one taken', record: 'order B' });
    expect(ofKind(facts, 'order').map((order) => order.number)).toEqual(['A']);
  });

  it('doubts rows of one record that differ, rows that fail a check, and references that lead nowhere', async () => {
    const { report } = await collect(
      profile,
      `${header}1,A,c1,1999-01-02,5,see A/2\n2,A,c2,1999-01-02,5,see A/3\n3,B,c,2020-01-02,5,see B/3\n4,B,c,2020-01-02,5,see B/9\n`,
    );
    expect(notesOf(report, 'doubtful')).toEqual([
      [2, 'Day', 'long ago'],
      [3, 'Day', 'long ago'],
      [2, 'Weight', 'refers to a line that refers to another one'],
      [3, 'Weight', 'refers to a line that refers to another one'],
      [4, 'Weight', 'refers to itself'],
      [5, 'Weight', 'refers to a line that is not in this table'],
      [3, 'Customer', 'rows of one order differ'],
    ]);
    expect(report.count({ column: 'Weight', severity: 'absent', reason: "contained in another line's figure" })).toBe(
      4,
    );
  });

  it('names all missing columns at once and makes no facts', async () => {
    const { facts, report } = await collect(profile, 'Id,Order,Day,Weigth\n1,A,2020-01-02,1\n');
    expect(facts).toEqual([]);
    expect(report.fatal).toEqual([
      'missing columns "Customer", "Quantity", "Weight"; the file has "Id", "Order", "Day", "Weigth"',
    ]);
    expect(report.summary()).toContain('NOT IMPORTED:');
  });

  it('finds headers in any case and order, beside columns that it does not need', async () => {
    const { facts, report } = await collect(
      profile,
      'x;quantity; ORDER ;id;day;customer;weight;x\n;5;A;1;2020-01-02;c;1;\n',
    );
    expect(ofKind(facts, 'order')).toHaveLength(1);
    expect(report.readAs!.delimiter).toBe(';');
    expect(notesOf(report, 'doubtful')).toEqual([[1, 'x', 'header stands twice']]);
  });

  it('refuses a table in which a needed column stands twice', async () => {
    const { facts, report } = await collect(
      profile,
      'Id,Order,Customer,Day,Quantity,Weight,DAY\n1,A,c,2020-01-02,1,1,1\n',
    );
    expect(facts).toEqual([]);
    expect(report.fatal).toEqual(['column "Day" stands more than once']);
  });

  it('makes no facts of a table that breaks off, and says where', async () => {
    const { facts, report } = await collect(profile, `${header}1,A,c,2020-01-02,5,1\n2,"A,c,2020-01-02,5,1\n`);
    expect(facts).toEqual([]);
    expect(report.fatal).toEqual(['row 3, column "Order": a quotation mark is opened here and never closed']);
  });

  it('refuses cells with NUL, also in columns that it only reads', async () => {
    const { report } = await collect(profile, `${header}1,A,c,2020-01-02,5,1\0\n2,A\0,c,2020-01-02,5,1\n`);
    expect(notesOf(report, 'refused')).toEqual([
      [2, 'Weight', 'NUL character'],
      [3, 'Order', 'NUL character'],
      [3, null, 'row without a value that it needs'],
    ]);
    expect(report.rowsApplied).toBe(1);
  });

  it('keeps records whose ids are names of Object members', async () => {
    const { facts } = await collect(profile, `${header}__proto__,constructor,__proto__,2020-01-02,5,1\n`);
    expect(facts.map((fact) => fact.source.externalId)).toEqual(['__proto__', 'constructor']);
  });

  it('hands facts over in chunks and stops at its row limit', async () => {
    const rows = Array.from({ length: 7 }, (_, index) => `${index},O${index},c,2020-01-02,5,1\n`).join('');
    const sizes: number[] = [];
    for await (const chunk of mapTable(profile, Buffer.from(header + rows), { chunkSize: 3 }).chunks)
      sizes.push(chunk.facts.length);
    expect(sizes).toEqual([3, 3, 2]);
    const limited = await collect(profile, header + rows, { maxRows: 6 });
    expect(limited.facts).toEqual([]);
    expect(limited.report.fatal[0]).toContain('more than 6 rows');
  });

  it('stops when told to', async () => {
    const reason = new Error('enough');
    await expect(
      collect(profile, `${header}1,A,c,2020-01-02,5,1\n`, { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });

  it('closes its source also where it did not read all of it', async () => {
    const seen = { closed: false };
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from('wrong,headers\n1,2\n'.repeat(1000));
      } finally {
        seen.closed = true;
      }
    }
    const { report } = await collect(profile, source());
    expect(report.fatal[0]).toContain('missing columns');
    expect(seen.closed).toBe(true);
  });
});

describe('ImportReport', () => {
  it('is written as one JSON object per line, counts before notes', async () => {
    const { report } = await collect(profile, `${header}1,A,c,2020-01-02,5,unknown\n2,A,c,2020-01-02,x,unknown\n`);
    const lines = [...report.toNdjson()];
    expect(lines.every((line) => line.endsWith('\n') && !line.slice(0, -1).includes('\n'))).toBe(true);
    const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(objects.map((object) => object['type'])).toEqual([
      'import',
      'count',
      'count',
      'count',
      'note',
      'note',
      'note',
      'note',
    ]);
    expect(objects[0]).toMatchObject({
      profile: 'tiny',
      readAs: { encoding: 'utf-8', delimiter: ',' },
      rowsRead: 2,
      rowsApplied: 1,
      rowsRefused: 1,
      facts: { customer: 1, order: 1 },
      assumptions: ['quantities are pieces'],
      fatal: [],
    });
    expect(objects[3]).toEqual({
      type: 'count',
      column: 'Weight',
      severity: 'absent',
      reason: 'nobody weighed it',
      count: 2,
      firstRows: [2, 3],
    });
    expect(report.valuesIn('Quantity')).toBe(1);
  });

  it('reads as a page', async () => {
    const { report } = await collect(profile, `${header}1,A,c,1999-01-02,5,unknown\n2,A,c,1999-01-02,x,1\n`);
    expect(report.summary()).toBe(
      [
        'Profile tiny',
        'Read as utf-8 (only ASCII characters), cells parted by ","',
        'Rows: 2 read, 1 applied, 1 refused',
        'Facts: 1 customer, 1 order',
        '',
        'Refused (not taken over)',
        '        1  Quantity: not a number (row 3)',
        '        1  row: row without a value that it needs (row 3)',
        '',
        'Doubtful (taken over, to be looked at)',
        '        1  Day: long ago (row 2)',
        '',
        'Without a value, as the table itself says',
        '        1  Weight: nobody weighed it (row 2)',
        '',
        'Taken for granted',
        '  quantities are pieces',
        '',
      ].join('\n'),
    );
  });
});
