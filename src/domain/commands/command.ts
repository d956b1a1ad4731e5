/** What every command shares: who gives it, how it answers, and that it is done once. */
import type { Database } from '../../entities/database.js';
import type { ObjectType, Role } from '../../entities/enums.js';
import type { WorkingDayCalendar } from '../calendar.js';
import { type Problem, problem } from '../errors.js';
import { claimKey, once } from '../idempotency.js';
import { lockKey } from '../locks.js';
import { type Actor, type Transaction, transact } from '../transaction.js';
import type { Viewer } from '../viewer.js';

export interface CommandContext {
  readonly database: Pick<Database, 'em' | 'wake'>;
  readonly now: Date;
  /** For the log and the audit trail; its actor owns the idempotency key. */
  readonly by: Actor;
  readonly viewer: Viewer;
  /** Where given, the command with this key is done once, and its answer repeated. */
  readonly idempotencyKey: string | null;
  /** The company's zone and working days. */
  readonly zone: string;
  readonly calendar: WorkingDayCalendar;
}

/** Either it was done, or nothing was and every problem is named; paths start at the input's members. */
export type CommandResult<Done extends object = object> =
  | ({ readonly ok: true; readonly id: string } & Done)
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface Command {
  /** The command's name: requests of one key must be of one command. */
  readonly name: string;
  readonly input: object;
  /** Keys of everything that it may change. */
  readonly locks: readonly string[];
}

/**
 * Runs a command in one transaction. `work` must change nothing where it answers with problems. Throws DomainError where
 * the idempotency key is in flight, or was used for another request.
 */
export function run<Done extends object>(
  { database, now, by, idempotencyKey }: CommandContext,
  { name, input, locks }: Command,
  work: (tx: Transaction) => Promise<CommandResult<Done>>,
): Promise<CommandResult<Done>> {
  const claim = async (em: Transaction['em']): Promise<readonly string[]> => {
    await claimKey(em, by.actor, idempotencyKey);
    return locks;
  };
  return transact(database, { now, by, locks: claim }, (tx) => once(tx, { key: idempotencyKey, request: [name, input] }, () => work(tx)));
}

/** Runs a command on one object. `member` names the input's member that holds its id. */
export async function onObject<Done extends object>(
  context: CommandContext,
  { name, input, type, id, member }: Omit<Command, 'locks'> & { readonly type: ObjectType; readonly id: string; readonly member: string },
  work: (tx: Transaction) => Promise<CommandResult<Done>>,
): Promise<CommandResult<Done>> {
  if (!isId(id)) return notFound(member);
  return run(context, { name, input, locks: [lockKey(type, id.toLowerCase())] }, work);
}

export function done(id: string): { readonly ok: true; readonly id: string } {
  return { ok: true, id };
}

export function refused(problems: readonly Problem[]): { readonly ok: false; readonly problems: readonly Problem[] } {
  return { ok: false, problems };
}

/** Unknown and foreign ids look alike. */
export function notFound(member: string): { readonly ok: false; readonly problems: readonly Problem[] } {
  return refused([problem('NOT_FOUND', [member], {})]);
}

/** The role in which a viewer acts: the first that may do it, else his first one, whose refusal he is told. */
export function moverOf({ roles }: Viewer, may: (role: Role) => boolean): Role {
  const [first = 'ANALYST'] = roles;
  return roles.find(may) ?? first;
}

/** Ids are UUIDs; anything else names nothing, and would be an error to the database. */
export function isId(id: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(id);
}

const maxRemark = 4_000;

/** Problems of free text: NUL, which PostgreSQL cannot hold, or too long. */
export function checkText(value: string | null | undefined, path: readonly string[], max = maxRemark): Problem[] {
  if (value == null) return [];
  if (value.includes('\0')) return [problem('TEXT_INVALID', path, {})];
  return value.length > max ? [problem('TEXT_TOO_LONG', path, { max })] : [];
}

export function isBlank(value: string | null | undefined): boolean {
  return value == null || value.trim() === '';
}
