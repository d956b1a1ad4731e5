/** What lies in a warehouse: one level for each product, warehouse and system. It has no status, so no event tells of it. */
import { StockLevel } from '../../entities/index.js';
import type { FactSource, StockLevelFact } from '../facts.js';
import { type Applied, type Batch, isKnown } from './batch.js';
import { fine, instant } from './changes.js';
import { refer } from './refs.js';

export function applyStockLevel(batch: Batch, fact: StockLevelFact): Applied {
  const { products, stockLevels } = batch.records;
  const { warehouse, warehouseName, unit, asOf } = fact;
  const product = refer(products, fact.product, 'UNKNOWN_PRODUCT');
  const source = sourceOf(fact);
  const found = stockLevels.of(product.id).find((level) => level.warehouse === warehouse);
  // Versions of two records there say nothing of each other, though both be of one product and warehouse.
  const compared = found?.sourceExternalId === source.externalId ? source : { ...source, version: null };
  if (found && isKnown(found, compared, batch.options.again)) return 'unchanged';

  const values = { warehouseName, onHand: fine(fact.onHand), unit, asOf: instant(asOf) };
  if (found) {
    const change = batch.change('STOCK_LEVEL', found);
    change.assign(found, { ...values, sourceExternalId: source.externalId });
    return batch.stamp(found, change, source);
  }
  const trail = { product: product.number, warehouse, onHand: values.onHand };
  const { record, change } = batch.create(StockLevel, 'STOCK_LEVEL', { product, warehouse, ...values }, source, trail);
  stockLevels.add(record);
  return batch.stamp(record, change, source);
}

/** What orders one level after another is the instant at which it was so, where that is told. */
function sourceOf({ source: { externalId, version, updatedAt }, asOf }: StockLevelFact): FactSource {
  return { externalId, version, updatedAt: asOf ?? updatedAt };
}
