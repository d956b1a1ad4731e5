/** The Core Business Vocabulary 2.0, https://ref.gs1.org/standards/cbv/: business steps and dispositions. */
import type { Milestone, Responsible } from '../../tracking-events.js';

/** What a business step says of where the goods are; null: nothing. */
export const STEPS: Readonly<Record<string, Milestone | null>> = {
  commissioning: 'CREATED',
  picking: 'CREATED',
  packing: 'CREATED',
  staging_outbound: 'CREATED',
  // Takes a shipping back: the goods are where they were.
  void_shipping: 'CREATED',
  loading: 'PICKED_UP',
  shipping: 'IN_TRANSIT',
  departing: 'IN_TRANSIT',
  transporting: 'IN_TRANSIT',
  arriving: 'IN_TRANSIT',
  unloading: 'IN_TRANSIT',
  consigning: 'IN_TRANSIT',
  holding: 'EXCEPTION',
  receiving: 'DELIVERED',
  accepting: 'DELIVERED',
  assembling: null,
  collecting: null,
  creating_class_instance: null,
  cycle_counting: null,
  decommissioning: null,
  destroying: null,
  disassembling: null,
  dispensing: null,
  encoding: null,
  entering_exiting: null,
  inspecting: null,
  installing: null,
  killing: null,
  other: null,
  removing: null,
  repackaging: null,
  repairing: null,
  replacing: null,
  reserving: null,
  retail_selling: null,
  sampling: null,
  sensor_reporting: null,
  stock_taking: null,
  stocking: null,
  storing: null,
  unpacking: null,
};

/** Dispositions that are trouble: they weigh more than the step in which they were seen. */
export const TROUBLE: Readonly<Record<string, Responsible | null>> = {
  damaged: null,
  destroyed: null,
  disposed: null,
  expired: null,
  mismatch_class: null,
  mismatch_instance: null,
  mismatch_quantity: null,
  needs_replacement: null,
  no_pedigree_match: null,
  non_conformant: null,
  recalled: 'SUPPLIER',
  stolen: null,
  unavailable: null,
};

/** Dispositions that say nothing more than the step. `returned` is not among them: what it says depends on the step. */
export const QUIET: readonly string[] = [
  ...['active', 'available', 'completeness_inferred', 'completeness_verified', 'conformant', 'container_closed', 'container_open', 'dispensed', 'encoded'],
  ...['in_progress', 'in_transit', 'inactive', 'non_sellable_other', 'partially_dispensed', 'reserved', 'retail_sold'],
  ...['sellable_accessible', 'sellable_not_accessible', 'unknown'],
];

/** A value of the vocabulary, written alone, as a web address (`…/cbv/BizStep-shipping`) or as a URN (`urn:epcglobal:cbv:bizstep:shipping`). */
export function vocabularyValue(text: string): string {
  return /^(?:https?:\/\/(?:ref\.)?gs1\.org\/(?:voc|cbv)\/(?:BizStep|Disp|BTT)-|urn:epcglobal:cbv:(?:bizstep|disp|btt):)(.+)$/.exec(text)?.[1] ?? text;
}
