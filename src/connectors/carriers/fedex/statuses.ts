/** FedEx's codes, https://developer.fedex.com/api/en-us/guides/api-reference.html: statuses, exceptions, delays. */
import type { Milestone, Reason, Responsible } from '../../tracking-events.js';

/** Scan and status codes; null: known, and says nothing about where the parcel stands. */
export const MILESTONES: Readonly<Record<string, Milestone | null>> = {
  OC: 'CREATED',
  OX: 'CREATED',
  MD: 'CREATED',
  EP: 'CREATED',
  PU: 'PICKED_UP',
  PX: 'PICKED_UP',
  AP: 'PICKED_UP',
  OF: 'PICKED_UP',
  IT: 'IN_TRANSIT',
  IX: 'IN_TRANSIT',
  IP: 'IN_TRANSIT',
  AA: 'IN_TRANSIT',
  AC: 'IN_TRANSIT',
  // It will arrive early; on time.
  AE: 'IN_TRANSIT',
  AF: 'IN_TRANSIT',
  AO: 'IN_TRANSIT',
  AR: 'IN_TRANSIT',
  AX: 'IN_TRANSIT',
  DP: 'IN_TRANSIT',
  EA: 'IN_TRANSIT',
  EO: 'IN_TRANSIT',
  FD: 'IN_TRANSIT',
  LO: 'IN_TRANSIT',
  OW: 'IN_TRANSIT',
  PF: 'IN_TRANSIT',
  PL: 'IN_TRANSIT',
  PM: 'IN_TRANSIT',
  SF: 'IN_TRANSIT',
  TR: 'IN_TRANSIT',
  CC: 'IN_TRANSIT',
  CD: 'CUSTOMS',
  CP: 'CUSTOMS',
  CU: 'CUSTOMS',
  AD: 'OUT_FOR_DELIVERY',
  ED: 'OUT_FOR_DELIVERY',
  OD: 'OUT_FOR_DELIVERY',
  HL: 'AVAILABLE_FOR_PICKUP',
  HP: 'AVAILABLE_FOR_PICKUP',
  DE: 'ATTEMPT_FAILED',
  SE: 'EXCEPTION',
  DY: 'EXCEPTION',
  DD: 'EXCEPTION',
  PY: 'EXCEPTION',
  RS: 'RETURNING',
  RT: 'RETURNING',
  DL: 'DELIVERED',
  CA: 'CANCELLED',
  // Wishes of the recipient and how they were taken.
  HA: null,
  RC: null,
  RG: null,
  RM: null,
  RR: null,
};

/** Exception codes of scans. */
export const EXCEPTIONS: Readonly<Record<string, Reason>> = {
  '03': { reason: 'incorrect_address', responsible: 'CUSTOMER' },
  '07': { reason: 'refused', responsible: 'CUSTOMER' },
  '08': { reason: 'recipient_not_available', responsible: 'CUSTOMER' },
  '12': { reason: 'missorted', responsible: 'CARRIER' },
  '17': { reason: 'later_delivery_requested', responsible: 'CUSTOMER' },
  '55': { reason: 'customs_delay', responsible: 'AUTHORITY' },
  '84': { reason: 'beyond_control', responsible: null },
};

/** Types of delay; who answers for a local or general one is not said. */
export const DELAYS: Readonly<Record<string, Responsible | null>> = {
  WEATHER: null,
  OPERATIONAL: 'CARRIER',
  CLEARANCE: 'AUTHORITY',
  LOCAL: null,
  GENERAL: null,
};
