import type { Message } from '../../contract.js';
import type { Cursor, ModelState, Reading } from './cursor.js';
import { IdSet } from './ids.js';
import { messageOf } from './message.js';
import { isSweepDue, readPage } from './reading.js';

export interface Page {
  messages: Message[];
  cursor: string;
}

/** A record as it is read; records that it names lie nested under the field's name with a dot (`lines.`). */
export type NumberedRecord = { readonly id: number } & Readonly<Record<string, unknown>>;

/** A kind of record that becomes a message of its own. */
export interface RecordTopic {
  readonly model: string;
  /** Records that this one names, sent before it where the gateway does not have them yet. */
  readonly refs: readonly {
    readonly model: string;
    /** Ids found at these paths of the record, e.g. `lines.product`. */
    readonly paths: readonly string[];
    /** What naming it makes of it: a party with a sale is a customer from then on, and is sent anew as one. */
    readonly role?: Role;
  }[];
  /** Its records have `roles`, and one without a role is not sent. */
  readonly hasRoles?: true;
  /** Says something about records of another kind, whose deletion is told of those. */
  readonly isAspect?: true;
}

export type Role = 'customer' | 'supplier';

/** What a pull asks of a system whose records have ascending numbers for ids. */
export interface RecordReader<Topic extends RecordTopic> {
  /** Those that the server has, in the order of sending: what is named comes before what names it. */
  readonly topics: readonly Topic[];
  /** What the server's clock showed when ours showed this, rather too early than too late. */
  serverTime(ours: Date): Date;
  /** Up to `limit` records with ids above `after`, in the order of ids; `since`: only those changed or made after it. */
  page(topic: Topic, after: number, since: Date | null, limit: number, signal: AbortSignal): Promise<NumberedRecord[]>;
  /** The records with these ids that exist and may be seen. */
  byIds(topic: Topic, ids: readonly number[], signal: AbortSignal): Promise<NumberedRecord[]>;
  /** Which of these ids exist and may be seen. */
  existing(topic: Topic, ids: readonly number[], signal: AbortSignal): Promise<Set<number>>;
}

export interface PullOptions {
  /** Records read in one call. */
  readonly pageSize: number;
  /** How far before the last pull each pull looks back, for rows that were written then and committed later. */
  readonly overlapSeconds: number;
  /** Everything is read again after this time, for what no look back finds; 0: never. */
  readonly sweepHours: number;
}

/** Ids of deleted records asked for in one call. */
const DELETED_CHUNK = 500;

/**
 * Reads what changed since `cursor`, one kind of record after the other, each in the order of ids, page by page. Every
 * page's cursor can be resumed, in the middle of a first load too.
 */
export async function* pullRecords<Topic extends RecordTopic>(
  reader: RecordReader<Topic>,
  options: PullOptions,
  now: () => Date,
  cursor: Cursor,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const run = new PullRun(reader, options, now, cursor, signal);
  for (const topic of reader.topics) yield* run.read(topic);
  yield { messages: [], cursor: String(cursor) };
}

class PullRun<Topic extends RecordTopic> {
  /** Parties sent in this run, by role, so that one named by many is sent once. */
  readonly #sent = { customer: new IdSet(), supplier: new IdSet() };

  constructor(
    private readonly reader: RecordReader<Topic>,
    private readonly options: PullOptions,
    private readonly now: () => Date,
    private readonly cursor: Cursor,
    private readonly signal: AbortSignal,
  ) {}

  async *read(topic: Topic): AsyncGenerator<Page> {
    const state = this.cursor.of(topic.model);
    const reading = (state.at ??= this.#begin(state));
    for (let limit = this.options.pageSize; ; ) {
      const page = await readPage(limit, (most) => this.#page(topic, reading, most));
      limit = page.limit;
      const messages = await this.#messages(topic, page.rows);
      for (const { id } of page.rows) reading.seen.add(id);
      reading.after = page.rows.at(-1)?.id ?? reading.after;
      if (page.isLast) {
        if (reading.from === null && !topic.isAspect) messages.push(...(await this.#deleted(topic, state, reading)));
        this.#finish(state, reading);
      }
      if (messages.length > 0) yield { messages, cursor: String(this.cursor) };
      if (page.isLast) return;
    }
  }

  #page(topic: Topic, reading: Reading, limit: number): Promise<NumberedRecord[]> {
    return this.reader.page(topic, reading.after, reading.from, limit, this.signal);
  }

  /** Looks back further than the last reading: a row bears the time at which its transaction began, not its commit. */
  #begin(state: ModelState): Reading {
    const { overlapSeconds, sweepHours } = this.options;
    const from = state.since === null || isSweepDue(state.lastSweep, sweepHours, this.now()) ? null : new Date(state.since.getTime() - overlapSeconds * 1000);
    return { startedAt: this.now(), from, after: 0, seen: new IdSet() };
  }

  #finish(state: ModelState, reading: Reading): void {
    state.since = this.reader.serverTime(reading.startedAt);
    if (reading.from === null) state.lastSweep = this.now();
    state.at = null;
  }

  /** The records as messages, preceded by those that they name and that the gateway lacks. */
  async #messages(topic: Topic, records: readonly NumberedRecord[]): Promise<Message[]> {
    const messages: Message[] = [];
    for (const { model, paths, role } of topic.refs) {
      const target = this.reader.topics.find((candidate) => candidate.model === model);
      if (target === undefined) continue;
      const have = role === undefined ? this.cursor.of(model).known : this.#sent[role];
      const named = new Set(records.flatMap((record) => paths.flatMap((path) => idsAt(record, path))));
      const missing = [...named].filter((id) => !have.has(id));
      for (let start = 0; start < missing.length; start += this.options.pageSize) {
        const chunk = await this.reader.byIds(target, missing.slice(start, start + this.options.pageSize), this.signal);
        messages.push(...(await this.#messages(target, chunk)));
      }
    }
    for (const record of records) {
      if (topic.hasRoles && !this.#noteRoles(record)) continue;
      if (!topic.isAspect) this.cursor.of(topic.model).known.add(record.id);
      messages.push(messageOf(topic.model, record.id, record, this.now()));
    }
    return messages;
  }

  /** False for a party that neither buys nor sells: our own company, a carrier's, or nobody's yet. It is not sent. */
  #noteRoles({ id, roles }: NumberedRecord): boolean {
    const held = (['customer', 'supplier'] as const).filter((role) => Array.isArray(roles) && roles.includes(role));
    for (const role of held) this.#sent[role].add(id);
    return held.length > 0;
  }

  /** The system keeps no trace of what was deleted: what we know and a full reading did not meet is asked for once more. */
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
