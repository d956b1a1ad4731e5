/** What the stores order for themselves: parts that are built in, a few suppliers a week. */
import { addDays } from '../../domain/dates.js';
import type { Trade } from '../company/suppliers.js';
import type { Random } from '../random.js';
import { calendar, clock, dateAtHome, workingDayBefore, workingDaysLater } from '../working-time.js';
import { planPurchase } from './purchasing.js';
import type { KnownProduct, KnownSupplier, World } from './world.js';

/** Spread over the whole story; the last ones are still open at its end. */
export function planStock(world: World, count: number): void {
  const days: string[] = [];
  for (let day = world.from; day < world.to; day = addDays(day, 1)) if (calendar.isWorkingDay(day)) days.push(day);
  for (let index = 0; index < count; index += 1) {
    const random = world.random.fork(`stock ${index}`);
    const day = days[Math.floor((index / count) * days.length)];
    if (day !== undefined) restock(world, random, clock(day, random.int(9 * 60, 16 * 60)));
  }
  planOpen(world);
}

/** Whenever the story ends, some suppliers are waited for, and some proposals wait for the buyer. */
function planOpen(world: World): void {
  const day = workingDayBefore(world.to);
  for (const [index, pending] of (['ANSWER', 'DECISION', 'ANSWER', 'DECISION', 'ANSWER', 'ANSWER'] as const).entries()) {
    const random = world.random.fork(`open ${index}`);
    const supplier = world.suppliers[index < 3 ? 0 : index * 4];
    if (supplier) restock(world, random, clock(day, random.int(15 * 60 + 30, 16 * 60 + 45)), supplier, pending);
  }
}

function restock(world: World, random: Random, issuedAt: Date, chosen?: KnownSupplier, pending?: 'ANSWER' | 'DECISION'): void {
  const parts = world.products.filter(({ spec }) => !spec.sold);
  const supplier = chosen ?? world.supplierFor(random, random.pick(parts).spec.trade as Trade, issuedAt, () => true);
  const offered = parts.filter(({ spec }) => spec.trade !== null && supplier.spec.trades.includes(spec.trade));
  const lines = new Set<KnownProduct>();
  for (const size = Math.min(offered.length, random.int(1, 4)); lines.size < size; ) lines.add(random.pick(offered));
  const wanted = [...lines].map((product) => ({ product, count: Math.max(2, Math.ceil(product.spec.most * (0.15 + 0.6 * random.next()))) }));
  const lead = supplier.spec.place.country === 'CN' ? random.int(7, 14) : random.int(18, 30);
  planPurchase(world, random, {
    supplier,
    wanted,
    issuedAt,
    requestedOn: workingDaysLater(dateAtHome(issuedAt), lead),
    ...(pending ? { pending } : { cancelled: random.chance(0.02) }),
  });
}
