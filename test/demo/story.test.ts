/** The demo company's story, told on several days: around the Spring Festival, across years, into a year without a calendar. */
import { createHash } from 'node:crypto';
import type { Story } from '../../src/demo/story/index.js';
import { tellStory } from '../../src/demo/story/index.js';
import { rules } from './contradictions.js';

const seed = 20_260_101;
const told = (day: string, scale: number, more: { seed?: number } = {}): Story => tellStory({ now: new Date(day), seed, scale, ...more });

describe.each([
  ['a Wednesday in November', '2026-11-25T08:00:00Z'],
  ['the middle of the Spring Festival', '2026-02-18T03:00:00Z'],
  ['New Year’s Eve, when it is January in China', '2025-12-31T20:00:00Z'],
  ['a leap day', '2024-02-29T08:00:00Z'],
  ['a year whose holidays are not published', '2031-06-02T08:00:00Z'],
])('told on %s', (_, day) => {
  const story = told(day, 0.15);

  it.each(Object.entries(rules))('%s', (_name, rule) => {
    expect(rule(story, new Date(day)).slice(0, 5)).toEqual([]);
  });

  it('ends with the day before, by China’s clocks, and is a year long', () => {
    const home = new Date(Date.parse(day) + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(story.to).toBe(home);
    expect(story.from).toBe(`${Number(home.slice(0, 4)) - 1}-${home.slice(5, 7)}-01`);
    const placed = story.rows.orders.map(({ placedAt }) => placedAt.getTime());
    expect(Math.max(...placed)).toBeLessThan(Date.parse(day));
    expect(Math.max(...placed) - Math.min(...placed)).toBeGreaterThan(350 * 86_400_000);
  });
});

const digest = (story: Story): string => createHash('sha256').update(JSON.stringify([story.rows, story.entries])).digest('hex');

it('is the same to its ids and times for the same seed and day, whatever the hour, and another one for another seed', () => {
  const first = digest(told('2026-11-25T01:00:00Z', 0.1));
  expect(digest(told('2026-11-25T15:00:00Z', 0.1))).toBe(first);
  expect(digest(told('2026-11-25T01:00:00Z', 0.1, { seed: 2 }))).not.toBe(first);
});
