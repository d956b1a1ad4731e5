/** From the start of the process to its being ready, on data that are there already; and what the embedded database needs. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset } from '../dataset/build.js';
import { load } from '../load/http.js';
import { inTurn, toBytes } from '../load/request.js';
import { rssMb } from '../measure/cpu.js';
import { operationNamed, textOf } from '../operations/index.js';
import { dataDir } from '../places.js';
import type { GatewayOptions } from '../systems/gateway.js';
import { authorization, startGateway } from '../systems/gateway.js';

/** Milliseconds until ready, of the clock and of the process's processor time. */
export interface Start {
  readonly clock: number;
  readonly cpu: number;
}

export interface StartResult {
  readonly server: readonly Start[];
  readonly embedded: readonly Start[];
  /** The very first start of an embedded database, which makes it and the demo company. */
  readonly embeddedFirst: Start;
  /** Megabytes of the embedded gateway, database included, after a load of pages. */
  readonly embeddedMemory: number;
}

const connections = 16;

export async function measureStart(dataset: Dataset, { rounds, seconds }: { readonly rounds: number; readonly seconds: number }, say: (text: string) => void): Promise<StartResult> {
  const server = await starts(rounds, { name: 'start', databaseUrl: dataset.url });
  say(`start: on a server ${shown(server)}`);
  const folder = join(dataDir, 'embedded');
  rmSync(folder, { recursive: true, force: true });
  const [embeddedFirst = { clock: Number.NaN, cpu: Number.NaN }] = await starts(1, { name: 'start-embedded', folder, demo: 'on' });
  const embedded = await starts(rounds, { name: 'start-embedded', folder });
  say(`start: embedded ${shown(embedded)}, the first ${shown([embeddedFirst])}`);
  return { server, embedded, embeddedFirst, embeddedMemory: await memoryUnderLoad(folder, seconds) };
}

function shown(starts: readonly Start[]): string {
  return `${starts.map(({ clock }) => clock.toFixed(0)).join(', ')} ms`;
}

async function starts(count: number, options: GatewayOptions): Promise<Start[]> {
  const times: Start[] = [];
  for (let n = 0; n < count; n += 1) {
    const gateway = await startGateway(options);
    times.push({ clock: gateway.readyMs, cpu: gateway.readyCpuMs });
    await gateway.stop();
  }
  return times;
}

async function memoryUnderLoad(folder: string, seconds: number): Promise<number> {
  const { url, pid, stop } = await startGateway({ name: 'memory-embedded', folder });
  try {
    const headers = await authorization('ANALYST');
    const query = textOf(operationNamed('order-page'), 'interline.graphql');
    const requests = ['COMPLETED', 'DELIVERED', 'SHIPPED'].map((status) =>
      toBytes({ url, path: '/graphql', headers, body: JSON.stringify({ query, variables: { status } }) }),
    );
    await load({ url, connections, next: inTurn(requests), seconds: seconds * 3, expect: '{"data":{' });
    return rssMb(pid);
  } finally {
    await stop();
  }
}
