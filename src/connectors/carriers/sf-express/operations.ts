/** SF's operation codes (`opCode`, 操作码) of the routes that say something about a parcel's status, and those that do not. */
import type { TrackingEventFact } from '../../../domain/facts.js';

export interface Operation {
  /** Null: a note beside the way of the parcel. */
  readonly milestone: TrackingEventFact['milestone'];
  readonly reason?: string;
  readonly responsible?: TrackingEventFact['responsible'];
}

const OPERATIONS: readonly (Operation & { readonly codes: readonly string[] })[] = [
  // The sender prepares it, or its own warehouse picks it.
  { codes: ['201', '205', '206', '647'], milestone: 'CREATED' },
  { codes: ['50', '51', '54', '129', '188', '214', '607', '651', '655', '700', '701', '950'], milestone: 'PICKED_UP' },
  // Loading, leaving, arriving, by road, rail, air and sea; handed over between hubs and partners.
  { codes: ['10', '11', '30', '31', '36', '302', '304', '3036', '3137', '570', '571', '405', '406', '105', '106', '88', '89'], milestone: 'IN_TRANSIT' },
  { codes: ['41', '43', '46', '64', '65', '86', '87', '96', '136', '137', '147', '186', '187', '189', '190', '407', '605', '626'], milestone: 'IN_TRANSIT' },
  { codes: ['627', '633', '649', '656', '657', '847', '921', '930', '931', '932'], milestone: 'IN_TRANSIT' },
  { codes: ['99'], milestone: 'IN_TRANSIT', reason: 'forwarded_on_request', responsible: 'CUSTOMER' },
  { codes: ['14', '15', '16', '17', '604', '606', '612', '614', '619', '620', '623'], milestone: 'CUSTOMS' },
  { codes: ['18', '621'], milestone: 'CUSTOMS', reason: 'held_by_customs', responsible: 'AUTHORITY' },
  { codes: ['613'], milestone: 'CUSTOMS', reason: 'duties_due' },
  { codes: ['34', '44', '47', '122', '123', '204', '211', '212', '630', '634', '677', '880', '933'], milestone: 'OUT_FOR_DELIVERY' },
  // In a locker, in a shop.
  { codes: ['125', '130', '642', '678'], milestone: 'AVAILABLE_FOR_PICKUP' },
  { codes: ['70'], milestone: 'ATTEMPT_FAILED' },
  { codes: ['33', '72', '611', '934'], milestone: 'EXCEPTION' },
  { codes: ['66', '77'], milestone: 'EXCEPTION', reason: 'held', responsible: 'CARRIER' },
  { codes: ['631'], milestone: 'RETURNING' },
  { codes: ['215', '660'], milestone: 'RETURNED' },
  { codes: ['80', '97', '128', '658', '679', '935'], milestone: 'DELIVERED' },
  // Where the signature can be seen; records, notices, weighing again. 8000 comes after the delivery and is none.
  { codes: ['8000', '75', '84', '135', '140', '900'], milestone: null },
];

const byCode: ReadonlyMap<string, Operation> = new Map(OPERATIONS.flatMap((operation) => operation.codes.map((code) => [code, operation] as const)));

/** Undefined for a code that the table lacks. */
export function operationOf(code: string): Operation | undefined {
  return byCode.get(code);
}
