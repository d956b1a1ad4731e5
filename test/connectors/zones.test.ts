import { atOffset, isTimeZone, readLocalTime } from '../../src/connectors/zones.js';

describe('a local time without an offset', () => {
  it.each([
    ['2026-01-05T12:00:00', 'US', 'NJ', '2026-01-05T12:00:00-05:00'],
    ['2026-07-05T12:00:00', 'us', 'nj', '2026-07-05T12:00:00-04:00'],
    ['2026-07-05T12:00:00', 'US', 'AZ', '2026-07-05T12:00:00-07:00'],
    ['2026-07-05T12:00:00', 'DE', null, '2026-07-05T12:00:00+02:00'],
    ['2026-07-05T12:00:00', 'CN', null, '2026-07-05T12:00:00+08:00'],
    ['2026-07-05T12:00:00', 'IN', null, '2026-07-05T12:00:00+05:30'],
    ['2026-03-29T03:00:00', 'DE', null, '2026-03-29T03:00:00+02:00'],
    ['2026-03-29T01:59:59', 'DE', null, '2026-03-29T01:59:59+01:00'],
  ])('%s in %s %s is %s', (text, country, region, instant) => {
    expect(readLocalTime(text, { country, region }, 'UTC')).toEqual({ instant, hasOffset: false, epochMs: Date.parse(instant) });
  });

  it.each([
    ['US', null],
    ['US', 'XX'],
    ['__proto__', 'constructor'],
    ['Germany', null],
    [null, null],
  ])('takes the other zone where %s %s does not tell', (country, region) => {
    expect(readLocalTime('2026-07-05T12:00:00', { country, region }, 'America/New_York')!.instant).toBe('2026-07-05T12:00:00-04:00');
  });

  it('keeps an offset that is stated, and is none for a day that does not exist', () => {
    expect(readLocalTime('2026-07-05T12:00:00+09:00', { country: 'DE', region: null }, 'UTC')).toMatchObject({ instant: '2026-07-05T12:00:00+09:00', hasOffset: true });
    expect(readLocalTime('2023-02-29T12:00:00', { country: 'DE', region: null }, 'UTC')).toBeNull();
  });
});

describe('an instant as another clock shows it', () => {
  it.each([
    ['+02:00', '2026-03-01T00:30:00.250+02:00'],
    ['-0500', '2026-02-28T17:30:00.250-05:00'],
    ['+00:00', '2026-02-28T22:30:00.250+00:00'],
    ['+15:00', '2026-02-28T22:30:00.250Z'],
    [null, '2026-02-28T22:30:00.250Z'],
  ])('%s', (offset, shown) => {
    expect(atOffset(Date.parse('2026-02-28T22:30:00.250Z'), offset)).toBe(shown);
    expect(Date.parse(shown)).toBe(Date.parse('2026-02-28T22:30:00.250Z'));
  });
});

it('knows zones by name', () => {
  expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false]);
});
