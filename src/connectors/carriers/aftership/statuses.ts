/**
 * AfterShip's codes. Tags: https://www.aftership.com/docs/tracking/enum/delivery-statuses, subtags:
 * https://www.aftership.com/docs/tracking/enum/delivery-sub-statuses (2026-07), and those that have come since:
 * https://support.aftership.com/en/article/learn-about-delivery-sub-statuses-1b0hdlx/.
 */
import type { Milestone, Reason } from '../../tracking-events.js';

export const TAGS: Readonly<Record<string, Milestone>> = {
  // Nothing is known of the parcel yet.
  Pending: 'UNKNOWN',
  InfoReceived: 'CREATED',
  InTransit: 'IN_TRANSIT',
  OutForDelivery: 'OUT_FOR_DELIVERY',
  AttemptFail: 'ATTEMPT_FAILED',
  AvailableForPickup: 'AVAILABLE_FOR_PICKUP',
  Delivered: 'DELIVERED',
  Exception: 'EXCEPTION',
  Expired: 'EXPIRED',
};

/** What a subtag says beyond its tag. */
export interface Subtag extends Partial<Reason> {
  readonly milestone?: Milestone;
}

const NO_MORE: Subtag = {};

export const SUBTAGS: Readonly<Record<string, Subtag>> = {
  Pending_001: NO_MORE,
  Pending_002: NO_MORE,
  Pending_003: NO_MORE,
  Pending_004: NO_MORE,
  Pending_005: NO_MORE,
  Pending_006: NO_MORE,
  InfoReceived_001: NO_MORE,
  InTransit_001: NO_MORE,
  InTransit_002: NO_MORE,
  InTransit_003: NO_MORE,
  InTransit_004: NO_MORE,
  InTransit_005: NO_MORE,
  InTransit_006: NO_MORE,
  InTransit_007: NO_MORE,
  InTransit_008: NO_MORE,
  InTransit_009: NO_MORE,
  OutForDelivery_001: NO_MORE,
  OutForDelivery_003: NO_MORE,
  OutForDelivery_004: NO_MORE,
  AvailableForPickup_001: NO_MORE,
  Delivered_001: NO_MORE,
  Delivered_002: NO_MORE,
  Delivered_003: NO_MORE,
  Delivered_004: NO_MORE,
  Delivered_005: NO_MORE,
  Expired_001: NO_MORE,
  AttemptFail_001: NO_MORE,
  AttemptFail_002: { reason: 'recipient_absent', responsible: 'CUSTOMER' },
  AttemptFail_003: { reason: 'business_closed', responsible: 'CUSTOMER' },
  Exception_001: NO_MORE,
  Exception_002: { reason: 'recipient_moved', responsible: 'CUSTOMER' },
  Exception_003: { reason: 'refused', responsible: 'CUSTOMER' },
  Exception_004: { reason: 'customs_delay', responsible: 'AUTHORITY' },
  Exception_005: { reason: 'external_delay', responsible: null },
  Exception_006: { reason: 'held_for_payment', responsible: 'CUSTOMER' },
  Exception_007: { reason: 'incorrect_address', responsible: 'CUSTOMER' },
  Exception_008: { reason: 'not_picked_up', responsible: 'CUSTOMER' },
  Exception_009: { reason: 'rejected_by_carrier', responsible: null },
  Exception_010: { milestone: 'RETURNING' },
  Exception_011: { milestone: 'RETURNED' },
  Exception_012: { reason: 'damaged', responsible: 'CARRIER' },
  Exception_013: { reason: 'lost', responsible: 'CARRIER' },
  Exception_016: { reason: 'processing_delay', responsible: 'CARRIER' },
  Exception_017: { reason: 'weather_delay', responsible: null },
  Exception_018: { reason: 'documents_missing', responsible: null },
};
