/** What can be asked about delivery performance, and the answer's shape. */
import type { OrderStatus, ProductClass, TransportMode } from '../../entities/enums.js';
import { parseDateOnly } from '../dates.js';
import type { Problem } from '../errors.js';
import { DomainError, problem } from '../errors.js';
import type { DateOnly } from '../facts.js';

/** Whose deliveries: to customers, from suppliers, by carriers. */
export const DeliverySubject = { ORDER: 'ORDER', PURCHASE_ORDER: 'PURCHASE_ORDER', SHIPMENT: 'SHIPMENT' } as const;
export type DeliverySubject = (typeof DeliverySubject)[keyof typeof DeliverySubject];

/** What is counted: lines, the deliveries that brought them, or the orders that they belong to. */
export const DeliveryLevel = { LINE: 'LINE', DELIVERY: 'DELIVERY', ORDER: 'ORDER' } as const;
export type DeliveryLevel = (typeof DeliveryLevel)[keyof typeof DeliveryLevel];

/** Which date counts as the promise. */
export const DeliveryPromise = { REQUESTED: 'REQUESTED', FIRST: 'FIRST', CURRENT: 'CURRENT' } as const;
export type DeliveryPromise = (typeof DeliveryPromise)[keyof typeof DeliveryPromise];

/** What rows can be grouped by. Months, quarters and years are those of the chosen promise. */
export const DeliveryDimension = {
  MONTH: 'MONTH',
  QUARTER: 'QUARTER',
  YEAR: 'YEAR',
  SUPPLIER: 'SUPPLIER',
  CUSTOMER: 'CUSTOMER',
  COUNTRY: 'COUNTRY',
  CARRIER: 'CARRIER',
  MODE: 'MODE',
  PRODUCT_CLASS: 'PRODUCT_CLASS',
} as const;
export type DeliveryDimension = (typeof DeliveryDimension)[keyof typeof DeliveryDimension];

/** The figures that a line can count in or be left out of. */
export const DeliveryFigureName = { ON_TIME: 'ON_TIME', CYCLE_TIME: 'CYCLE_TIME' } as const;
export type DeliveryFigureName = (typeof DeliveryFigureName)[keyof typeof DeliveryFigureName];

/**
 * Why a line is left out. CANCELLED: nobody waits for it any more. REFUSED: the supplier never agreed to it.
 * NO_PROMISE: it lacks the chosen date. OUTSIDE_CALENDAR: no working days are known for the window after its promise.
 * PO_SENT_AFTER_DELIVERY: the purchase order bears a later date than the delivery, so the cycle cannot be right.
 */
export const ExclusionReason = {
  CANCELLED: 'CANCELLED',
  REFUSED: 'REFUSED',
  NO_PROMISE: 'NO_PROMISE',
  OUTSIDE_CALENDAR: 'OUTSIDE_CALENDAR',
  PO_SENT_AFTER_DELIVERY: 'PO_SENT_AFTER_DELIVERY',
} as const;
export type ExclusionReason = (typeof ExclusionReason)[keyof typeof ExclusionReason];

/** Every member given must hold; an empty list lets nothing through, an absent one everything. */
export interface DeliveryFilter {
  readonly supplierIds?: readonly string[] | null;
  readonly customerIds?: readonly string[] | null;
  readonly carrierIds?: readonly string[] | null;
  readonly countries?: readonly string[] | null;
  readonly modes?: readonly TransportMode[] | null;
  readonly productClasses?: readonly ProductClass[] | null;
  /** Of the customer order: the line's own, or the one that it is bought for or travels for. */
  readonly orderStatus?: readonly OrderStatus[] | null;
  /** True: only goods from an own warehouse, which have no supplier; false: only goods from suppliers. */
  readonly ownWarehouse?: boolean | null;
}

/** Members of a filter that are lists. */
export type ListMember = Exclude<keyof DeliveryFilter, 'ownWarehouse'>;

/** The partner who asks, if one does: rows of others do not exist for him. */
export interface DeliveryScope {
  readonly supplierId?: string | null;
  readonly carrierId?: string | null;
}

export interface DeliveryRequest {
  readonly subject: DeliverySubject;
  /** Of the chosen promise; `from` included, `to` not. */
  readonly range?: { readonly from?: DateOnly | null; readonly to?: DateOnly | null } | null;
  /** At most two; none by default. */
  readonly groupBy?: readonly DeliveryDimension[];
  /** LINE by default. */
  readonly level?: DeliveryLevel;
  /** FIRST by default. */
  readonly promise?: DeliveryPromise;
  /** Working days of grace after the promise; 0 by default. */
  readonly windowWorkingDays?: number;
  /** What happened after the end of this day is not known yet. */
  readonly asOf: DateOnly;
  readonly filter?: DeliveryFilter | null;
  readonly scope?: DeliveryScope | null;
}

/** The request with every default filled in. */
export interface CheckedRequest {
  readonly subject: DeliverySubject;
  readonly from: DateOnly | null;
  readonly to: DateOnly | null;
  readonly groupBy: readonly DeliveryDimension[];
  readonly level: DeliveryLevel;
  readonly promise: DeliveryPromise;
  readonly windowWorkingDays: number;
  readonly asOf: DateOnly;
  readonly filter: DeliveryFilter;
  readonly scope: DeliveryScope;
}

export interface DeliveryKey {
  readonly dimension: DeliveryDimension;
  /** Id, code, or period (`2024-03`, `2024-Q1`, `2024`); null where the line has none, e.g. own warehouse as supplier. */
  readonly value: string | null;
  readonly label: string;
}

/** Working time from the sending of the purchase order to the delivery, in calendar days; always over lines. */
export interface DeliveryCycle {
  readonly count: number;
  readonly meanDays: number | null;
  readonly medianDays: number | null;
}

export interface DeliveryFigure {
  /** In the order of `groupBy`; empty for the totals. */
  readonly keys: readonly DeliveryKey[];
  /** Units on time. */
  readonly numerator: number;
  /** Units counted. */
  readonly denominator: number;
  /** 0 to 1; null where nothing was counted. */
  readonly rate: number | null;
  /** Delivered minus promised, in calendar days, signed; over the units that are delivered. */
  readonly meanDelayDays: number | null;
  /** Null for shipments, which no purchase order date belongs to. */
  readonly cycle: DeliveryCycle | null;
}

export interface DeliveryExclusion {
  readonly reason: ExclusionReason;
  readonly figure: DeliveryFigureName;
  /** Lines. */
  readonly count: number;
}

export interface DeliveryPerformance {
  /** In the order of their keys, those without a value last; empty where nothing is grouped. */
  readonly rows: readonly DeliveryFigure[];
  /** Each unit once, however many rows it stands in. */
  readonly totals: DeliveryFigure;
  readonly excluded: readonly DeliveryExclusion[];
  /** Open lines that are not due yet: neither on time nor late. */
  readonly notYetDue: number;
  /** True where the window was counted in a year whose holidays are not published yet. */
  readonly provisional: boolean;
}

/** Longest window: a year's working days and more. */
const maxWindow = 366;

/** Fills in the defaults; throws DomainError INVALID with every problem found. */
export function checkRequest(request: DeliveryRequest): CheckedRequest {
  const groupBy = request.groupBy ?? [];
  const level = request.level ?? DeliveryLevel.LINE;
  const promise = request.promise ?? DeliveryPromise.FIRST;
  const windowWorkingDays = request.windowWorkingDays ?? 0;
  const from = request.range?.from == null ? null : parseDateOnly(request.range.from, ['range', 'from']);
  const to = request.range?.to == null ? null : parseDateOnly(request.range.to, ['range', 'to']);
  const asOf = parseDateOnly(request.asOf, ['asOf']);

  const problems: Problem[] = [];
  const oneOf = (known: object, value: string, path: readonly string[]): void => {
    if (!Object.hasOwn(known, value)) problems.push(problem('VALUE_UNKNOWN', path, { value: value.slice(0, 40) }));
  };
  oneOf(DeliverySubject, request.subject, ['subject']);
  oneOf(DeliveryLevel, level, ['level']);
  oneOf(DeliveryPromise, promise, ['promise']);
  groupBy.forEach((dimension, index) => oneOf(DeliveryDimension, dimension, ['groupBy', String(index)]));
  if (groupBy.length > 2) problems.push(problem('LIST_TOO_LONG', ['groupBy'], { max: 2 }));
  if (from !== null && to !== null && to < from) problems.push(problem('RANGE_INVALID', ['range'], { from, to }));
  if (!Number.isInteger(windowWorkingDays) || windowWorkingDays < 0 || windowWorkingDays > maxWindow) {
    problems.push(problem('VALUE_UNKNOWN', ['windowWorkingDays'], { value: windowWorkingDays }));
  }
  DomainError.throwIfAny(problems);
  const { subject, filter, scope } = request;
  return { subject, from, to, groupBy, level, promise, windowWorkingDays, asOf, filter: filter ?? {}, scope: scope ?? {} };
}
