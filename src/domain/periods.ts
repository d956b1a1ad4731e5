/** The periods that figures are judged by: calendar months and quarters of the company's own zone (R40). */
import { PeriodKind } from '../entities/enums.js';
import { addDays } from './dates.js';
import { DomainError } from './errors.js';
import type { DateOnly } from './facts.js';

export interface Period {
  readonly kind: PeriodKind;
  /** First day. */
  readonly from: DateOnly;
  /** The day after the last one: `from` is included, `to` is not. */
  readonly to: DateOnly;
  /** `2026-02` or `2026-Q1`. */
  readonly key: string;
}

const monthsOf: Readonly<Record<PeriodKind, number>> = { MONTH: 1, QUARTER: 3 };

/** The month or quarter that a day belongs to. */
export function periodOf(kind: PeriodKind, day: DateOnly): Period {
  const month = Number(day.slice(5, 7)) - 1;
  return periodFrom(kind, Number(day.slice(0, 4)), month - (month % monthsOf[kind]));
}

/** The period of the same kind just before. */
export function periodBefore(period: Period): Period {
  return periodOf(period.kind, addDays(period.from, -1));
}

/** The period of the same kind just after. */
export function periodAfter(period: Period): Period {
  return periodOf(period.kind, period.to);
}

/** Reads `2026-02` or `2026-Q1`. Throws DomainError INVALID (`VALUE_UNKNOWN`). */
export function parsePeriod(key: string): Period {
  const match = /^(\d{4})-(?:(0[1-9]|1[0-2])|Q([1-4]))$/.exec(key);
  if (!match || match[1] === '0000') throw DomainError.invalid('VALUE_UNKNOWN', ['period'], { value: key.slice(0, 40) });
  const year = Number(match[1]);
  return match[2] ? periodFrom(PeriodKind.MONTH, year, Number(match[2]) - 1) : periodFrom(PeriodKind.QUARTER, year, (Number(match[3]) - 1) * 3);
}

export interface DuePeriods {
  readonly kind: PeriodKind;
  readonly today: DateOnly;
  /** First day for which there are any data; null: none, so nothing is due. */
  readonly firstDay: DateOnly | null;
  /** Days to wait after a period's last day, for what is reported late. */
  readonly settleDays: number;
  /** Keys of the periods that are done. */
  readonly done: ReadonlySet<string>;
  /** How many periods to look back at most. */
  readonly lookBack: number;
}

/** The finished periods that are not done yet, oldest first. */
export function duePeriods({ kind, today, firstDay, settleDays, done, lookBack }: DuePeriods): Period[] {
  const due: Period[] = [];
  let period = periodBefore(periodOf(kind, addDays(today, -settleDays)));
  for (let back = 0; back < lookBack && firstDay !== null && period.to > firstDay; back += 1) {
    if (!done.has(period.key)) due.unshift(period);
    period = periodBefore(period);
  }
  return due;
}

function periodFrom(kind: PeriodKind, year: number, month: number): Period {
  const end = month + monthsOf[kind];
  const key = kind === PeriodKind.MONTH ? yearMonth(year, month) : `${yearMonth(year, 0).slice(0, 4)}-Q${month / 3 + 1}`;
  return { kind, from: `${yearMonth(year, month)}-01`, to: `${yearMonth(year + Math.floor(end / 12), end % 12)}-01`, key };
}

function yearMonth(year: number, month: number): string {
  return `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}`;
}
