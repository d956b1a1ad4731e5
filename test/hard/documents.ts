/**
 * Documents that are never the same, sent to a gateway in a process of its own: neither its memory nor that of the database's
 * connections may grow with how many there were.
 */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayProcess } from '../support/process.js';
import { processToken, startProcess } from '../support/process.js';
import type { Place } from './place.js';
import { recentCompany, tellAt } from './place.js';
import { overConnections } from './scans.js';

export interface DocumentFigures {
  readonly documents: number;
  /** Every third document is sent three times, so that it counts as one that recurs. */
  readonly requests: number;
  /** Memory in megabytes at each of the measurements, in their order. */
  readonly memory: Readonly<Record<Memory, readonly number[]>>;
  /** Answers that were no data. */
  readonly failed: readonly string[];
}

/** The gateway's heap and what lies outside it, both after its garbage is gone; the largest of the database's connections. */
export type Memory = 'heap' | 'external' | 'backend';

const connections = 8;
const preload = new URL('collect-garbage.mjs', import.meta.url).href;

/** `measurements` are spread evenly over the run, one of them at its end. */
export async function sendDocuments(place: Place, { documents, measurements }: { documents: number; measurements: number }, onMeasured: (text: string) => void = () => {}): Promise<DocumentFigures> {
  await tellAt(place, recentCompany(6));
  const gateway = await startProcess({ ...place.env, NODE_OPTIONS: `--import=${preload}` });
  try {
    const token = await processToken('ADMIN');
    const [failed, memory]: [string[], Record<Memory, number[]>] = [[], { heap: [], external: [], backend: [] }];
    const sent = { requests: 0 };
    const send = async (n: number): Promise<void> => {
      for (let time = 0; time < (n % 3 === 0 ? 3 : 1); time += 1) {
        const { query, variables } = documentOf(n, time);
        const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query, variables }) });
        const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
        if (!data || errors) failed.push(`${response.status} ${JSON.stringify(errors)} to ${query}`);
        sent.requests += 1;
      }
    };
    for (let part = 0; part < measurements; part += 1) {
      const [from, to] = [part, part + 1].map((edge) => Math.round((documents * edge) / measurements)) as [number, number];
      await overConnections(connections, Array.from({ length: to - from }, (_, n) => from + n), send);
      const { heap, external } = await gatewayMemory(gateway);
      memory.heap.push(heap);
      memory.external.push(external);
      memory.backend.push(await backendMemory(place));
      onMeasured(`${to} documents: heap ${heap} MB, outside it ${external} MB, largest connection ${memory.backend.at(-1)} MB`);
    }
    return { documents, ...sent, memory, failed };
  } finally {
    await gateway.kill();
  }
}

const leaves = ['id', 'number', 'status', 'channel', 'country', 'placedAt', 'dueAt', 'firstPromise', 'currentPromise', 'priority', 'confirmedAt', 'shippedAt'];

interface Document {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** None is like another: in its selection, its aliases, its literals and its name. Some have variables, which change from time to time. */
function documentOf(n: number, time: number): Document {
  if (n % 10 === 9) return figuresDocument(n, time);
  const chosen = leaves.filter((_, bit) => ((n + 1) >> bit) & 1).map((leaf, at) => (at % 2 === 0 ? `a${n}_${at}: ${leaf}` : leaf));
  const lines = n % 2 === 0 ? ` lines { l${n}: lineNo product { number } }` : ' customer { name }';
  const node = `nodes { ${chosen.join(' ')} id${lines} }`;
  if (n % 4 === 3) {
    const variables = { first: (n + time) % 50, filter: time % 2 === 0 ? { search: `w${n}` } : { status: ['SHIPPED'], country: ['DE', `C${time}`] } };
    return { query: `query Q${n}($first: Int, $filter: OrderFilter) { r${n}: orders(first: $first, filter: $filter) { ${node} } }`, variables };
  }
  return { query: `query Q${n} { r${n}: orders(first: ${n % 50}, filter: { search: "w${n}" }) { ${node} } order(number: "O-${n}") { number } }` };
}

function figuresDocument(n: number, time: number): Document {
  const by = ['MONTH', 'SUPPLIER', 'CARRIER', 'COUNTRY'];
  return {
    query: `query Q${n}($by: [DeliveryDimension!]) { f${n}: deliveryPerformance(subject: ORDER, groupBy: $by) { rows { keys { label } r${n}: rate } notYetDue } }`,
    variables: { by: by.slice(n % 3, (n % 3) + 1 + (time % 2)) },
  };
}

async function gatewayMemory(gateway: GatewayProcess): Promise<{ heap: number; external: number }> {
  const readings: { heap: number; external: number }[] = [];
  for (let reading = 0; reading < 3; reading += 1) {
    gateway.signal('SIGUSR2');
    await delay(50);
    const text = await fetch(`${gateway.url}/metrics`).then((response) => response.text());
    const figure = (name: string): number => Math.round(Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]) / 1e6);
    readings.push({ heap: figure('nodejs_heap_size_used_bytes'), external: figure('nodejs_external_memory_bytes') });
  }
  return { heap: Math.min(...readings.map(({ heap }) => heap)), external: Math.min(...readings.map(({ external }) => external)) };
}

/** Private memory of the connection that has most; 0 where the database is the gateway's own. Throws where the server is on another machine. */
async function backendMemory(place: Place): Promise<number> {
  if (place.kind === 'embedded') return 0;
  const pids = await place.open(({ reader }) =>
    reader.rows(`select pid::text from pg_stat_activity where datname = current_database() and application_name like 'interline%' and pid <> pg_backend_pid()`, []),
  );
  // Connections end at any time, those of this question do at once.
  const sizes = pids.flatMap(({ pid }) => privateMegabytes(pid ?? '') ?? []);
  if (sizes.length === 0) throw new Error('No connection of the gateway can be measured: its server must run on this machine.');
  return Math.max(...sizes);
}

/** Null where there is no such process of PostgreSQL. */
function privateMegabytes(pid: string): number | null {
  const path = `/proc/${pid}/status`;
  const status = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const kilobytes = /^Name:\s*postgres/m.test(status) ? /^RssAnon:\s*(\d+)/m.exec(status)?.[1] : undefined;
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1000);
}
