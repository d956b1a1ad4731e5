import { Product } from '../../entities/index.js';
import type { ProductFact } from '../facts.js';
import type { Applied, Batch } from './batch.js';
import { fine } from './changes.js';

export function applyProduct(batch: Batch, fact: ProductFact): Applied {
  const { name, unit, productClass, currency } = fact;
  const values = { name, unit, productClass, listPrice: fine(fact.listPrice), listPriceCurrency: currency };
  const at = batch.upsert(Product, 'PRODUCT', batch.records.products, fact, () => values);
  return at ? batch.stamp(at.record, at.change, fact.source) : 'unchanged';
}
