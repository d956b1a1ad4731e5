/** Shippo's codes, https://docs.goshippo.com/tracking/tracking (statuses and event definitions). */
import type { Milestone, Reason } from '../../tracking-events.js';

export const STATUSES: Readonly<Record<string, Milestone>> = {
  UNKNOWN: 'UNKNOWN',
  PRE_TRANSIT: 'CREATED',
  TRANSIT: 'IN_TRANSIT',
  DELIVERED: 'DELIVERED',
  RETURNED: 'RETURNED',
  FAILURE: 'EXCEPTION',
};

/** What a substatus says beyond its status. */
export interface Substatus extends Partial<Reason> {
  readonly milestone?: Milestone;
}

const NO_MORE: Substatus = {};

export const SUBSTATUSES: Readonly<Record<string, Substatus>> = {
  information_received: NO_MORE,
  address_issue: { reason: 'address_issue', responsible: 'CUSTOMER' },
  contact_carrier: { reason: 'contact_carrier', responsible: null },
  delayed: { reason: 'delayed', responsible: 'CARRIER' },
  delivery_attempted: { milestone: 'ATTEMPT_FAILED' },
  delivery_rescheduled: NO_MORE,
  delivery_scheduled: NO_MORE,
  location_inaccessible: { milestone: 'ATTEMPT_FAILED', reason: 'location_inaccessible', responsible: 'CUSTOMER' },
  notice_left: { milestone: 'ATTEMPT_FAILED', reason: 'notice_left', responsible: null },
  out_for_delivery: { milestone: 'OUT_FOR_DELIVERY' },
  package_accepted: { milestone: 'PICKED_UP' },
  package_arrived: NO_MORE,
  package_damaged: { milestone: 'EXCEPTION', reason: 'damaged', responsible: 'CARRIER' },
  package_departed: NO_MORE,
  package_forwarded: NO_MORE,
  package_held: { reason: 'held', responsible: null },
  package_processed: NO_MORE,
  package_processing: NO_MORE,
  pickup_available: { milestone: 'AVAILABLE_FOR_PICKUP' },
  reschedule_delivery: { reason: 'reschedule_delivery', responsible: 'CUSTOMER' },
  delivered: NO_MORE,
  return_to_sender: NO_MORE,
  package_unclaimed: { reason: 'not_picked_up', responsible: 'CUSTOMER' },
  package_undeliverable: { reason: 'undeliverable', responsible: null },
  package_disposed: { reason: 'disposed', responsible: null },
  package_lost: { reason: 'lost', responsible: 'CARRIER' },
  other: NO_MORE,
};
