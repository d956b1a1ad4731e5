/** UPS's codes, https://developer.ups.com/api/reference/tracking/appendix: what a parcel's status is, and why. */
import type { Milestone, Responsible } from '../../tracking-events.js';

interface Meaning {
  /** Null: known, and says nothing about where the parcel stands. */
  readonly milestone: Milestone | null;
  readonly reason?: string;
  readonly responsible?: Responsible;
}

/** Package status codes: `statusCode`, in alerts `descriptionCode`. They say more than the type of an activity. */
export const STATUS_CODES: Readonly<Record<string, Meaning>> = {
  '003': { milestone: 'CREATED' },
  '005': { milestone: 'IN_TRANSIT' },
  '006': { milestone: 'OUT_FOR_DELIVERY' },
  '007': { milestone: 'CANCELLED' },
  '010': { milestone: 'IN_TRANSIT' },
  '011': { milestone: 'DELIVERED' },
  '012': { milestone: 'CUSTOMS' },
  '013': { milestone: 'EXCEPTION' },
  '014': { milestone: 'IN_TRANSIT' },
  '016': { milestone: 'EXCEPTION', reason: 'held' },
  '017': { milestone: 'AVAILABLE_FOR_PICKUP' },
  '018': { milestone: null },
  '019': { milestone: 'EXCEPTION', reason: 'held_for_later_delivery' },
  '020': { milestone: null },
  '021': { milestone: 'OUT_FOR_DELIVERY' },
  '022': { milestone: 'ATTEMPT_FAILED' },
  '023': { milestone: 'ATTEMPT_FAILED' },
  '024': { milestone: 'ATTEMPT_FAILED' },
  '025': { milestone: 'IN_TRANSIT' },
  '026': { milestone: 'DELIVERED' },
  '027': { milestone: null },
  '028': { milestone: null },
  '029': { milestone: 'EXCEPTION' },
  '032': { milestone: 'EXCEPTION', reason: 'weather' },
  '033': { milestone: null },
  '034': { milestone: 'RETURNED' },
  '035': { milestone: 'RETURNING' },
  '036': { milestone: 'RETURNING' },
  '037': { milestone: 'RETURNING' },
  '038': { milestone: 'PICKED_UP' },
  '039': { milestone: 'IN_TRANSIT' },
  '040': { milestone: 'AVAILABLE_FOR_PICKUP' },
  '044': { milestone: 'CREATED' },
  '045': { milestone: 'CREATED' },
  '046': { milestone: 'EXCEPTION', reason: 'delay' },
  '051': { milestone: 'EXCEPTION', reason: 'emergency_or_weather' },
  '052': { milestone: 'EXCEPTION', reason: 'weather' },
  '058': { milestone: 'CUSTOMS', reason: 'clearance_information_required' },
  '059': { milestone: 'EXCEPTION', reason: 'damaged', responsible: 'CARRIER' },
  '060': { milestone: 'ATTEMPT_FAILED' },
  '064': { milestone: 'ATTEMPT_FAILED', reason: 'refused', responsible: 'CUSTOMER' },
};

/** Types of activity, for those whose status code is absent or not in the other table. */
export const STATUS_TYPES: Readonly<Record<string, Milestone | null>> = {
  M: 'CREATED',
  MV: 'CANCELLED',
  P: 'PICKED_UP',
  I: 'IN_TRANSIT',
  O: 'OUT_FOR_DELIVERY',
  X: 'EXCEPTION',
  RS: 'RETURNED',
  D: 'DELIVERED',
  // The delivery was put to another day.
  U: null,
};
