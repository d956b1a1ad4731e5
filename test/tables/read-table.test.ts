import fc from 'fast-check';
import type { TableSource } from '../../src/tables/encoding.js';
import { sniffDelimiter } from '../../src/tables/delimiter.js';
import { readTable, UnreadableTable, type TableFormat, type TableRow } from '../../src/tables/read.js';

async function rowsOf(source: string | TableSource, format?: TableFormat): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  const table = await readTable(typeof source === 'string' ? Buffer.from(source) : source, format);
  for await (const row of table) rows.push(row);
  return rows;
}

async function plain(text: string, format?: TableFormat): Promise<unknown[]> {
  return (await rowsOf(text, format)).map(({ rowNumber, cells }) => [rowNumber, ...cells.values()]);
}

describe('sniffDelimiter', () => {
  it.each([
    [',', 'a,b,c\n1,2,3\n'],
    [';', 'a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n'],
    ['\t', 'name, first\tname, last\n"Doe, J"\tx\ny\tz, z, z\n'],
    ['|', 'a|b\n1;2|3\n'],
    [',', 'only one column\n1\n'],
    [';', '"a,b,c,d";e\n"1,2";3\n'],
    [',', 'a,b'],
  ])('finds %j', (delimiter, sample) => {
    expect(sniffDelimiter(sample)).toBe(delimiter);
  });
});

describe('readTable', () => {
  it('numbers rows as a spreadsheet does: blank ones count, one with line breaks in a cell counts once', async () => {
    expect(await plain('\na,b\n\n1,"x\ny"\n,\n2,z\n')).toEqual([
      [4, '1', 'x\ny'],
      [6, '2', 'z'],
    ]);
  });

  it.each(['\n', '\r\n', '\r'])('gives the same rows for line endings %j', async (end) => {
    const text = ['a;b', '1;"x', 'y"', '2;z', ''].join(end);
    expect(await plain(text)).toEqual([
      [2, '1', 'x\ny'],
      [3, '2', 'z'],
    ]);
  });

  it('reads tables that mix line endings', async () => {
    expect(await plain('a,b\r1,2\r\n3,4\n5,6')).toEqual([
      [2, '1', '2'],
      [3, '3', '4'],
      [4, '5', '6'],
    ]);
  });

  it('refuses rows whose cells may have shifted, and says where the row ended', async () => {
    const rows = await rowsOf('a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n');
    expect(rows.map(({ rowNumber, cells, problems }) => [rowNumber, cells.size, problems])).toEqual([
      [2, 0, [expect.objectContaining({ severity: 'refused', column: null, reason: 'wrong number of cells' })]],
      [3, 0, [expect.objectContaining({ detail: '4 cells where the header names 3; more after "c"' })]],
      [4, 3, []],
    ]);
    expect(rows[0]!.problems[0]!.detail).toBe('2 cells where the header names 3; nothing after "b"');
  });

  it('names NUL and undecodable characters by row and column', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\nok,x\0y\n'), Buffer.from([0xff]), Buffer.from(',fine\n')]);
    const rows = await rowsOf(bytes, { encoding: 'utf-8' });
    expect(rows[0]!.problems).toEqual([{ severity: 'refused', column: 'b', reason: 'NUL character', detail: null }]);
    expect(rows[1]!.problems).toEqual([
      { severity: 'doubtful', column: 'a', reason: 'unreadable characters', detail: 'not valid as utf-8' },
    ]);
  });

  it('takes an inch mark for a character and says so; doubled quotation marks are none', async () => {
    const rows = await rowsOf('a,b\n5" tube,x\n"5"" tube",y\n');
    expect(rows.map((row) => row.cells.get('a'))).toEqual(['5" tube', '5" tube']);
    expect(rows.map((row) => row.problems.map((each) => [each.severity, each.column, each.reason]))).toEqual([
      [['doubtful', 'a', 'quotation mark inside a cell']],
      [],
    ]);
    expect((await rowsOf('a,b\n5" tube,"x\n', { quoted: false }))[0]!.problems).toEqual([]);
  });

  it('refuses rows that an unbalanced quotation mark has run together', async () => {
    const rows = await rowsOf('a,b,c\n1,"5 tube,3\n4,"5",6\n7,8,9\n');
    expect(rows[0]!.problems).toEqual([
      expect.objectContaining({ severity: 'refused', column: 'b', reason: 'unbalanced quotation mark' }),
    ]);
    expect(rows[0]!.cells.size).toBe(0);
    expect(rows[1]!.cells.get('a')).toBe('7');
  });

  it('stops at a quotation mark that is never closed, naming row and column', async () => {
    await expect(rowsOf('a,b\n1,2\n3,"4\n5,6\n')).rejects.toThrow(
      'row 3, column "b": a quotation mark is opened here and never closed',
    );
    const endless = Buffer.from(`a,b\n1,"${'x'.repeat(3_000_000)}`);
    await expect(rowsOf(endless)).rejects.toThrow(/^row 2, column "b": the row is longer than/);
    await expect(rowsOf('a,"b\n1,2\n')).rejects.toBeInstanceOf(UnreadableTable);
  });

  it('names missing and repeated headers by their place and does not mix their cells', async () => {
    const table = await readTable(Buffer.from('a,,b,A \n1,2,3,4\n'));
    expect(table.headers).toEqual(['a', 'column 2', 'b', 'A (column 4)']);
    expect([...table.repeatedHeaders]).toEqual(['a']);
    expect(table.headerProblems.map((each) => [each.column, each.reason, each.detail])).toEqual([
      ['column 2', 'column without a header', null],
      ['A', 'header stands twice', 'in columns 1 and 4'],
    ]);
    const [row] = await rowsOf('a,,b,A \n1,2,3,4\n');
    expect([...row!.cells.values()]).toEqual(['1', '2', '3', '4']);
  });

  it('treats __proto__ as a header like any other', async () => {
    const [row] = await rowsOf('__proto__,constructor\n1,2\n');
    expect(row!.cells.get('__proto__')).toBe('1');
    expect(row!.cells.get('constructor')).toBe('2');
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it.each([[''], ['\n\n'], ['\uFEFF']])('says that %j holds no table', async (text) => {
    await expect(rowsOf(text)).rejects.toThrow('the file holds no rows');
  });

  it('refuses an encoding that does not exist', async () => {
    await expect(rowsOf('a\n1\n', { encoding: 'klingon' })).rejects.toThrow('unknown encoding "klingon"');
  });

  it('reads on demand and closes its source when the reader stops', async () => {
    const seen = { chunks: 0, closed: false };
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          seen.chunks += 1;
          yield Buffer.from(seen.chunks === 1 ? 'a,b\n' : '1,2\n'.repeat(1000));
        }
      } finally {
        seen.closed = true;
      }
    }
    let rows = 0;
    for await (const row of await readTable(endless())) {
      rows += 1;
      expect(row.cells.get('b')).toBe('2');
      if (rows === 5_000) break;
    }
    expect(seen.closed).toBe(true);
    expect(seen.chunks).toBeLessThan(100);
  });

  it('hands on what the source throws', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a,b\n1,2\n'.repeat(100_000));
      throw new Error('disk gone');
    }
    await expect(rowsOf(failing())).rejects.toThrow('disk gone');
  });

  it('gives back any cells that were written with quotation marks', async () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', 'é', '中', "'") })
      .map((text) => `x${text}x`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (cells) => {
        const text = [
          'h1,h2',
          ...cells.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')),
        ].join('\n');
        const rows = await rowsOf(text, { delimiter: ',' });
        expect(rows.map((row) => [...row.cells.values()])).toEqual(cells);
        expect(rows.flatMap((row) => row.problems)).toEqual([]);
      }),
    );
  });

  it('never fails in another way than by saying that the table is unreadable', async () => {
    const scrap = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\0', ';', '\t', '1') });
    await fc.assert(
      fc.asyncProperty(scrap, async (text) => {
        try {
          await rowsOf(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableTable);
        }
      }),
    );
  });
});
