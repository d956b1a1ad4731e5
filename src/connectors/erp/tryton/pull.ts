import { ConnectorError, type ConnectorDeps, type Message } from '../../contract.js';
import type { TrytonClient } from './client.js';
import type { TrytonConfig } from './config.js';
import { Cursor, type ModelState, type Reading } from './cursor.js';
import { IdSet } from './ids.js';
import { messageOf } from '../shared/message.js';
import { TrytonReader, type TrytonRecord } from './reader.js';
import { TOPICS, type Topic } from './shapes.js';

export interface Page {
  messages: Message[];
  cursor: string;
}

/** Ids of deleted records asked for in one call. */
const DELETED_CHUNK = 500;

/**
 * Reads what changed since `cursor`, one kind of record after the other, each in the order of ids, page by page. Every
 * page's cursor can be resumed, in the middle of a first load too.
 */
export async function* pull(
  client: TrytonClient,
  config: TrytonConfig,
  deps: Pick<ConnectorDeps, 'now'>,
  cursorText: string | null,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const cursor = Cursor.parse(cursorText);
  const reader = await TrytonReader.open(client, signal);
  const run = new PullRun(reader, client, config, deps.now, cursor, signal);
  for (const topic of TOPICS) if (reader.has(topic)) yield* run.read(topic);
  yield { messages: [], cursor: String(cursor) };
}

class PullRun {
  /** Parties sent in this run, by role, so that one named by many is sent once. */
  readonly #sent = { customer: new IdSet(), supplier: new IdSet() };

  constructor(
    private readonly reader: TrytonReader,
    private readonly client: TrytonClient,
    private readonly config: TrytonConfig,
    private readonly now: () => Date,
    private readonly cursor: Cursor,
    private readonly signal: AbortSignal,
  ) {}

  async *read(topic: Topic): AsyncGenerator<Page> {
    const state = this.cursor.of(topic.model);
    const reading = (state.at ??= this.#begin(state));
    for (let limit = this.config.pageSize; ; ) {
      const records = await this.#page(topic, reading, limit).catch((error: unknown) => error);
      if (!Array.isArray(records)) {
        // One page may be larger than an answer may be; fewer records are not.
        if (limit === 1 || !isContract(records)) throw records;
        limit = Math.ceil(limit / 4);
        continue;
      }
      const page = records as TrytonRecord[];
      const messages = await this.#messages(topic, page);
      for (const { id } of page) reading.seen.add(id);
      reading.after = page.at(-1)?.id ?? reading.after;
      if (page.length < limit) {
        if (reading.from === null) messages.push(...(await this.#deleted(topic, state, reading)));
        this.#finish(state, reading);
      }
      if (messages.length > 0) yield { messages, cursor: String(this.cursor) };
      if (page.length < limit) return;
    }
  }

  #page(topic: Topic, reading: Reading, limit: number): Promise<TrytonRecord[]> {
    return this.reader.page(topic, reading.after, reading.from, limit, this.signal);
  }

  /** Looks back further than the last reading: a row bears the time at which its transaction began, not its commit. */
  #begin(state: ModelState): Reading {
    const { overlapSeconds, sweepHours } = this.config;
    const sweepDue =
      sweepHours > 0 && state.lastSweep !== null && this.now().getTime() - state.lastSweep.getTime() >= sweepHours * 3_600_000;
    const from = state.since === null || sweepDue ? null : new Date(state.since.getTime() - overlapSeconds * 1000);
    return { startedAt: this.client.serverTime, from, after: 0, seen: new IdSet() };
  }

  #finish(state: ModelState, reading: Reading): void {
    state.since = reading.startedAt;
    if (reading.from === null) state.lastSweep = this.now();
    state.at = null;
  }

  /** The records as messages, preceded by those that they name and that the gateway lacks. */
  async #messages(topic: Topic, records: readonly TrytonRecord[]): Promise<Message[]> {
    const messages: Message[] = [];
    for (const { model, paths, role } of topic.refs) {
      const target = TOPICS.find((candidate) => candidate.model === model)!;
      if (!this.reader.has(target)) continue;
      const have = role === undefined ? this.cursor.of(model).known : this.#sent[role];
      const named = new Set(records.flatMap((record) => paths.flatMap((path) => idsAt(record, path))));
      const missing = [...named].filter((id) => !have.has(id));
      for (let start = 0; start < missing.length; start += this.config.pageSize) {
        const chunk = await this.reader.byIds(target, missing.slice(start, start + this.config.pageSize), this.signal);
        messages.push(...(await this.#messages(target, chunk)));
      }
    }
    for (const record of records) {
      if (topic.model === 'party.party' && !this.#noteRoles(record)) continue;
      this.cursor.of(topic.model).known.add(record.id);
      messages.push(messageOf(topic.model, record.id, record, this.now()));
    }
    return messages;
  }

  /** False for a party that neither buys nor sells: our own company, a carrier's, or nobody's yet. It is not sent. */
  #noteRoles({ id, roles }: TrytonRecord): boolean {
    const held = (['customer', 'supplier'] as const).filter((role) => Array.isArray(roles) && roles.includes(role));
    for (const role of held) this.#sent[role].add(id);
    return held.length > 0;
  }

  /** Tryton keeps no trace of what was deleted: what we know and a full reading did not meet is asked for once more. */
  async #deleted(topic: Topic, state: ModelState, reading: Reading): Promise<Message[]> {
    const suspects = [...state.known.without(reading.seen)];
    const messages: Message[] = [];
    for (let start = 0; start < suspects.length; start += DELETED_CHUNK) {
      const chunk = suspects.slice(start, start + DELETED_CHUNK);
      const existing = await this.reader.existing(topic, chunk, this.signal);
      for (const id of chunk.filter((suspect) => !existing.has(suspect))) {
        state.known.delete(id);
        messages.push(messageOf(topic.model, id, { id, deleted: true }, this.now()));
      }
    }
    return messages;
  }
}

function idsAt(value: unknown, path: string): number[] {
  if (Array.isArray(value)) return value.flatMap((member) => idsAt(member, path));
  if (typeof value !== 'object' || value === null) return [];
  const dot = path.indexOf('.');
  if (dot >= 0) return idsAt((value as Record<string, unknown>)[`${path.slice(0, dot)}.`], path.slice(dot + 1));
  const id = (value as Record<string, unknown>)[path];
  return typeof id === 'number' ? [id] : [];
}

function isContract(error: unknown): boolean {
  return error instanceof ConnectorError && error.kind === 'contract';
}
