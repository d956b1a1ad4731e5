import fc from 'fast-check';
import { countryCode, country } from '../../src/tables/countries.js';
import { date } from '../../src/tables/dates.js';
import { decimal, integer, oneOf, orReference, text, words } from '../../src/tables/parsers.js';
import { addDays } from '../../src/domain/dates.js';

const value = (found: unknown) => ({ state: 'value', value: found });
const refusal = (reason: string) => expect.objectContaining({ state: 'refused', reason });

describe('date', () => {
  const day = date(['D-Mon-YY', 'M/D/YY', 'M/D/YYYY', 'YYYY年M月D日'], { twoDigitYearsFrom: 1970 });

  it.each([
    ['2-Jun-06', '2006-06-02'],
    ['02-JUNE-06', '2006-06-02'],
    ['11/12/07', '2007-11-12'],
    ['1/2/69', '2069-01-02'],
    ['1/2/70', '1970-01-02'],
    ['11/12/2007', '2007-11-12'],
    ['2/29/08', '2008-02-29'],
    ['2023年3月1日', '2023-03-01'],
  ])('reads %s as %s', (cell, expected) => {
    expect(day(cell)).toEqual(value(expected));
  });

  it.each([
    ['2/29/2023', 'no such calendar date'],
    ['13/1/07', 'no such calendar date'],
    ['0/1/07', 'no such calendar date'],
    ['1-Foo-07', 'no such calendar date'],
    ['1/1/0001', 'no such calendar date'],
    ['2007-11-12', 'not a date'],
    ['11/12/007', 'not a date'],
    ['11/12/07 00:00', 'not a date'],
    ['39398', 'not a date'],
    ['soon', 'not a date'],
  ])('refuses %s: %s', (cell, reason) => {
    expect(day(cell)).toEqual(refusal(reason));
  });

  it('refuses a text that two formats read as different days', () => {
    const either = date(['M/D/YYYY', 'D/M/YYYY']);
    expect(either('3/4/2011')).toEqual({
      state: 'refused',
      reason: 'ambiguous date',
      detail: 'could be 2011-03-04 or 2011-04-03',
    });
    expect(either('13/4/2011')).toEqual(value('2011-04-13'));
    expect(either('5/5/2011')).toEqual(value('2011-05-05'));
  });

  it('must be told what two digits of a year mean', () => {
    expect(() => date(['M/D/YY'])).toThrow('twoDigitYearsFrom');
  });

  it('reads back any day in any format', () => {
    const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_000 }), (days) => {
        const expected = addDays('1970-01-01', days);
        const [year, month, dayOfMonth] = expected.split('-').map(Number) as [number, number, number];
        const short = String(year % 100).padStart(2, '0');
        expect(day(`${dayOfMonth}-${months[month - 1]}-${short}`)).toEqual(value(expected));
        expect(day(`${month}/${dayOfMonth}/${short}`)).toEqual(value(expected));
        expect(day(`${month}/${dayOfMonth}/${year}`)).toEqual(value(expected));
      }),
    );
  });
});

describe('decimal', () => {
  it.each([
    ['19', '19'],
    ['127360.80', '127360.8'],
    ['+007.50', '7.5'],
    ['-0.0', '0'],
    ['0', '0'],
    ['12345678901234.123456', '12345678901234.123456'],
    ['1.0000000', '1'],
  ])('reads %s as %s', (cell, expected) => {
    expect(decimal()(cell)).toEqual(value(expected));
  });

  it.each([
    ['1,234', 'not a number'],
    ['1E+05', 'not a number'],
    ['.5', 'not a number'],
    ['5.', 'not a number'],
    ['1 000', 'not a number'],
    ['NaN', 'not a number'],
    ['٣', 'not a number'],
    ['1'.repeat(1000), 'not a number'],
    ['123456789012345', 'number too large'],
    ['0.1234567', 'number too precise'],
  ])('refuses %s: %s', (cell, reason) => {
    expect(decimal()(cell)).toEqual(refusal(reason));
  });

  it('keeps to its bounds', () => {
    expect(decimal({ min: '0' })('-0.01')).toEqual(refusal('number too small'));
    expect(decimal({ min: '0' })('0')).toEqual(value('0'));
    expect(decimal({ above: '0' })('0.00')).toEqual(refusal('number too small'));
  });

  it('reads other notations only as told', () => {
    const german = decimal({ point: ',', group: '.' });
    expect(german('1.234.567,50')).toEqual(value('1234567.5'));
    expect(german('1.23')).toEqual(refusal('not a number'));
    expect(decimal({ point: ',' })('1.234')).toEqual(refusal('not a number'));
    expect(decimal({ group: ',' })('12,34')).toEqual(refusal('not a number'));
    expect(decimal({ group: ' ' })('1\u00a0234.5')).toEqual(value('1234.5'));
  });
});

describe('words and references', () => {
  it('says why a word means that there is no value', () => {
    const parse = words({ 'Not Captured': 'nobody wrote it down' }, decimal());
    expect(parse('not  captured')).toEqual({ state: 'absent', reason: 'nobody wrote it down' });
    expect(parse('5')).toEqual(value('5'));
    expect(parse('Captured')).toEqual(refusal('not a number'));
  });

  it('keeps a reference to another line apart from a number', () => {
    const parse = orReference(/^See (?<document>\S+) \(ID#:(?<line>\d+)\)$/, decimal());
    expect(parse('See DN-1 (ID#:77)')).toEqual({ state: 'reference', reference: { document: 'DN-1', line: '77' } });
    expect(parse('See DN-1')).toEqual(refusal('not a number'));
  });

  it('knows its words and no member of Object', () => {
    const parse = oneOf({ Air: 'AIR' });
    expect(parse('AIR')).toEqual(value('AIR'));
    expect(parse('__proto__')).toEqual(refusal('unknown word'));
    expect(parse('constructor')).toEqual(refusal('unknown word'));
  });

  it('reads whole numbers within bounds', () => {
    expect(integer({ min: 1, max: 9 })('7')).toEqual(value(7));
    expect(integer({ min: 1, max: 9 })('10')).toEqual(refusal('number out of range'));
    expect(integer()('1.0')).toEqual(refusal('not a whole number'));
  });

  it('takes text as it stands, limits its length and doubts what was decoded wrongly before', () => {
    expect(text()('Example  Ltd')).toEqual(value('Example  Ltd'));
    expect(text({ maxLength: 2 })('𠮷野')).toEqual(value('𠮷野'));
    expect(text({ maxLength: 2 })('abc')).toEqual(refusal('text too long'));
    expect(text()(Buffer.from('Grün').toString('latin1'))).toHaveProperty('doubt');
    expect(text()('Grün')).toEqual(value('Grün'));
  });
});

describe('countryCode', () => {
  it.each([
    ["Côte d'Ivoire", 'CI'],
    ['COTE D’IVOIRE', 'CI'],
    ['Congo, DRC', 'CD'],
    ['Republic of the Congo', 'CG'],
    ['Guinea', 'GN'],
    ['Guinea-Bissau', 'GW'],
    ['Equatorial Guinea', 'GQ'],
    ['Swaziland', 'SZ'],
    ['Eswatini', 'SZ'],
    ['Sudan', 'SD'],
    ['South Sudan', 'SS'],
    ['Dominican Republic', 'DO'],
    ['Dominica', 'DM'],
    ['Viet Nam', 'VN'],
    ['United States', 'US'],
    ['cn', 'CN'],
    ['Congo', null],
    ['Atlantis', null],
    ['XX', null],
  ])('knows %s as %s', (name, code) => {
    expect(countryCode(name)).toBe(code);
  });

  it('knows every country of ISO 3166-1 by its code', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const retired = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ'.split(' '));
    const codes = letters
      .flatMap((a) => letters.map((b) => a + b))
      .filter((code) => names.of(code) !== undefined && new Intl.Locale(`und-${code}`).region === code)
      .filter((code) => !retired.has(code));
    expect(codes.filter((code) => countryCode(code) !== code)).toEqual([]);
    expect(codes.length).toBeGreaterThanOrEqual(249);
  });

  it('keeps a name that has no code, with a doubt', () => {
    expect(country()('Atlantis')).toEqual({
      state: 'value',
      value: { name: 'Atlantis', code: 'Atlantis' },
      doubt: 'country without a known code',
    });
  });
});
