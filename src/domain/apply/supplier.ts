import { Supplier } from '../../entities/index.js';
import type { SupplierFact } from '../facts.js';
import type { Applied, Batch } from './batch.js';

export function applySupplier(batch: Batch, fact: SupplierFact): Applied {
  const { name, country, email, qualification } = fact;
  const values = { name, country, email, qualification };
  const at = batch.upsert(Supplier, 'SUPPLIER', batch.records.suppliers, fact, () => values);
  return at ? batch.stamp(at.record, at.change, fact.source) : 'unchanged';
}
