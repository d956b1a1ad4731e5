/** How connectors fare, and what a person does with them. */
import { z } from 'zod';
import type { CheckResult, DescribedConnector } from '../../connectors/contract.js';
import { cursorAt, pauseConnector, pullAgain, resumeConnector } from '../../domain/connectors/control.js';
import { connectorHealth } from '../../domain/connectors/health.js';
import { CommandRefused, type Services, defineCommand, operator } from './command.js';

/** `reason` goes into the audit trail. */
const one = z.object({ id: z.string(), reason: z.string().nullable() });

/** In the order of the settings. The breaker is that of the process that answers. */
export const listConnectorsCommand = defineCommand({
  input: z.object({}),
  run: async ({ database, connectors, now }) => {
    const health = await connectorHealth(database.reader, connectors.map(({ id }) => id), now());
    const byId = new Map(health.map((each) => [each.connectorId, each]));
    return connectors.flatMap(({ id, type, kind, connection, breaker }) => {
      const fares = byId.get(id);
      return fares ? [{ ...fares, type, kind, isPulled: connection.pull !== undefined, breaker: breaker() }] : [];
    });
  },
});

/** All at once: one that is slow keeps no other waiting. `id` null: every connector. */
export const checkConnectorsCommand = defineCommand({
  input: z.object({ id: z.string().nullable() }),
  run: async (services, { id }, signal) => {
    const wanted = id === null ? services.connectors : [connectorNamed(services, id)];
    return Promise.all(wanted.map(async (connector) => ({ id: connector.id, ...(await check(connector, signal)) })));
  },
});

async function check({ connection }: DescribedConnector, signal: AbortSignal): Promise<CheckResult> {
  try {
    return await connection.check(signal);
  } catch (error) {
    if (signal.aborted) throw error;
    // A check does not throw for an ordinary failure; one that does must not hide what the others found.
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

export const pauseConnectorCommand = defineCommand({
  input: one,
  run: async (services, { id, reason }) => {
    await pauseConnector(services.database, connectorNamed(services, id).id, { now: services.now(), by: operator, reason });
    return {};
  },
});

export const resumeConnectorCommand = defineCommand({
  input: one,
  run: async (services, { id, reason }) => {
    await resumeConnector(services.database, connectorNamed(services, id).id, { now: services.now(), by: operator, reason });
    return {};
  },
});

/** `since` is a day (UTC); null: from the beginning. */
export const pullConnectorAgainCommand = defineCommand({
  input: one.extend({ since: z.iso.date().nullable() }),
  run: async (services, { id, since, reason }) => {
    const connector = pulledConnector(services, id);
    const now = services.now();
    await pullAgain(services.database, id, startOf(connector, since, now), { now, by: operator, reason });
    const [health] = await connectorHealth(services.database.reader, [id], now);
    return { isPaused: health?.pausedAt != null, withinSeconds: services.jobContext.pullIntervalSeconds };
  },
});

/** The cursor of a pull from a day on, refused in words where there can be none. */
export function startOf({ id, connection }: DescribedConnector, since: string | null, now: Date): string | null {
  if (since !== null && !connection.cursorSince) {
    throw new CommandRefused(`${id} cannot be pulled from a day on: its system has no such list. Without --since it is pulled from the beginning.`);
  }
  if (since !== null && since > now.toISOString().slice(0, 10)) throw new CommandRefused(`${since} is still to come (days are those of UTC).`);
  return cursorAt(connection, since, now);
}

export function pulledConnector(services: Services, id: string): DescribedConnector {
  const connector = connectorNamed(services, id);
  if (!connector.connection.pull) throw new CommandRefused(`${id} is not pulled: it sends by itself, or lacks the setting that a pull needs.`);
  return connector;
}

function connectorNamed({ connectors }: Services, id: string): DescribedConnector {
  const connector = connectors.find((each) => each.id === id);
  if (connector) return connector;
  const known = connectors.map((each) => each.id).join(', ');
  throw new CommandRefused(known === '' ? 'No connector is configured here. CONNECTORS lists them.' : `There is no connector ${id}. The connectors are: ${known}.`);
}
