/** What the published expectations of karrio say, in our words. */
import type { Milestone } from '../../src/connectors/tracking-events.js';

/** Its names of statuses; what it calls on hold or delayed is a problem under way here. */
const MILESTONES: Readonly<Record<string, Milestone>> = {
  unknown: 'UNKNOWN',
  pending: 'CREATED',
  picked_up: 'PICKED_UP',
  in_transit: 'IN_TRANSIT',
  out_for_delivery: 'OUT_FOR_DELIVERY',
  ready_for_pickup: 'AVAILABLE_FOR_PICKUP',
  delivered: 'DELIVERED',
  on_hold: 'EXCEPTION',
  delivery_delayed: 'EXCEPTION',
  delivery_failed: 'ATTEMPT_FAILED',
  return_to_sender: 'RETURNING',
  cancelled: 'CANCELLED',
};

export type StatusMaps = Readonly<Record<string, { readonly TrackingStatus: Readonly<Record<string, readonly string[]>> }>>;

/** A carrier's codes, each with our word for the status that it is listed under; one that is listed twice stands twice. */
export function tableOf(maps: StatusMaps, carrier: string): readonly (readonly [code: string, milestone: Milestone])[] {
  return Object.entries(maps[carrier]!.TrackingStatus).flatMap(([name, codes]) => codes.map((code) => [code, milestoneOf(name)] as const));
}

export function milestoneOf(name: string): Milestone {
  const milestone = MILESTONES[name];
  if (milestone === undefined) throw new Error(`no status is called ${name}`);
  return milestone;
}

/**
 * An expected answer: what is known of parcels, and what is wrong. Of events their number, order and code can be relied on;
 * their times are local with a false Z.
 */
export type Parsed = readonly [readonly ParsedTracking[], readonly { readonly code: string; readonly details: { readonly tracking_number?: string } }[]];

export interface ParsedTracking {
  readonly tracking_number: string;
  readonly status: string;
  readonly delivered: boolean;
  readonly events: readonly { readonly code: string; readonly status?: string; readonly timestamp?: string }[];
}
