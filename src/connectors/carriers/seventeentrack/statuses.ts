/** 17TRACK's codes, https://api.17track.net/en/doc?version=v2.4 (package status, sub-status, key stages). */
import type { Milestone, Reason } from '../../tracking-events.js';

/** Main statuses; a sub-status is called `<main>_<detail>`. */
export const STATUSES: Readonly<Record<string, Milestone>> = {
  // The carrier knows nothing of the number, or has not said anything yet.
  NotFound: 'UNKNOWN',
  InfoReceived: 'CREATED',
  InTransit: 'IN_TRANSIT',
  Expired: 'EXPIRED',
  AvailableForPickup: 'AVAILABLE_FOR_PICKUP',
  OutForDelivery: 'OUT_FOR_DELIVERY',
  DeliveryFailure: 'ATTEMPT_FAILED',
  Delivered: 'DELIVERED',
  Exception: 'EXCEPTION',
};

/** What a sub-status says beyond its main status. */
export interface SubStatus extends Partial<Reason> {
  readonly milestone?: Milestone;
}

const NO_MORE: SubStatus = {};

export const SUB_STATUSES: Readonly<Record<string, SubStatus>> = {
  NotFound_Other: NO_MORE,
  NotFound_InvalidCode: { reason: 'invalid_number', responsible: null },
  InfoReceived: NO_MORE,
  InTransit_PickedUp: { milestone: 'PICKED_UP' },
  InTransit_Departure: NO_MORE,
  InTransit_Arrival: NO_MORE,
  InTransit_CustomsProcessing: { milestone: 'CUSTOMS' },
  InTransit_CustomsReleased: { milestone: 'CUSTOMS' },
  InTransit_CustomsRequiringInformation: { milestone: 'CUSTOMS', reason: 'customs_information', responsible: null },
  InTransit_Other: NO_MORE,
  Expired_Other: NO_MORE,
  AvailableForPickup_Other: NO_MORE,
  OutForDelivery_Other: NO_MORE,
  DeliveryFailure_NoBody: { reason: 'recipient_absent', responsible: 'CUSTOMER' },
  DeliveryFailure_Security: { reason: 'security', responsible: null },
  DeliveryFailure_Rejected: { reason: 'refused', responsible: 'CUSTOMER' },
  DeliveryFailure_InvalidAddress: { reason: 'incorrect_address', responsible: 'CUSTOMER' },
  DeliveryFailure_Other: NO_MORE,
  Delivered_Other: NO_MORE,
  Exception_Returning: { milestone: 'RETURNING' },
  Exception_Returned: { milestone: 'RETURNED' },
  Exception_NoBody: { reason: 'recipient_absent', responsible: 'CUSTOMER' },
  Exception_Security: { reason: 'security', responsible: null },
  Exception_Damage: { reason: 'damaged', responsible: 'CARRIER' },
  Exception_Rejected: { reason: 'refused', responsible: 'CUSTOMER' },
  Exception_Delayed: { reason: 'delayed', responsible: 'CARRIER' },
  Exception_Lost: { reason: 'lost', responsible: 'CARRIER' },
  Exception_Destroyed: { reason: 'destroyed', responsible: null },
  Exception_Cancel: { milestone: 'CANCELLED' },
  Exception_Other: NO_MORE,
};

/** Key stages, for events without a sub-status. */
export const STAGES: Readonly<Record<string, Milestone>> = {
  InfoReceived: 'CREATED',
  PickedUp: 'PICKED_UP',
  Departure: 'IN_TRANSIT',
  Arrival: 'IN_TRANSIT',
  AvailableForPickup: 'AVAILABLE_FOR_PICKUP',
  OutForDelivery: 'OUT_FOR_DELIVERY',
  Delivered: 'DELIVERED',
  Returning: 'RETURNING',
  Returned: 'RETURNED',
};
