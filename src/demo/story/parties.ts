/** The first day: who and what there is; and later changes of the suppliers' qualification (R20). */
import { addDays, daysBetween } from '../../domain/dates.js';
import type { DateOnly } from '../../domain/facts.js';
import { clock, workingDayFrom } from '../working-time.js';
import { actors } from './actors.js';
import { madeByErp, resynced } from './world.js';
import type { World } from './world.js';

export function tellParties(world: World): void {
  const { timeline, rows, begin } = world;
  timeline.plan(begin, actors.erp, (scribe) => {
    const lists = [
      ['CARRIER', rows.carriers, [...world.carriers.values()]],
      ['CUSTOMER', rows.customers, world.customers.map(({ row }) => row)],
      ['SUPPLIER', rows.suppliers, world.suppliers.map(({ row }) => row)],
      ['PRODUCT', rows.products, world.products.map(({ row }) => row)],
    ] as const;
    for (const [objectType, list, told] of lists) {
      for (const row of told) {
        (list as object[]).push(row);
        scribe.made(objectType, row, madeByErp(row));
      }
    }
  });
  for (const { spec, row } of world.suppliers) {
    const { qualification, active } = spec;
    if (qualification !== 'DISQUALIFIED' && qualification !== 'PROBATION') continue;
    // On probation some months after it was first bought from; disqualified when buying from it ends.
    const share = qualification === 'DISQUALIFIED' ? active[1] : (active[0] + active[1]) / 2;
    const at = clock(workingDayFrom(dayAt(world, share)), 15 * 60);
    timeline.plan(at, actors.erp, (scribe) => {
      scribe.assign('SUPPLIER', row, { qualification, ...resynced(row, at) });
    });
  }
}

/** The day on which so much of the story has passed. */
function dayAt({ from, to }: World, share: number): DateOnly {
  return addDays(from, Math.floor(daysBetween(from, to) * share));
}
