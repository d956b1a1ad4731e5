import { Carrier } from '../../entities/index.js';
import type { CarrierFact } from '../facts.js';
import type { Applied, Batch } from './batch.js';

export function applyCarrier(batch: Batch, fact: CarrierFact): Applied {
  const at = batch.upsert(Carrier, 'CARRIER', batch.records.carriers, fact, () => ({ name: fact.name }));
  return at ? batch.stamp(at.record, at.change, fact.source) : 'unchanged';
}
