/** Cycles in working days against the standards of the product class (R39), and the processing time (R38). */
import { ProductClass } from '../entities/enums.js';
import type { WorkingDayCalendar } from './calendar.js';
import { divide } from './decimal.js';
import type { DateOnly, Decimal } from './facts.js';
import type { CycleRange, CycleStage, PolicyValues } from './policies.js';

/** Local dates of an order's way; null: not reached, or the stage was skipped. */
export interface CycleDates {
  readonly placedOn: DateOnly;
  readonly confirmedOn: DateOnly | null;
  readonly producedOn: DateOnly | null;
  readonly deliveredOn: DateOnly | null;
}

export interface CycleFigure {
  /** Working days from the stage's start to its end; null: not ended, skipped, or ended before it began. */
  readonly days: number | null;
  /** Upper bound of the standard; the limit itself is still within it. */
  readonly limit: number;
  /** Null where there are no days. */
  readonly within: boolean | null;
  /** True: the dates contradict each other, so the figure is left out and reported. */
  readonly contradictory: boolean;
}

const bounds: Readonly<Record<CycleStage, readonly [keyof CycleDates, keyof CycleDates]>> = {
  CONFIRMATION: ['placedOn', 'confirmedOn'],
  PRODUCTION: ['confirmedOn', 'producedOn'],
  LOGISTICS: ['producedOn', 'deliveredOn'],
};

/** One stage of an order against its standard. A day's work is counted from the first working day after its start. */
export function cycleFigure(
  stage: CycleStage,
  dates: CycleDates,
  standard: CycleRange,
  calendar: WorkingDayCalendar,
): CycleFigure {
  const [from, to] = [dates[bounds[stage][0]], dates[bounds[stage][1]]];
  const { limit } = standard;
  if (from === null || to === null) return { days: null, limit, within: null, contradictory: false };
  if (to < from) return { days: null, limit, within: null, contradictory: true };
  const days = calendar.workingDaysBetween(from, to);
  return { days, limit, within: days <= limit, contradictory: false };
}

/** All three stages of an order by the standards of its class. */
export function cycleFigures(
  dates: CycleDates,
  productClass: ProductClass,
  standards: PolicyValues['cycle-standards'],
  calendar: WorkingDayCalendar,
): Readonly<Record<CycleStage, CycleFigure>> {
  const of = standards[productClass];
  return {
    CONFIRMATION: cycleFigure('CONFIRMATION', dates, of.CONFIRMATION, calendar),
    PRODUCTION: cycleFigure('PRODUCTION', dates, of.PRODUCTION, calendar),
    LOGISTICS: cycleFigure('LOGISTICS', dates, of.LOGISTICS, calendar),
  };
}

/** The class whose standard an order follows: that of the line which takes longest to make. */
export function classOfOrder(lines: readonly ProductClass[]): ProductClass {
  if (lines.includes(ProductClass.CUSTOM)) return ProductClass.CUSTOM;
  return lines.includes(ProductClass.HIGH_VALUE) ? ProductClass.HIGH_VALUE : ProductClass.GENERAL;
}

/** Hours on the clock, four places, from reception to the end of processing; null: not ended, or ended before it began. */
export function processingHours(receivedAt: Date, processedAt: Date | null): Decimal | null {
  const millis = processedAt === null ? -1 : processedAt.getTime() - receivedAt.getTime();
  return millis < 0 ? null : divide(String(millis), '3600000', 4);
}
