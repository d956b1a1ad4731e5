import fc from 'fast-check';
import { plain, readList, readPage } from '../../src/connectors/erp/odata/envelope.js';
import { behind, entityPath, instantLiteral, oneOf, quoted, withinService } from '../../src/connectors/erp/odata/query.js';
import { wireDate, wireDecimal, wireInstant, wireText } from '../../src/connectors/erp/odata/values.js';

describe('dates', () => {
  it.each([
    ['/Date(1709164800000)/', '2024-02-29'],
    ['/Date(1709164800000+0000)/', '2024-02-29'],
    // The offset says where it was written; the milliseconds are in UTC all the same.
    ['/Date(1709164800000+0540)/', '2024-02-29'],
    ['/Date(1709251199999-0480)/', '2024-02-29'],
    ['/Date(-86400000)/', '1969-12-31'],
    ['2024-02-29', '2024-02-29'],
    ['2024-02-29T00:00:00', '2024-02-29'],
    ['2024-02-29T09:00:00+09:00', '2024-02-29'],
    ['2024-03-01T01:00:00+09:00', '2024-02-29'],
  ])('%s is the day %s in UTC', (text, day) => expect(wireDate.parse(text)).toBe(day));

  it.each(['', '   ', '0001-01-01', '0001-01-01T00:00:00Z', null])('%j is no date', (text) => expect(wireDate.parse(text)).toBeNull());

  it('tells what was not said from what there is not', () => expect(wireDate.parse(undefined)).toBeUndefined());

  it.each(['2023-02-29', '2024-13-01', '29.02.2024', '/Date()/', '/Date(abc)/', '/Date(99999999999999999)/', '/Date(253402300800000)/', 'tomorrow'])('refuses %s', (text) => {
    expect(wireDate.safeParse(text).success).toBe(false);
    expect(wireInstant.safeParse(text).success).toBe(false);
  });

  it('reads every instant of the calendar as the day that it is in UTC', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('0002-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), fc.integer({ min: -840, max: 840 }), (at, minutes) => {
        const offset = `${minutes < 0 ? '-' : '+'}${String(Math.abs(minutes)).padStart(4, '0')}`;
        const text = `/Date(${at.getTime()}${offset})/`;
        expect(wireDate.parse(text)).toBe(at.toISOString().slice(0, 10));
        expect(wireInstant.parse(text)).toBe(at.toISOString());
      }),
    );
  });

  it('keeps the offset of an instant', () => expect(wireInstant.parse('2024-02-29T09:00:00+09:00')).toBe('2024-02-29T09:00:00+09:00'));
});

describe('numbers and texts', () => {
  it.each([
    ['40.00', '40'],
    [' 2.500 ', '2.5'],
    ['007', '7'],
    ['0.000', '0'],
    ['-0.00', '0'],
    ['-12.50', '-12.5'],
    ['0.30', '0.3'],
    [0.1 + 0.2, '0.3'],
    [1397.3, '1397.3'],
    ['123456789012345678901234.5', '123456789012345678901234.5'],
  ])('%j is %s', (value, text) => expect(wireDecimal.parse(value)).toBe(text));

  it.each(['1,5', '1.', '.5', '1e3', 'NaN', '5-', 'x'.repeat(100)])('%s is no decimal', (text) => expect(wireDecimal.safeParse(text).success).toBe(false));
  it.each(['', ' ', null])('%j is no number', (value) => expect(wireDecimal.parse(value)).toBeNull());
  it('takes blanks around a text away, and an empty one for none', () => expect([wireText.parse(' PC '), wireText.parse('  ')]).toEqual(['PC', null]));
});

describe('what stands around rows', () => {
  const rows = [{ A: '1' }];

  it.each([
    [{ d: { results: rows, __next: 'S/A?$skiptoken=2' } }, 'S/A?$skiptoken=2'],
    [{ d: { results: rows } }, null],
    [{ d: rows }, null],
    [{ value: rows, '@odata.nextLink': 'A?$skiptoken=2' }, 'A?$skiptoken=2'],
    [{ value: rows }, null],
  ])('%j is a page', (answer, next) => expect(readPage(answer, 'A')).toEqual({ rows, next }));

  it.each([null, [], {}, { d: null }, { d: {} }, { value: {} }, { value: [1] }, 'x'])('%j is none', (answer) => {
    expect(() => readPage(answer, 'A')).toThrow(expect.objectContaining({ kind: 'contract' }) as Error);
  });

  it('tells a list from a link to one, and both from neither', () => {
    expect(readList(rows)).toEqual({ rows, next: null });
    expect(readList({ results: rows })).toEqual({ rows, next: null });
    expect(readList({ __deferred: { uri: 'A/to_B' } })).toEqual({ deferred: 'A/to_B' });
    expect([readList(undefined), readList(null), readList('https://…/to_B'), readList({})]).toEqual([null, null, null, null]);
  });

  it('leaves of a record what is its own, alike in both versions', () => {
    const v2 = { __metadata: { uri: 'u', etag: 'W/"1"' }, A: '1', to_B: { results: [{ __metadata: {}, B: '2' }] }, to_C: { __deferred: { uri: 'c' } } };
    const v4 = { '@odata.etag': 'W/"9"', A: '1', to_B: [{ '@odata.etag': 'W/"8"', B: '2' }], 'to_B@odata.context': '…' };
    expect(plain(v2)).toEqual({ A: '1', to_B: [{ B: '2' }] });
    expect(plain(v4)).toEqual(plain(v2));
  });

  it('refuses a record of any depth', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) as Record<string, unknown>;
    expect(() => plain(deep)).toThrow(expect.objectContaining({ kind: 'contract' }) as Error);
  });
});

describe('addresses', () => {
  it('quotes values so that none ends early', () => {
    expect(quoted("O'Neil")).toBe("'O''Neil'");
    expect(oneOf('A', ["x' or 'a' eq 'a"])).toBe("A eq 'x'' or ''a'' eq ''a'");
    expect(entityPath('A_Line', { Doc: '45', Item: "1'0" })).toBe("A_Line(Doc='45',Item='1''0')");
    expect(entityPath('A_Order', { Doc: '4/5' })).toBe("A_Order('4%2F5')");
  });

  it('asks for what is behind a key of several parts', () => {
    expect(behind(['Year', 'Doc'], ['2024', '50'])).toBe("(Year gt '2024' or (Year eq '2024' and Doc gt '50'))");
    expect(behind(['Doc'], ['50'])).toBe("Doc gt '50'");
  });

  it('writes an instant as each version does', () => {
    const at = new Date('2024-02-29T10:00:00Z');
    expect([instantLiteral(2, at), instantLiteral(4, at)]).toEqual(["datetimeoffset'2024-02-29T10:00:00.000Z'", '2024-02-29T10:00:00.000Z']);
  });

  it.each([
    ['https://erp.example.com/sap/opu/odata/sap/API_X/A?$skiptoken=7', '/A?$skiptoken=7'],
    ['http://inside:8000/sap/opu/odata/sap/API_X/A(1)/to_B', '/A(1)/to_B'],
    ['A?$skiptoken=7', '/A?$skiptoken=7'],
    ['https://evil.example.com/steal', null],
    ['https://evil.example.com/sap/opu/odata/sap/OTHER/A', null],
    ['http://', null],
  ])('the link %s leads to %s within the service as we know it', (link, path) => {
    const root = 'https://proxy.example.com/s4/sap/opu/odata/sap/API_X';
    expect(withinService(root, link)).toBe(path === null ? null : root + path);
  });
});
