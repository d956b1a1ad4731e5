/** What a job is, and what it is given. */
import type { Connection, Log } from '../connectors/contract.js';
import type { WorkingDayCalendar } from '../domain/calendar.js';
import type { Understanding } from '../domain/inbox.js';
import type { Period } from '../domain/periods.js';
import type { Actor } from '../domain/transaction.js';
import type { Database } from '../entities/database.js';

export interface JobContext {
  readonly database: Database;
  readonly now: () => Date;
  readonly log: Log;
  /** Aborted when the gateway stops: finish what is begun, begin nothing new. */
  readonly signal: AbortSignal;
  readonly connectors: readonly JobConnector[];
  /** From the end of one pull of a connector to the start of the next. */
  readonly pullIntervalSeconds: number;
  readonly calendar: WorkingDayCalendar;
  /** The company's own zone: an IANA name. Months begin and end there. */
  readonly zone: string;
}

/** A configured connector, as jobs see it. */
export interface JobConnector {
  readonly id: string;
  /** Absent where the outside system calls us instead. */
  readonly pull?: Connection['pull'];
  readonly commands?: Connection['commands'];
  readonly suppliers?: Connection['suppliers'];
  readonly carriers?: Connection['carriers'];
  readonly followDays?: Connection['followDays'];
  /** How its messages become facts, and whether it masters what it tells of. */
  readonly understanding: Understanding;
}

/** What exactly is to be done; both null in a scheduled run, which finds out for itself what is due. */
export interface JobRequest {
  /** One of the job's keys. */
  readonly key: string | null;
  /** The one period to be done. */
  readonly period: Period | null;
}

export interface Job {
  readonly name: string;
  /** One line for the operator. */
  readonly about: string;
  /** Cron (five fields) in the company's zone, or a pause from the end of one run to the start of the next. */
  readonly when: { readonly cron: string } | { readonly pauseSeconds: (context: JobContext) => number };
  /** Where each key is a run of its own that waits for no other, e.g. each connector. */
  readonly keys?: (context: JobContext) => readonly string[];
  /** Whether it takes a period. */
  readonly takesPeriod: boolean;
  /** Done again, it does nothing twice. What it returns is logged. */
  run(context: JobContext, request: JobRequest): Promise<object>;
}

/** As whom a job acts in the audit trail and the event log. */
export function jobActor(name: string): Actor {
  return { actor: 'gateway', channel: `job:${name}` };
}
