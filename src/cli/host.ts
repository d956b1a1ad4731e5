/** What the command line is given by its process, so that tests can give it something else. */
import type { Config } from '../config.js';
import type { Env } from '../connectors/contract.js';
import type { OwnServices } from './runner.js';

export interface Host {
  readonly env: Env;
  /** Standard output: what was asked for. */
  out(text: string): void;
  /** Standard error: progress, and what went wrong. */
  err(text: string): void;
  /** True where a person watches standard error. */
  readonly isWatched: boolean;
  readonly now: () => Date;
  /** Aborted when the user has enough (Ctrl-C). */
  readonly signal: AbortSignal;
  openServices(config: Config): Promise<OwnServices>;
}

/** How a command ends. */
export const ExitCode = {
  DONE: 0,
  /** Refused, or failed on the way; standard error says why. */
  FAILED: 1,
  /** The command line, the settings or the file cannot be used; nothing was done. */
  UNUSABLE: 2,
  /** Imported, but some rows were refused or some records parked. */
  IN_PART: 3,
  /** Ended by Ctrl-C. */
  INTERRUPTED: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** What was asked for cannot be used; nothing was done. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}
