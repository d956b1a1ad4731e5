import { ConnectorError } from '../connectors/contract.js';
import { contents } from '../domain/outgoing/content.js';
import { type Outlet, commandMembers, kindsOf, planOutgoing } from '../domain/outgoing/plan.js';
import { type Attempt, type Begun, beginAttempt, dueCommands, noteAttempt } from '../domain/outgoing/queue.js';
import type { OutgoingCommand } from '../entities/index.js';
import { isAtRest, noteAskedToWait } from './at-rest.js';
import type { Job, JobConnector, JobContext } from './job.js';
import { jobActor } from './job.js';

const name = 'send-commands';

/** Seconds between two looks: as long a buyer waits until the ERP knows what a supplier said. */
const pauseSeconds = 5;

const mostPerRun = 100;

/**
 * Tells each outside system what it has yet to be told: a supplier's answer to the ERP, a purchase order to the supplier, a
 * parcel to be followed or booked to the carrier. Each connector is a run of its own. A command that was sent and whose
 * answer was lost is sent again: connectors do nothing twice, or leave it to a person.
 */
export const sendCommandsJob: Job = {
  name,
  about: 'tells outside systems what they have yet to be told',
  when: { pauseSeconds: () => pauseSeconds },
  keys: ({ connectors }) => connectors.filter(({ commands }) => commands !== undefined).map(({ id }) => id),
  takesPeriod: false,
  run: async (context, { key }) => {
    const connector = context.connectors.find(({ id }) => id === key);
    const { database, now, signal } = context;
    if (!connector?.commands || (await isAtRest(context, connector.id))) return {};
    const by = jobActor(name);
    const planned = await planOutgoing(database, outletOf(connector), { now: now(), by });
    const count = { planned, done: 0, failed: 0 };
    for (const command of await dueCommands(database, connector.id, now(), mostPerRun)) {
      signal.throwIfAborted();
      const begun = await beginAttempt(database, command, { now: now(), by });
      if (!begun) continue;
      const attempt = await send(connector, command, begun, context);
      await noteAttempt(database, command, attempt, { now: now(), by });
      count[attempt.ok ? 'done' : 'failed'] += 1;
      // Whatever keeps one call from it keeps the next one too; the others wait for the next run.
      if (!attempt.ok && attempt.again && attempt.kind !== 'rejected') break;
    }
    return count;
  },
};

function outletOf({ id, commands, suppliers, carriers, followDays }: JobConnector): Outlet {
  return { connectorId: id, kinds: kindsOf(commands), suppliers: suppliers ?? [], carriers: carriers ?? null, followDays: followDays ?? null };
}

async function send(
  { commands = {} }: JobConnector,
  command: OutgoingCommand,
  begun: Begun,
  context: JobContext,
): Promise<Attempt> {
  const { database, log, signal } = context;
  const { kind, connectorId, id } = command;
  const { mayBeDone } = begun;
  try {
    const call = commands[commandMembers[kind]] as ((content: unknown, signal: AbortSignal) => Promise<unknown>) | undefined;
    if (!call) return { ok: false, kind: 'config', reason: `${connectorId} no longer takes this command`, again: false, mayBeDone };
    const read = kind in contents ? contents[kind as keyof typeof contents] : () => Promise.resolve({ ...(command.input as object), ...begun });
    const content = await read(database.em.fork(), command);
    // What was to be said is no longer so, e.g. the order was cancelled meanwhile.
    if (content === null) return { ok: true, answer: null };
    return { ok: true, answer: (await call.call(commands, content, signal)) ?? null };
  } catch (error) {
    if (signal.aborted) throw error;
    const failure = error instanceof ConnectorError ? error : null;
    log.warn({ err: error, connectorId, command: id, kind: failure?.kind ?? 'internal' }, 'a command was not taken');
    await noteAskedToWait(error, connectorId, context, jobActor(name));
    const reason = error instanceof Error ? error.message : String(error);
    // What was unclear before is no clearer by a failure.
    const isUnclear = mayBeDone || (failure?.details.mayBeDone ?? false);
    return { ok: false, kind: failure?.kind ?? 'internal', reason, again: isWorthAnother(failure), mayBeDone: isUnclear };
  }
}

/**
 * A conflict is worth another attempt, since the next pull brings the record as it is there now; other refusals are
 * not. Wrong credentials are mended by a person, and then it goes on.
 */
function isWorthAnother(failure: ConnectorError | null): boolean {
  if (failure === null) return true;
  if (failure.kind === 'rejected') return failure.details.status === 409 || failure.details.status === 412;
  return failure.kind === 'transient' || failure.kind === 'throttled' || failure.kind === 'auth';
}
