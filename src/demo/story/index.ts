/** Tells the whole story: every record as it stands at the end, and every event and audit entry on the way there. */
import { addDays } from '../../domain/dates.js';
import type { DateOnly } from '../../domain/facts.js';
import { Random } from '../random.js';
import { seasonsOf } from '../season.js';
import { clock, dateAtHome } from '../working-time.js';
import { planOrder } from './orders.js';
import { tellParties } from './parties.js';
import type { Rows } from './rows.js';
import { planStock } from './stock.js';
import { tellStockLevels } from './stock-levels.js';
import type { Entry } from './timeline.js';
import { Timeline } from './timeline.js';
import { World } from './world.js';

export interface StoryOptions {
  /** The story ends with the day before this instant's, by China's clocks. */
  readonly now: Date;
  readonly seed: number;
  /** Share of the full number of orders, purchase orders and cases: 0 to 1. */
  readonly scale: number;
}

export interface Story {
  readonly from: DateOnly;
  /** The first day that is not told. */
  readonly to: DateOnly;
  readonly rows: Rows;
  readonly entries: readonly Entry[];
}

const fullOrders = 2_250;
const fullStockPurchases = 420;

export function tellStory({ now, seed, scale }: StoryOptions): Story {
  const to = dateAtHome(now);
  const from = yearBefore(to);
  const random = new Random(seed);
  const season = seasonsOf(from, to);
  const timeline = new Timeline(clock(to, 0));
  const world = new World(timeline, random, season, from, to, clock(from, 0));

  tellParties(world);
  placements(random.fork('placements'), from, to, Math.round(fullOrders * scale), season.demand).forEach((placedAt, index) => {
    planOrder(world, index, placedAt);
  });
  planStock(world, Math.round(fullStockPurchases * scale));
  tellStockLevels(world);
  const entries = timeline.play();
  return { from, to, rows: world.rows, entries };
}

/** The first day of the same month a year before: whole months make whole figures. */
function yearBefore(date: DateOnly): DateOnly {
  return `${Number(date.slice(0, 4)) - 1}-${date.slice(5, 7)}-01`;
}

/** When orders are placed: as many as wanted, spread by demand, in order of time. */
function placements(random: Random, from: DateOnly, to: DateOnly, count: number, demand: (date: DateOnly) => number): Date[] {
  const days: { day: DateOnly; upTo: number }[] = [];
  let total = 0;
  for (let day = from; day < to; day = addDays(day, 1)) {
    total += demand(day);
    days.push({ day, upTo: total });
  }
  const draws = Array.from({ length: count }, () => random.next() * total).sort((a, b) => a - b);
  let index = 0;
  const times = draws.map((draw) => {
    while ((days[index]?.upTo ?? Infinity) <= draw && index < days.length - 1) index += 1;
    return clock(days[index]?.day ?? from, random.int(7 * 60 + 45, random.chance(0.8) ? 16 * 60 : 21 * 60));
  });
  return times.sort((a, b) => a.getTime() - b.getTime());
}
