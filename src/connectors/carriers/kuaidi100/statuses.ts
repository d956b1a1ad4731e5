/**
 * Kuaidi100's basic and advanced states (https://api.kuaidi100.com/document/5f0ffb5ebc8da837cbd8aefc), with who answers for
 * trouble where the state says so.
 */
import type { TrackingEventFact } from '../../../domain/facts.js';

export interface State {
  readonly code: string;
  /** As it stands in an event's `status`; some accounts get it without the code. */
  readonly name: string;
  readonly milestone: NonNullable<TrackingEventFact['milestone']>;
  readonly reason?: string;
  readonly responsible?: TrackingEventFact['responsible'];
}

const STATES: readonly State[] = [
  { code: '0', name: '在途', milestone: 'IN_TRANSIT' },
  { code: '1001', name: '到达派件城市', milestone: 'IN_TRANSIT' },
  { code: '1002', name: '干线', milestone: 'IN_TRANSIT' },
  { code: '1003', name: '转递', milestone: 'IN_TRANSIT' },
  { code: '1', name: '揽收', milestone: 'PICKED_UP' },
  { code: '101', name: '已下单', milestone: 'CREATED' },
  { code: '102', name: '待揽收', milestone: 'CREATED' },
  { code: '103', name: '已揽收', milestone: 'PICKED_UP' },
  { code: '2', name: '疑难', milestone: 'EXCEPTION' },
  { code: '201', name: '超时未签收', milestone: 'EXCEPTION', reason: 'not_signed_in_time' },
  { code: '202', name: '超时未更新', milestone: 'EXCEPTION', reason: 'no_news', responsible: 'CARRIER' },
  { code: '203', name: '拒收', milestone: 'EXCEPTION', reason: 'refused', responsible: 'CUSTOMER' },
  { code: '204', name: '派件异常', milestone: 'EXCEPTION', reason: 'delivery_exception' },
  { code: '205', name: '柜或驿站超时未取', milestone: 'EXCEPTION', reason: 'not_collected_in_time', responsible: 'CUSTOMER' },
  { code: '206', name: '无法联系', milestone: 'EXCEPTION', reason: 'recipient_unreachable', responsible: 'CUSTOMER' },
  { code: '207', name: '超区', milestone: 'EXCEPTION', reason: 'out_of_area' },
  { code: '208', name: '滞留', milestone: 'EXCEPTION', reason: 'held', responsible: 'CARRIER' },
  { code: '209', name: '破损', milestone: 'EXCEPTION', reason: 'damaged', responsible: 'CARRIER' },
  { code: '210', name: '销单', milestone: 'CANCELLED', reason: 'cancelled_by_sender' },
  { code: '3', name: '签收', milestone: 'DELIVERED' },
  { code: '301', name: '本人签收', milestone: 'DELIVERED' },
  { code: '302', name: '派件异常后签收', milestone: 'DELIVERED' },
  { code: '303', name: '代签', milestone: 'DELIVERED' },
  { code: '304', name: '投柜或站签收', milestone: 'DELIVERED' },
  { code: '4', name: '退签', milestone: 'RETURNED' },
  { code: '401', name: '已销单', milestone: 'CANCELLED' },
  { code: '5', name: '派件', milestone: 'OUT_FOR_DELIVERY' },
  { code: '501', name: '投柜或驿站', milestone: 'AVAILABLE_FOR_PICKUP' },
  { code: '6', name: '退回', milestone: 'RETURNING' },
  { code: '7', name: '转投', milestone: 'IN_TRANSIT' },
  { code: '8', name: '清关', milestone: 'CUSTOMS' },
  { code: '10', name: '待清关', milestone: 'CUSTOMS' },
  { code: '11', name: '清关中', milestone: 'CUSTOMS' },
  { code: '12', name: '已清关', milestone: 'CUSTOMS' },
  { code: '13', name: '清关异常', milestone: 'EXCEPTION', reason: 'customs', responsible: 'AUTHORITY' },
  { code: '14', name: '拒签', milestone: 'EXCEPTION', reason: 'refused', responsible: 'CUSTOMER' },
];

const byCode: ReadonlyMap<string, State> = new Map(STATES.map((state) => [state.code, state]));
const byName: ReadonlyMap<string, State> = new Map(STATES.map((state) => [state.name, state]));

/** The state of a code or a name; undefined for one that the tables lack. */
export function stateOf(codeOrName: string): State | undefined {
  return byCode.get(codeOrName) ?? byName.get(codeOrName);
}
