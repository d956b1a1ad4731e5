/** What carriers write into their events, in the two languages that they use. */
import type { ResponsibleParty, ShipmentStatus, TransportMode } from '../../entities/enums.js';

export interface Phrase {
  /** The carrier's own code. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

const phrase = (code: string, zh: string, en: string): Phrase => ({ code, zh, en });

const loaded: Readonly<Record<TransportMode, Phrase>> = {
  AIR: phrase('DEP', '航班已起飞', 'Departed on flight'),
  AIR_CHARTER: phrase('DEP', '包机已起飞', 'Departed on charter'),
  EXPRESS: phrase('DEP', '航班已起飞', 'Departed origin facility by air'),
  ROAD: phrase('DEP', '车辆已发出', 'Departed by truck'),
  RAIL: phrase('DEP', '班列已发车', 'Train departed'),
  SEA: phrase('DEP', '船舶已离港', 'Vessel departed'),
};

const underWay: Readonly<Record<TransportMode, Phrase>> = {
  AIR: phrase('TRN', '中转', 'In transfer'),
  AIR_CHARTER: phrase('TRN', '中转', 'In transfer'),
  EXPRESS: phrase('TRN', '中转', 'In transfer at hub'),
  ROAD: phrase('TRN', '运输途中', 'On the road'),
  RAIL: phrase('TRN', '班列途经口岸', 'Train passed border station'),
  SEA: phrase('TRN', '海上航行中', 'Vessel at sea'),
};

export const phrases = {
  booked: phrase('INF', '已下单，待揽收', 'Shipment information received'),
  pickedUp: phrase('PUP', '已揽收', 'Picked up'),
  departed: phrase('DPH', '快件已离开网点', 'Departed facility'),
  arrivedAtHub: phrase('ARH', '快件已到达转运中心', 'Arrived at facility'),
  exportCustoms: phrase('CEX', '出口报关中', 'Export declaration lodged'),
  importCustoms: phrase('CIM', '进口清关中', 'Held for import clearance'),
  cleared: phrase('CLR', '清关完成', 'Released by customs'),
  outForDelivery: phrase('OFD', '派送中', 'Out for delivery'),
  delivered: phrase('DLV', '已签收', 'Delivered, signed for'),
  note: phrase('ZZ9', '终端备注', 'Terminal handling note'),
  lost: phrase('LST', '货物下落查询中', 'Shipment being traced'),
  scannedInError: phrase('DLV', '已签收', 'Delivered, signed for'),
  scanWithdrawn: phrase('VOD', '误扫撤销', 'Previous scan withdrawn'),
  loaded,
  underWay,
} as const;

/** What makes a shipment late. */
export interface Hiccup {
  readonly milestone: ShipmentStatus;
  readonly phrase: Phrase;
  readonly reason: string;
  readonly responsible: ResponsibleParty;
  readonly weight: number;
  /** Happens at the customer's door. */
  readonly atDoor?: true;
  readonly abroadOnly?: true;
}

export const hiccups: readonly Hiccup[] = [
  { milestone: 'EXCEPTION', phrase: phrase('MIS', '错发，转回中', 'Missorted, rerouted'), reason: 'missorted', responsible: 'CARRIER', weight: 3 },
  { milestone: 'EXCEPTION', phrase: phrase('CAP', '仓位不足，延后', 'Rolled to next departure, no space'), reason: 'no space', responsible: 'CARRIER', weight: 3 },
  { milestone: 'EXCEPTION', phrase: phrase('WTH', '天气原因延误', 'Delayed by weather'), reason: 'weather', responsible: 'CARRIER', weight: 2 },
  { milestone: 'CUSTOMS', phrase: phrase('CHO', '海关查验', 'Selected for customs inspection'), reason: 'customs inspection', responsible: 'AUTHORITY', weight: 4, abroadOnly: true },
  { milestone: 'EXCEPTION', phrase: phrase('DOC', '随附单证不全', 'Documents incomplete'), reason: 'documents incomplete', responsible: 'OWN', weight: 1, abroadOnly: true },
  { milestone: 'ATTEMPT_FAILED', phrase: phrase('NOH', '收件人不在，改约派送', 'Recipient not available'), reason: 'recipient not available', responsible: 'CUSTOMER', weight: 3, atDoor: true },
  { milestone: 'AVAILABLE_FOR_PICKUP', phrase: phrase('AFP', '存放自提点', 'Awaiting collection'), reason: 'left for collection', responsible: 'CUSTOMER', weight: 1, atDoor: true },
];
