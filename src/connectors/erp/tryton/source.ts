import type { FactSource } from '../../../domain/facts.js';
import { refTo } from '../shared/refs.js';
import { stampInstant } from './values.js';

interface Stamped {
  readonly id: number;
  readonly _timestamp: string;
}

/** `parts` are what belongs to the record: the newest change among them is the record's. */
export function sourceOf(model: string, record: Stamped, version: string, parts: readonly Stamped[]): FactSource {
  const stamps = [record, ...parts].map((stamped) => stampInstant(stamped._timestamp));
  return { externalId: refTo(model, record.id), version, updatedAt: stamps.reduce((newest, stamp) => (stamp > newest ? stamp : newest)) };
}
