/** What lies in the warehouses when the story ends, as the ERP told it on the evening before. */
import { clock, workingDayBefore } from '../working-time.js';
import { actors } from './actors.js';
import { quantityOf, sourceOf, type World } from './world.js';

const warehouses = [
  { code: 'SZ', name: '苏州仓 Suzhou' },
  { code: 'RTM', name: '鹿特丹仓 Rotterdam' },
] as const;

/** Goods for the stores and parts to build in lie in Suzhou, goods that customers buy from stock in Rotterdam too. */
export function tellStockLevels(world: World): void {
  const { timeline, rows, products } = world;
  const at = clock(workingDayBefore(world.to), 18 * 60);
  timeline.plan(at, actors.erp, (scribe) => {
    const random = world.random.fork('stock levels');
    for (const { spec, row: product } of products) {
      if (!spec.stocked && spec.trade === null) continue;
      for (const { code, name } of spec.stocked ? warehouses : warehouses.slice(0, 1)) {
        // Some were shipped before they were booked in, some are yet to be counted.
        const count = random.chance(0.03) ? -random.int(1, spec.most) : random.int(0, spec.most * 12);
        const onHand = random.chance(0.02) ? null : quantityOf(count);
        const source = sourceOf(`stock,${spec.number}.${code}`, at);
        const level = { id: random.id(at), product: product.id, warehouse: code, warehouseName: name, onHand, unit: product.unit, asOf: at, ...source };
        rows.stockLevels.push(level);
        const told = { system: level.sourceSystem, externalId: level.sourceExternalId, version: level.sourceVersion };
        scribe.made('STOCK_LEVEL', level, { product: product.number, warehouse: code, onHand, source: told });
      }
    }
  });
}
