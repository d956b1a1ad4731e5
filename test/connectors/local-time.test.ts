import fc from 'fast-check';
import { atOffset, readPlacedDeadline, readPlacedInstant } from '../../src/connectors/local-time.js';
import { parseInstant } from '../../src/domain/dates.js';

const at = (text: string, country: string | null, otherwise = 'UTC') => readPlacedInstant(text, { country, otherwise });

it.each([
  ['2026-03-29T01:59:59', 'DE', '2026-03-29T01:59:59+01:00'],
  ['2026-03-29T03:00:00', 'DE', '2026-03-29T03:00:00+02:00'],
  ['2026-10-25T03:00:00', 'AT', '2026-10-25T03:00:00+01:00'],
  ['2026-07-01T12:00:00', 'CN', '2026-07-01T12:00:00+08:00'],
  ['2026-07-01T12:00:00', 'PT', '2026-07-01T12:00:00+01:00'],
  ['2026-07-01T12:00:00', 'IN', '2026-07-01T12:00:00+05:30'],
  ['2026-07-01T12:00:00', 'GB', '2026-07-01T12:00:00+01:00'],
])('%s in %s is %s', (text, country, instant) => {
  expect(at(text, country)).toMatchObject({ instant, zoneAssumed: true, clock: text });
});

it.each(['US', 'ZZ', 'Germany', '', null])('in %p the other zone holds', (country) => {
  expect(at('2026-07-01T12:00:00', country, 'America/Chicago')?.instant).toBe('2026-07-01T12:00:00-05:00');
});

it.each([
  ['US', 'NJ', '-04:00'],
  ['US', 'az', '-07:00'],
  ['CA', 'NL', '-02:30'],
  ['AU', 'QLD', '+10:00'],
  ['DE', 'NJ', '+02:00'],
  ['US', 'XX', '-05:00'],
  ['US', null, '-05:00'],
])('the region decides in %s: %p', (country, region, offset) => {
  expect(readPlacedInstant('2026-07-01T12:00:00', { country, region, otherwise: 'America/Chicago' })?.instant).toBe(`2026-07-01T12:00:00${offset}`);
});

it.each([
  ['+02:00', '2026-03-01T00:30:00.250+02:00'],
  ['-05:00', '2026-02-28T17:30:00.250-05:00'],
  ['+15:00', '2026-02-28T22:30:00.250Z'],
  ['nonsense', '2026-02-28T22:30:00.250Z'],
  [null, '2026-02-28T22:30:00.250Z'],
])('shows an instant on a clock at %p', (offset, shown) => {
  expect(atOffset(Date.parse('2026-02-28T22:30:00.250Z'), offset)).toBe(shown);
  expect(Date.parse(shown)).toBe(Date.parse('2026-02-28T22:30:00.250Z'));
});

it('leaves a stated offset alone', () => {
  expect(at('2026-07-01T12:00:00-07:00', 'DE')).toMatchObject({ instant: '2026-07-01T12:00:00-07:00', zoneAssumed: false, clock: '2026-07-01T12:00:00' });
  expect(at('2026-07-01 12:00:00Z', 'DE')).toMatchObject({ instant: '2026-07-01T12:00:00Z', zoneAssumed: false, clock: '2026-07-01T12:00:00' });
});

it('lets a bare date last until its end, and takes no other text for one', () => {
  const deadline = (text: string) => readPlacedDeadline(text, { country: 'JP', otherwise: 'UTC' })?.instant;
  expect(deadline('2026-07-01')).toBe('2026-07-01T23:59:59+09:00');
  expect(deadline('2026-07-01T08:00:00')).toBe('2026-07-01T08:00:00+09:00');
  expect([deadline('2026-02-29'), deadline('20260701'), deadline('')]).toEqual([undefined, undefined, undefined]);
});

it('gives an instant that can be stored, whose clock shows what was told', () => {
  const zones = ['Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati', 'Australia/Lord_Howe', 'Europe/Dublin'];
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }), fc.constantFrom(...zones), (date, zone) => {
      const clock = date.toISOString().slice(0, 19);
      const read = at(clock, null, zone)!;
      expect(read.instant.startsWith(clock)).toBe(true);
      expect(() => parseInstant(read.instant)).not.toThrow();
    }),
  );
});

it('agrees with the clocks of the zone in every hour of a year with its changes', () => {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York', dateStyle: 'short', timeStyle: 'medium' });
  const start = Date.parse('2026-01-01T00:00:00Z');
  const wrong: string[] = [];
  for (let hour = 0; hour < 365 * 24; hour += 1) {
    const clock = new Date(start + hour * 3_600_000).toISOString().slice(0, 19);
    const { instant } = at(clock, null, 'America/New_York')!;
    if (shown.format(new Date(instant)).replace(' ', 'T') !== clock) wrong.push(clock);
  }
  // The hour that the clocks leave out in spring was never shown.
  expect(wrong).toEqual(['2026-03-08T02:00:00']);
});
