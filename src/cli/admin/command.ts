/**
 * What an administrative command is: a function over the gateway's services, run by the gateway itself (through its
 * socket) or by the command line, where no gateway holds the database.
 */
import type { z } from 'zod';
import type { Config } from '../../config.js';
import type { DescribedConnector } from '../../connectors/contract.js';
import type { Standards } from '../../domain/apply/index.js';
import { CredentialRefused } from '../../domain/credentials.js';
import { DomainError } from '../../domain/errors.js';
import type { Understanding } from '../../domain/inbox.js';
import type { Actor } from '../../domain/transaction.js';
import type { Database } from '../../entities/database.js';
import type { Job, JobContext } from '../../jobs/job.js';

/** What commands work with. */
export interface Services {
  readonly config: Pick<Config, 'oidc' | 'tokenSecret' | 'dataDir'>;
  readonly database: Database;
  readonly now: () => Date;
  readonly jobs: readonly Job[];
  /** The configured connectors. */
  readonly connectors: readonly DescribedConnector[];
  readonly jobContext: Omit<JobContext, 'signal'>;
  /** How messages of a connector, or parked facts of an import, are read; null for an unknown sender. */
  readonly understandingOf: (senderId: string) => Understanding | null;
  /** The company's calendar, zone and limits. */
  readonly standards?: Standards;
}

/** Input and result are plain JSON values. */
export interface Command<Input, Result> {
  readonly input: z.ZodType<Input>;
  run(services: Services, input: Input, signal: AbortSignal): Promise<Result>;
}

/** Lets the compiler infer input and result. */
export function defineCommand<Input, Result>(command: Command<Input, Result>): Command<Input, Result> {
  return command;
}

/** The command cannot be done as it was asked for; the message is for the person at the terminal. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

/** True where the message alone is what the person at the terminal needs. */
export function isRefusal(error: unknown): boolean {
  return error instanceof CommandRefused || error instanceof CredentialRefused || error instanceof DomainError;
}

/** Who acts, in the audit trail: whoever may use this machine's terminal. */
export const operator: Actor = { actor: 'operator', channel: 'command-line' };
