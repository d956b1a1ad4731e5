import { readLocalInstant } from '../../src/connectors/local-time.js';
import { zoneOfCountry } from '../../src/connectors/zones.js';

describe('readLocalInstant', () => {
  it.each([
    ['2024-05-01 08:00:00', 'Asia/Shanghai', '2024-05-01T08:00:00+08:00'],
    ['2024-01-15T08:00:00', 'Europe/Berlin', '2024-01-15T08:00:00+01:00'],
    ['2024-07-15T08:00:00.250', 'Europe/Berlin', '2024-07-15T08:00:00.250+02:00'],
    ['2024-07-15T08:00:00', 'America/New_York', '2024-07-15T08:00:00-04:00'],
    ['2024-01-15T08:00:00', 'Asia/Kolkata', '2024-01-15T08:00:00+05:30'],
    ['2024-01-15T08:00:00', 'UTC', '2024-01-15T08:00:00+00:00'],
    // Hours before and after a change of clocks, where the date in UTC is on the other side of it.
    ['2024-03-31T01:30:00', 'Europe/Berlin', '2024-03-31T01:30:00+01:00'],
    ['2024-03-31T03:30:00', 'Europe/Berlin', '2024-03-31T03:30:00+02:00'],
    ['2024-03-10T03:30:00', 'America/Los_Angeles', '2024-03-10T03:30:00-07:00'],
    ['2024-03-10T01:30:00', 'America/Los_Angeles', '2024-03-10T01:30:00-08:00'],
  ])('%s in %s is %s', (text, zone, instant) => {
    expect(readLocalInstant(text, zone)).toEqual({ instant, hasOffset: false, epochMs: Date.parse(instant) });
  });

  it('leaves a stated offset as it is', () => {
    const instant = '2024-05-01T08:00:00+02:00';
    expect(readLocalInstant(instant, 'Asia/Shanghai')).toEqual({ instant, hasOffset: true, epochMs: Date.parse(instant) });
  });

  it.each(['2023-02-29 10:00:00', '2024-05-01', '2024-05-01 24:00:00', 'yesterday', ''])('%p is no time', (text) => {
    expect(readLocalInstant(text, 'Asia/Shanghai')).toBeNull();
  });
});

describe('zoneOfCountry', () => {
  it.each([
    ['DE', 'Europe/Berlin'],
    ['CN', 'Asia/Shanghai'],
    ['US', null],
    ['de', null],
    ['__proto__', null],
    ['constructor', null],
    [null, null],
  ])('of %s is %s', (country, zone) => {
    expect(zoneOfCountry(country)).toBe(zone);
  });

  it('knows only zones that this Node knows', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const zones = letters.flatMap((a) => letters.map((b) => zoneOfCountry(a + b))).filter((zone) => zone !== null);
    expect(zones.length).toBeGreaterThan(50);
    for (const zone of zones) expect(readLocalInstant('2024-05-01 08:00:00', zone)).not.toBeNull();
  });
});
