/** Whether size matters: PostgreSQL's processor time for a page, near and far, and for figures, at two sizes of the data. */
import type { Sql } from 'postgres';
import postgres from 'postgres';
import type { Dataset } from '../dataset/build.js';
import { load } from '../load/http.js';
import { ask, inTurn, toBytes } from '../load/request.js';
import { cpuBetween, sessionsCpu } from '../measure/cpu.js';
import { rotated } from '../measure/figures.js';
import type { Variables } from '../operations/index.js';
import { operationNamed } from '../operations/index.js';
import type { Reader } from '../systems/readers.js';
import { startReader, stopReaders } from '../systems/readers.js';

export interface ScaleOptions {
  readonly rounds: number;
  readonly seconds: number;
  /** Which page is far away. */
  readonly farPage: number;
}

export const questionNames = ['first page', 'far page', 'figures'] as const;
export type QuestionName = (typeof questionNames)[number];

/** Milliseconds of PostgreSQL's processor time per request. */
export type ScaleRound = Readonly<Record<QuestionName, number>>;

export interface ScaleResult {
  readonly farPage: number;
  readonly sizes: readonly { readonly orders: number; readonly rounds: readonly ScaleRound[] }[];
}

interface Place {
  readonly dataset: Dataset;
  readonly reader: Reader;
  readonly sql: Sql;
  readonly questions: Readonly<Record<QuestionName, readonly Buffer[]>>;
  readonly rounds: ScaleRound[];
}

const page = operationNamed('order-page');
const figures = operationNamed('delivery-figures');
const status = 'COMPLETED';

export async function measureScale(datasets: readonly Dataset[], options: ScaleOptions, say: (text: string) => void): Promise<ScaleResult> {
  const places: Place[] = [];
  try {
    for (const dataset of datasets) places.push(await open(dataset, options.farPage));
    // The first round is thrown away: it warms up.
    for (let round = -1; round < options.rounds; round += 1) {
      for (const place of rotated(places, round + 1)) {
        const found = await measure(place, options.seconds);
        if (round >= 0) place.rounds.push(found);
        const shown = questionNames.map((name) => `${name} ${found[name].toFixed(3)} ms`).join(', ');
        say(`scale, ${round < 0 ? 'warm-up' : `round ${round + 1}`}, ${place.dataset.size.orders} orders: ${shown}`);
      }
    }
    return { farPage: options.farPage, sizes: places.map(({ dataset, rounds }) => ({ orders: dataset.size.orders, rounds })) };
  } finally {
    await stopReaders(places.map(({ reader }) => reader));
    for (const { sql } of places) await sql.end();
  }
}

async function open(dataset: Dataset, farPage: number): Promise<Place> {
  const sql = postgres(dataset.url, { max: 1 });
  const reader = await startReader('interline', dataset.url);
  const bytes = (operation: typeof page, variables: readonly Variables[]): Buffer[] => variables.map((one) => toBytes(reader.request(operation, one)));
  const questions = {
    'first page': bytes(page, [{ status }]),
    'far page': bytes(page, [{ status, after: await cursorBefore(reader, farPage) }]),
    figures: bytes(figures, await figures.variables(sql)),
  };
  return { dataset, reader, sql, questions, rounds: [] };
}

/** By turning the pages. */
async function cursorBefore(reader: Reader, pageNumber: number): Promise<string> {
  let variables: Variables = { status };
  for (let turned = 1; turned < pageNumber; turned += 1) {
    const { data } = (await ask(reader.request(page, variables))) as { data: { orders: { pageInfo: { hasNextPage: boolean; endCursor: string } } } };
    if (!data.orders.pageInfo.hasNextPage) throw new Error(`There is no page ${pageNumber} of orders in state ${status}.`);
    variables = { status, after: data.orders.pageInfo.endCursor };
  }
  return variables['after'] ?? '';
}

async function measure({ dataset, reader, sql, questions }: Place, seconds: number): Promise<ScaleRound> {
  const found: Partial<Record<QuestionName, number>> = {};
  for (const name of questionNames) {
    const before = await sessionsCpu(sql, dataset.name);
    const { requests } = await load({ url: reader.server.url, connections: 4, next: inTurn(questions[name]), seconds, expect: '{"data":{' });
    found[name] = cpuBetween(before, await sessionsCpu(sql, dataset.name)) / requests;
  }
  return found as ScaleRound;
}
