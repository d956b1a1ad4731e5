/** Who carries the goods, on which lanes, how fast and how reliably. */
import type { TransportMode } from '../../entities/enums.js';
import type { Region } from './places.js';

export interface Carrier {
  readonly number: string;
  readonly name: string;
  /** Prefix of its tracking numbers. */
  readonly prefix: string;
  /** Language of its event texts. */
  readonly language: 'zh' | 'en';
}

export const carriers = [
  { number: 'K-01', name: '迅隼速运 Xunsun Express', prefix: 'XS', language: 'zh' },
  { number: 'K-02', name: '江渚陆运', prefix: 'JZ', language: 'zh' },
  { number: 'K-03', name: 'Polarwing Air Cargo', prefix: 'PW', language: 'en' },
  { number: 'K-04', name: '瀚桥航运 Hanqiao Ocean Line', prefix: 'HQ', language: 'en' },
  { number: 'K-05', name: '陆丝班列 Landsilk Rail', prefix: 'LS', language: 'en' },
  { number: 'K-06', name: 'Meridor Parcel', prefix: 'MP', language: 'en' },
  { number: 'K-07', name: 'Kestrel & Finch Freight', prefix: 'KF', language: 'en' },
  { number: 'K-08', name: '梭城快达', prefix: 'SC', language: 'zh' },
] as const satisfies readonly Carrier[];

export interface Lane {
  readonly carrier: (typeof carriers)[number]['number'];
  readonly mode: TransportMode;
  /** Days on the calendar from pick-up to delivery, as the carrier promises. */
  readonly days: number;
  /** How often this lane is chosen. */
  readonly weight: number;
  /** Share of its shipments that come late in an ordinary week. */
  readonly late: number;
  /** Freight in CNY: a base, and per kilogram. */
  readonly freight: readonly [base: number, perKg: number];
}

/** From the warehouse to customers. */
export const outboundLanes: Readonly<Record<Region, readonly Lane[]>> = {
  DELTA: [
    { carrier: 'K-08', mode: 'ROAD', days: 1, weight: 4, late: 0.02, freight: [60, 1.2] },
    { carrier: 'K-01', mode: 'EXPRESS', days: 1, weight: 4, late: 0.02, freight: [22, 2.5] },
    { carrier: 'K-02', mode: 'ROAD', days: 2, weight: 2, late: 0.07, freight: [80, 0.8] },
  ],
  CHINA: [
    { carrier: 'K-01', mode: 'EXPRESS', days: 3, weight: 6, late: 0.03, freight: [30, 6] },
    { carrier: 'K-02', mode: 'ROAD', days: 4, weight: 4, late: 0.1, freight: [120, 1.6] },
  ],
  EUROPE: [
    { carrier: 'K-06', mode: 'EXPRESS', days: 5, weight: 4, late: 0.05, freight: [280, 48] },
    { carrier: 'K-03', mode: 'AIR', days: 6, weight: 4, late: 0.07, freight: [650, 32] },
    { carrier: 'K-07', mode: 'AIR', days: 6, weight: 2, late: 0.27, freight: [540, 27] },
    { carrier: 'K-05', mode: 'RAIL', days: 20, weight: 0.5, late: 0.14, freight: [900, 9] },
  ],
  AMERICA: [
    { carrier: 'K-06', mode: 'EXPRESS', days: 5, weight: 4, late: 0.06, freight: [300, 52] },
    { carrier: 'K-07', mode: 'AIR', days: 6, weight: 3, late: 0.22, freight: [620, 33] },
    { carrier: 'K-03', mode: 'AIR', days: 6, weight: 3, late: 0.08, freight: [700, 38] },
    { carrier: 'K-04', mode: 'SEA', days: 33, weight: 0.3, late: 0.3, freight: [1500, 3] },
  ],
  PACIFIC: [
    { carrier: 'K-06', mode: 'EXPRESS', days: 4, weight: 5, late: 0.03, freight: [180, 34] },
    { carrier: 'K-03', mode: 'AIR', days: 5, weight: 4, late: 0.05, freight: [420, 22] },
    { carrier: 'K-04', mode: 'SEA', days: 16, weight: 0.4, late: 0.2, freight: [900, 2.5] },
  ],
};

/** From suppliers to the warehouse, where the supplier's goods are tracked. */
export const inboundLanes: Readonly<Record<Region, readonly Lane[]>> = {
  DELTA: [{ carrier: 'K-08', mode: 'ROAD', days: 1, weight: 1, late: 0.02, freight: [60, 1] }],
  CHINA: [{ carrier: 'K-02', mode: 'ROAD', days: 3, weight: 1, late: 0.08, freight: [110, 1.4] }],
  EUROPE: [
    { carrier: 'K-03', mode: 'AIR', days: 6, weight: 3, late: 0.07, freight: [700, 34] },
    { carrier: 'K-05', mode: 'RAIL', days: 19, weight: 2, late: 0.12, freight: [900, 8] },
  ],
  AMERICA: [{ carrier: 'K-03', mode: 'AIR', days: 7, weight: 1, late: 0.08, freight: [760, 40] }],
  PACIFIC: [
    { carrier: 'K-06', mode: 'EXPRESS', days: 4, weight: 2, late: 0.04, freight: [180, 34] },
    { carrier: 'K-04', mode: 'SEA', days: 12, weight: 1, late: 0.2, freight: [800, 2] },
  ],
};

/** Within a region, for goods that a supplier sends straight to the customer. */
export const regionalLane: Lane = { carrier: 'K-06', mode: 'ROAD', days: 3, weight: 1, late: 0.05, freight: [140, 4] };
