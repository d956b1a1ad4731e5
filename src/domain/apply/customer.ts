import { Customer } from '../../entities/index.js';
import type { CustomerFact } from '../facts.js';
import type { Applied, Batch } from './batch.js';

export function applyCustomer(batch: Batch, fact: CustomerFact): Applied {
  const { name, country, email } = fact;
  const at = batch.upsert(Customer, 'CUSTOMER', batch.records.customers, fact, () => ({ name, country, email }));
  return at ? batch.stamp(at.record, at.change, fact.source) : 'unchanged';
}
