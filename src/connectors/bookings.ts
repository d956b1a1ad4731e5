/** What carriers that are told to carry goods and to fetch them have in common. Pure. */
import { ConnectorError, type BookingCommand, type Parcel, type PickupCommand } from './contract.js';
import { atOffset } from './local-time.js';
import { contentHash } from './tracking-events.js';

/**
 * What a booking or a pick-up carries as its reference there, so that the same command finds it again: thirty letters and digits,
 * which every carrier's reference has room for.
 */
export function markOf({ idempotencyKey }: Pick<BookingCommand, 'idempotencyKey'>): string {
  return contentHash(idempotencyKey).slice(0, 30);
}

/** The server says by it that it did nothing (RFC 9110, 15.6.4). */
const UNAVAILABLE = 503;

/**
 * Does what a carrier would do twice if it were told twice. Where its answer is lost or cannot be read, the error says that it may have
 * been done.
 */
export async function once<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isAnswerLost = error instanceof ConnectorError && (error.kind === 'transient' || error.kind === 'contract');
    const isUnclear = isAnswerLost && !error.details.notSent && error.details.status !== UNAVAILABLE;
    throw isUnclear ? new ConnectorError(error.kind, error.message, { ...error.details, mayBeDone: true, cause: error }) : error;
  }
}

/** For what nobody but a person can find out: nobody repeats it by himself. */
export function leftToAPerson(carrier: string, what: string, cause?: unknown): ConnectorError {
  return new ConnectorError('rejected', `it may have been done; look at ${carrier} before you try again. ${what}`, { mayBeDone: true, cause });
}

/** A window of time on one day, by the clocks of the place. */
export interface ClockWindow {
  /** `2026-03-06`. */
  readonly date: string;
  /** `09:00:00`. */
  readonly from: string;
  readonly to: string;
}

/** When goods can be fetched. Throws ConnectorError('rejected') for a window over midnight: carriers take one day and two times of it. */
export function clockWindow({ readyFrom, readyTo }: Pick<PickupCommand, 'readyFrom' | 'readyTo'>): ClockWindow {
  const offset = /[+-]\d{2}:\d{2}$/.exec(readyFrom)?.[0] ?? null;
  const [from, to] = [readyFrom, readyTo].map((instant) => atOffset(Date.parse(instant), offset));
  const date = from!.slice(0, 10);
  if (to!.slice(0, 10) !== date) throw new ConnectorError('rejected', `the pick-up window ${readyFrom} to ${readyTo} goes over midnight`);
  return { date, from: from!.slice(11, 19), to: to!.slice(11, 19) };
}

/** Kilograms of all parcels. */
export function totalWeightKg(parcels: readonly Parcel[]): number {
  return parcels.reduce((sum, { weightKg }) => sum + Number(weightKg), 0);
}

/** What a carrier asks for one of its services. */
export interface Offer {
  readonly service: string;
  readonly amount: number;
}

/** The service that is named, else the cheapest that is offered. Throws ConnectorError('rejected') where nothing is. */
export async function chooseService({ service }: Pick<BookingCommand, 'service'>, offers: () => Promise<readonly Offer[]>): Promise<string> {
  if (service !== null) return service;
  const [cheapest] = [...(await offers())].sort((a, b) => a.amount - b.amount || (a.service < b.service ? -1 : 1));
  if (!cheapest) throw new ConnectorError('rejected', 'the carrier offers no service for these goods');
  return cheapest.service;
}
