import { defineEntity, p } from '@mikro-orm/core';
import { fine, id, instant, source } from './columns.js';
import { Product } from './product.js';

/**
 * How much of a product lies in a warehouse, as one system tells it (R23). `onHand` may be negative, as ERPs let it be; null: not
 * told. `asOf` is when it was so.
 */
const StockLevelSchema = defineEntity({
  name: 'StockLevel',
  properties: {
    id: id(),
    product: p.manyToOne(Product),
    warehouse: p.string(),
    warehouseName: p.text().nullable(),
    onHand: fine().nullable(),
    unit: p.string().length(32).nullable(),
    asOf: instant().nullable(),
    ...source,
  },
  uniques: [{ properties: ['product', 'warehouse', 'sourceSystem'] }],
  indexes: [{ properties: ['sourceExternalId', 'sourceSystem'] }],
});

export class StockLevel extends StockLevelSchema.class {}
StockLevelSchema.setClass(StockLevel);
