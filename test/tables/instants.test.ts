import { calendarDate, instant } from '../../src/tables/instants.js';

const value = (found: unknown) => ({ state: 'value', value: found });
const refusal = (reason: string) => expect.objectContaining({ state: 'refused', reason });

describe('instant', () => {
  it.each([
    ['iso', '2026-03-01T08:00:00.5Z', '2026-03-01T08:00:00.5Z'],
    ['iso', '2026-03-01T08:00:00+0100', '2026-03-01T08:00:00+01:00'],
    ['iso', '2026-07-01 08:00', '2026-07-01T08:00:00+02:00'],
    ['iso', '2026-01-01T08:00:07', '2026-01-01T08:00:07+01:00'],
    ['iso', '2026-01-01', '2026-01-01T00:00:00+01:00'],
    ['odata', '/Date(1772352000000)/', '2026-03-01T08:00:00.000Z'],
    ['odata', '/Date(1772352000000+0060)/', '2026-03-01T08:00:00.000Z'],
    ['epochSeconds', '1772352000', '2026-03-01T08:00:00.000Z'],
    ['epochMillis', '1772352000001', '2026-03-01T08:00:00.001Z'],
    ['D.M.YYYY', '1.3.2026', '2026-03-01T00:00:00+01:00'],
  ])('reads %s %s as %s', (format, text, expected) => {
    expect(instant([format], 'Europe/Berlin')(text)).toEqual(value(expected));
  });

  it.each(['2023-02-29T10:00:00Z', '2023-02-29', '2026-03-01T24:00:00', '2026-03-01T08:00:00+15:00', '0000-01-01', 'soon', '/Date(1772352000000)/', '1772352000'])(
    'refuses %s as iso',
    (text) => {
      expect(instant(['iso'], 'Europe/Berlin')(text)).toEqual(refusal('not a date'));
    },
  );

  it('refuses counts that are no time', () => {
    for (const text of ['/Date(999999999999999)/', '/Date(-999999999999999)/', '/Date(x)/', '/Date(1)']) expect(instant(['odata'], 'UTC')(text)).toEqual(refusal('not a date'));
    expect(instant(['epochSeconds'], 'UTC')('-1')).toEqual(refusal('not a date'));
  });

  it('refuses what two formats read differently', () => {
    expect(instant(['epochSeconds', 'epochMillis'], 'UTC')('1772352000')).toEqual(refusal('ambiguous date'));
    expect(calendarDate(['D/M/YYYY', 'M/D/YYYY'], 'UTC')('3/4/2026')).toEqual(refusal('ambiguous date'));
    expect(calendarDate(['D/M/YYYY', 'M/D/YYYY'], 'UTC')('4/4/2026')).toEqual(value('2026-04-04'));
  });
});

describe('calendarDate', () => {
  it.each([
    ['iso', '2026-03-01', '2026-03-01'],
    ['iso', '2026-03-01T23:30:00-08:00', '2026-03-01'],
    ['odata', '/Date(1772323200000)/', '2026-03-01'],
    ['epochSeconds', '1772319600', '2026-03-01'],
    ['YYYY年M月D日', '2026年3月1日', '2026-03-01'],
  ])('reads %s %s as %s', (format, text, expected) => {
    expect(calendarDate([format], 'Asia/Shanghai')(text)).toEqual(value(expected));
  });
});
