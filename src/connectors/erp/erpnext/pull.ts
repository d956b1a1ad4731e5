import { ConnectorError, type Message } from '../../contract.js';
import { messageOf } from '../shared/message.js';
import type { Page, PullOptions } from '../shared/pull.js';
import { isSweepDue, readPage } from '../shared/reading.js';
import type { Zone } from '../shared/zone.js';
import type { ErpnextClient, Filter, Row } from './client.js';
import type { Cursor, Reading, State } from './cursor.js';
import { DELETED, DOCTYPES, isDocType, type DocType, type DocTypeName } from './doctypes.js';

interface Surroundings {
  readonly client: ErpnextClient;
  readonly options: PullOptions & { readonly company: string | null };
  readonly zone: Zone;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/**
 * Reads what changed since `cursor`, one kind of document after the other, each in the order of names, page by page; at
 * the end what was deleted. Every page's cursor can be resumed, in the middle of a first load too.
 */
export async function* pull(surroundings: Surroundings, cursor: Cursor): AsyncGenerator<Page> {
  const run = new PullRun(surroundings, cursor);
  for (const doctype of DOCTYPES) yield* run.read(doctype);
  yield* run.deleted();
  yield { messages: [], cursor: String(cursor) };
}

class PullRun {
  /** Documents sent in this run. What a document names and is not among them is sent before it: it may be newer than its kind's reading. */
  readonly #sent = new Map<DocTypeName, Set<string>>(DOCTYPES.map(({ name }) => [name, new Set()]));

  constructor(
    private readonly around: Surroundings,
    private readonly cursor: Cursor,
  ) {}

  async *read(doctype: DocType): AsyncGenerator<Page> {
    const state = this.cursor.of(doctype.name);
    const reading = (state.at ??= this.#begin(state));
    for (let limit = this.around.options.pageSize; ; ) {
      const page = await readPage(limit, (most) => this.#documents(doctype, [['name', '>', reading.after], ...this.#changedSince('modified', reading)], most));
      limit = page.limit;
      const messages = await this.#messages(doctype, page.rows);
      reading.after = page.rows.at(-1)?.name ?? reading.after;
      if (page.isLast) this.#finish(state, reading);
      if (messages.length > 0) yield { messages, cursor: String(this.cursor) };
      if (page.isLast) return;
    }
  }

  /** From Frappe's own list, which only system managers may read by default. What was deleted before the first pull was never here. */
  async *deleted(): AsyncGenerator<Page> {
    const { client, options, signal } = this.around;
    const state = this.cursor.of(DELETED.name);
    const reading = (state.at ??= { ...this.#begin(state), from: this.#lookBack(state.since ?? client.serverTime(this.around.now())) });
    for (let limit = options.pageSize; ; ) {
      const filters: Filter[] = [['name', '>', reading.after], ['deleted_doctype', 'in', DOCTYPES.map(({ name }) => name)], ...this.#changedSince('creation', reading)];
      const rows = await client.list(DELETED.name, { fields: DELETED.fields, filters, limit }, signal).catch((error: unknown) => {
        if (!(error instanceof ConnectorError) || error.details.status !== 403) throw error;
        // The check says so to the operator; a pull would repeat it every minute.
        return [];
      });
      reading.after = rows.at(-1)?.name ?? reading.after;
      if (rows.length < limit) this.#finish(state, reading);
      const messages = rows.flatMap((row) => this.#deletion(row));
      if (messages.length > 0) yield { messages, cursor: String(this.cursor) };
      if (rows.length < limit) return;
    }
  }

  #deletion({ deleted_doctype: doctype, deleted_name: name }: Row): Message[] {
    if (typeof doctype !== 'string' || !isDocType(doctype) || typeof name !== 'string') return [];
    return [messageOf(doctype, name, { name, deleted: true }, this.around.now())];
  }

  #begin(state: State): Reading {
    const { options, now } = this.around;
    const from = state.since === null || isSweepDue(state.lastSweep, options.sweepHours, now()) ? null : this.#lookBack(state.since);
    return { startedAt: now(), from, after: '' };
  }

  /** A document bears the time at which it was saved and can be seen when the transaction ends. */
  #lookBack(since: Date): Date {
    return new Date(since.getTime() - this.around.options.overlapSeconds * 1000);
  }

  #finish(state: State, reading: Reading): void {
    state.since = this.around.client.serverTime(reading.startedAt);
    if (reading.from === null) state.lastSweep = this.around.now();
    state.at = null;
  }

  /** In the site's local time. When clocks were set back in between, local times repeat: then the earlier ones are meant too. */
  #changedSince(field: string, { from }: Reading): Filter[] {
    if (from === null) return [];
    const { zone, now } = this.around;
    const offset = Math.min(zone.offset(from.getTime()), zone.offset(now().getTime()));
    return [[field, '>=', new Date(from.getTime() + offset * 60_000).toISOString().slice(0, 19).replace('T', ' ')]];
  }

  /** Documents with their lines. */
  async #documents({ name, fields, table, perCompany }: DocType, filters: readonly Filter[], limit: number): Promise<Row[]> {
    const { client, options, signal } = this.around;
    const company: Filter[] = perCompany && options.company !== null ? [['company', '=', options.company]] : [];
    const rows = await client.list(name, { fields, filters: [...filters, ...company], limit }, signal);
    if (table === undefined || rows.length === 0) return rows;
    const lines = await client.children(table.name, name, table.fields, rows.map((row) => row.name), signal);
    return rows.map((row) => ({ ...row, [table.field]: lines.get(row.name) }));
  }

  /** The documents as messages, preceded by those that they name. */
  async #messages(doctype: DocType, rows: readonly Row[]): Promise<Message[]> {
    const { options, now } = this.around;
    const messages: Message[] = [];
    for (const { name, path } of doctype.refs) {
      const target = DOCTYPES.find((candidate) => candidate.name === name)!;
      const named = new Set(rows.flatMap((row) => namesAt(row, path.split('.'))));
      const missing = [...named].filter((one) => !this.#sent.get(name)!.has(one));
      for (let start = 0; start < missing.length; start += options.pageSize) {
        const chunk = missing.slice(start, start + options.pageSize);
        messages.push(...(await this.#messages(target, await this.#documents(target, [['name', 'in', chunk]], chunk.length))));
      }
    }
    for (const row of rows) {
      this.#sent.get(doctype.name)!.add(row.name);
      messages.push(messageOf(doctype.name, row.name, row, now()));
    }
    return messages;
  }
}

function namesAt(value: unknown, [key, ...rest]: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((member) => namesAt(member, [key!, ...rest]));
  if (typeof value !== 'object' || value === null) return [];
  const member = (value as Record<string, unknown>)[key!];
  if (rest.length > 0) return namesAt(member, rest);
  return typeof member === 'string' && member !== '' ? [member] : [];
}
