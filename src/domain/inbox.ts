/**
 * Messages in. A message is stored and its facts are applied in one transaction, and acknowledged after its commit: what
 * was acknowledged is neither lost nor applied twice. What cannot be applied is stored all the same, parked with its
 * reason. Where only some facts of a message cannot, the others stay applied: they are true without them, and a replay
 * finds nothing new in them.
 */
import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database, Reader } from '../entities/database.js';
import { InboxStatus } from '../entities/enums.js';
import { ConnectorState, InboxMessage } from '../entities/index.js';
import { type ApplyOptions, type Standards, applyFacts, describeReason, locksForFacts } from './apply/index.js';
import { DomainError } from './errors.js';
import type { Fact, Unmapped } from './facts.js';
import { type Opened, type Opening, openMessages } from './inbox-opening.js';
import { lockKey } from './locks.js';
import { isPassing } from './passing.js';
import { lastWordsOtherwise } from './standing-again.js';
import { type Actor, type Transaction, transact } from './transaction.js';

type Store = Pick<Database, 'em' | 'wake'>;

/** Something received from outside, raw. */
export interface ReceivedMessage {
  /** The sender's id, unique per connector. */
  readonly messageId: string;
  readonly topic: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly receivedAt: Date;
}

/** How the messages of one connector are understood. */
export interface Understanding {
  /** Pure. Whatever it throws says that the message cannot be read. */
  readonly normalise: (message: ReceivedMessage) => {
    readonly facts: readonly Fact[];
    readonly unmapped: readonly Unmapped[];
    /** True where it says that something has changed there and not what. */
    readonly isNotice?: boolean;
  };
  /** True where the connector's system masters the records that it tells of. */
  readonly master: boolean;
  readonly standards?: Standards;
}

export interface Inlet extends Understanding {
  readonly connectorId: string;
  readonly now: Date;
  /** By default the connector itself, through its webhook or its pull. */
  readonly by?: Actor;
  /** True where messages say how records stand at this moment, as those of a pull do: a state that was told before may stand again. */
  readonly isCurrent?: boolean;
}

/** What became of a message. `id` is that of the stored row; of a duplicate, that of the first one. */
export interface Received {
  readonly result: 'applied' | 'duplicate' | 'parked';
  /** Why it was parked. */
  readonly reason: string | null;
  readonly id: string;
  /** True where it says that something has changed there and not what, a repeated message too: the same may have changed again. */
  readonly isNotice?: boolean;
}

/** Messages per transaction of a pull: a long writing transaction holds the readers of the event log back. */
const pullChunk = 100;

/** Times that a message which came too early is tried again by itself before it is left to a person. */
const maxAttempts = 20;

/** Stores and applies one message. Throws where the database cannot take it now: the sender is to send it again. */
export async function receive(database: Store, { message, ...inlet }: Inlet & { readonly message: ReceivedMessage }): Promise<Received> {
  const [received] = await receiveBatch(database, inlet, [message]);
  if (!received) throw new Error('A message was left without an answer');
  return received;
}

/**
 * Stores and applies several messages of one connector in one transaction; each is answered for itself. Where one makes
 * the transaction fail, each goes alone, so that it harms no other.
 */
export function receiveBatch(database: Store, inlet: Inlet, messages: readonly ReceivedMessage[]): Promise<Received[]> {
  const by = inlet.by ?? { actor: inlet.connectorId, channel: `webhook:${inlet.connectorId}` };
  return storeAll(database, { ...inlet, by }, messages.map((message) => understand(inlet, message)));
}

/** What a pull is received with: one of its pages. */
export interface PullInlet extends Inlet {
  /** Where the pull stands after these messages. */
  readonly cursor: string | null;
  /** Where it stood before them. Where another cursor is stored by now, a person has set it meanwhile, and it is left. */
  readonly after?: string | null;
}

/** Stores and applies what a pull brought, in chunks; the pull cursor goes into the transaction of the last one. */
export async function receiveMany(database: Store, inlet: PullInlet, messages: readonly ReceivedMessage[]): Promise<Record<Received['result'], number>> {
  const count = { applied: 0, duplicate: 0, parked: 0 };
  for (const { result } of await receiveEach(database, inlet, messages)) count[result] += 1;
  return count;
}

/** The same, telling of each message what became of it. */
export async function receiveEach(database: Store, inlet: PullInlet, messages: readonly ReceivedMessage[]): Promise<Received[]> {
  const received: Received[] = [];
  const by = inlet.by ?? { actor: inlet.connectorId, channel: `pull:${inlet.connectorId}` };
  for (let start = 0; start === 0 || start < messages.length; start += pullChunk) {
    const chunk = messages.slice(start, start + pullChunk).map((message) => understand(inlet, message));
    const isLast = start + pullChunk >= messages.length;
    const finish = (tx: Transaction): Promise<void> => advance(tx, inlet, isLast, chunk.length);
    received.push(...(await storeAll(database, { ...inlet, by, isCurrent: true }, chunk, finish)));
  }
  return received;
}

/** The locks of all that `receiveEach` does with these messages. */
export function locksForMessages(em: Transaction['em'], inlet: Inlet, messages: readonly ReceivedMessage[]): Promise<string[]> {
  return locksOf(em, inlet, messages.map((message) => understand(inlet, message)), true);
}

export interface ReplayOptions {
  readonly now: Date;
  readonly by: Actor;
}

export type UnderstandingOf = (connectorId: string) => Understanding | null;

/**
 * Reads a message again, as it was received, and applies what it says by now: one that was parked, once its reason is gone;
 * one that was applied, once a table knows the code that it lacked. Safe at any time: what was applied says nothing new, and
 * what is older than what we hold is left. A message that says nothing new is a duplicate. One that was applied is never
 * parked. Throws DomainError NOT_FOUND for an unknown message or connector.
 */
export async function replay(database: Store, inboxId: string, understandingOf: UnderstandingOf, options: ReplayOptions): Promise<Received> {
  const stored = await database.em.fork().findOne(InboxMessage, { id: inboxId });
  const understanding = stored && understandingOf(stored.connectorId);
  if (!stored || !understanding) throw DomainError.notFound(['id']);
  const { connectorId } = stored;
  const inlet = { ...understanding, ...options, connectorId };
  return withoutPoison(understand(inlet, stored), (one) =>
    transact(database, { ...options, locks: (em) => locksOf(em, inlet, [one]) }, async (tx): Promise<Received> => {
      const { status: before } = await tx.em.findOneOrFail(InboxMessage, { id: inboxId }, { fields: ['status'] });
      const wasApplied = before === InboxStatus.APPLIED;
      const { reasons, applied } = await applyAll(tx, { ...inlet, again: wasApplied }, [one]);
      const reason = reasons.get(one) ?? null;
      const row = await tx.em.findOneOrFail(InboxMessage, { id: inboxId }, { refresh: true });
      // What cannot be read any more is still what it was when it could.
      if (!wasApplied) Object.assign(row, standing(reason, tx.now));
      if (one.hopeless === null) row.unmapped = one.unmapped;
      if (wasApplied && applied === 0) return { result: 'duplicate', reason: null, id: inboxId };
      row.attempts += 1;
      if (row.status === InboxStatus.PARKED) return { result: 'parked', reason, id: inboxId };
      const after = { status: row.status, facts: applied };
      tx.audit({ action: 'INBOX_MESSAGE_REPLAYED', objectType: 'INBOX_MESSAGE', objectId: inboxId, before: { status: before }, after });
      return { result: 'applied', reason: null, id: inboxId };
    }),
  );
}

/**
 * Replays messages that came before the record that they speak of, oldest first. Returns how many were applied. Each is
 * tried a limited number of times.
 */
export async function replayEarly(
  database: Store,
  understandingOf: UnderstandingOf,
  { limit, signal, ...options }: ReplayOptions & { readonly limit: number; readonly signal: AbortSignal },
): Promise<number> {
  const wanted = { status: InboxStatus.PARKED, reason: { $like: 'UNKNOWN\\_%' }, attempts: { $lt: maxAttempts } };
  const waiting = await database.em
    .fork()
    .find(InboxMessage, wanted, { fields: ['id', 'connectorId'], orderBy: { receivedAt: 'asc' }, limit });
  let applied = 0;
  for (const { id, connectorId } of waiting) {
    signal.throwIfAborted();
    if (!understandingOf(connectorId)) continue;
    const { result } = await replay(database, id, understandingOf, options);
    if (result === 'applied') applied += 1;
  }
  return applied;
}

/** A message as it goes into the transaction. */
interface Told {
  readonly message: ReceivedMessage;
  readonly bodyHash: string;
  readonly facts: readonly Fact[];
  readonly unmapped: readonly Unmapped[];
  /** Why nothing of it can be applied; null where it can be tried. */
  readonly hopeless: string | null;
  readonly isNotice: boolean;
}

function understand({ normalise }: Understanding, message: ReceivedMessage): Told {
  const { messageId, topic, contentType } = message;
  const told = {
    message: { ...message, messageId: storableId(messageId), topic: storable(topic, 255), contentType: storable(contentType, 255) },
    bodyHash: createHash('sha256').update(message.body).digest('hex'),
  };
  try {
    const { facts, unmapped, isNotice = false } = normalise(message);
    const shown = unmapped.slice(0, 1_000).map(({ path, value }) => ({ path: storable(path, 500), value: storable(value, 500) }));
    return { ...told, facts, unmapped: shown, hopeless: null, isNotice };
  } catch (error) {
    return { ...told, facts: [], unmapped: [], hopeless: storable(`UNREADABLE ${messageOf(error)}`, 2_000), isNotice: false };
  }
}

type Finish = (tx: Transaction) => Promise<void>;

async function storeAll(database: Store, inlet: Inlet & { by: Actor }, told: readonly Told[], finish?: Finish): Promise<Received[]> {
  const [first] = told;
  if (first && told.length === 1) return withoutPoison(first, (one) => store(database, inlet, [one], finish));
  try {
    return await store(database, inlet, told, finish);
  } catch (error) {
    if (isPassing(error) || told.length === 0) throw error;
  }
  const answers: Received[] = [];
  for (const [index, one] of told.entries()) {
    answers.push(...(await storeAll(database, inlet, [one], index === told.length - 1 ? finish : undefined)));
  }
  return answers;
}

/** Where applying a message fails by its own fault, it is tried once more without its facts, to be stored and parked. */
async function withoutPoison<T>(told: Told, work: (told: Told) => Promise<T>): Promise<T> {
  try {
    return await work(told);
  } catch (error) {
    if (isPassing(error) || told.hopeless !== null) throw error;
    return work({ ...told, facts: [], hopeless: storable(`FAILED ${messageOf(error)}`, 2_000) });
  }
}

async function store(database: Store, inlet: Inlet & { by: Actor }, told: readonly Told[], finish?: Finish): Promise<Received[]> {
  const { connectorId, now, by } = inlet;
  let opened: Opened;
  const open = async (em: Transaction['em']): Promise<readonly string[]> => {
    opened = await openMessages(em, openingOf(inlet, told, finish !== undefined));
    return opened.held;
  };
  return transact(database, { now, by, open }, async (tx) => {
    const verdicts = judge(opened.known, told);
    const wanted = told.filter((one) => verdicts.get(one)?.isNew && !verdicts.get(one)?.contradicts);
    const again = inlet.isCurrent ? await standingAgain(tx.em, connectorId, told, (one) => verdicts.get(one)?.isNew === false) : new Map<Told, Told>();
    const { reasons, changed } = await applyAll(tx, inlet, [...wanted, ...again.values()], opened.tracked);
    await finish?.(tx);
    return told.map((one): Received => {
      const { id, isNew, contradicts } = verdicts.get(one) ?? { id: uuid(), isNew: true, contradicts: false };
      const repeated = again.get(one);
      const notice = one.isNotice && { isNotice: true };
      if (!isNew) return { result: repeated && changed.has(repeated) ? 'applied' : 'duplicate', reason: null, id, ...notice };
      const reason = contradicts ? 'SAME_ID_OTHER_BODY' : (reasons.get(one) ?? null);
      const { message, bodyHash, unmapped } = one;
      const { body, ...head } = message;
      tx.store({ id, connectorId, ...head, content: Buffer.from(body).toString('base64'), bodyHash, unmapped, ...standing(reason, now) });
      return { result: reason === null ? 'applied' : 'parked', reason, id, ...notice };
    });
  });
}

/**
 * Repeated messages of which something stands otherwise by now, with that alone. Their ids tell states apart and not times: what is
 * changed and changed back is told in the same words as before.
 */
async function standingAgain(em: Transaction['em'], connectorId: string, told: readonly Told[], isRepeated: (one: Told) => boolean): Promise<ReadonlyMap<Told, Told>> {
  const owner = new Map(told.flatMap((one) => one.facts.map((fact) => [fact, one])));
  const wanted = await lastWordsOtherwise(em, connectorId, [...owner.keys()], (fact) => isRepeated(owner.get(fact)!));
  const again = told.filter(({ facts }) => facts.some((fact) => wanted.has(fact)));
  return new Map(again.map((one) => [one, { ...one, facts: one.facts.filter((fact) => wanted.has(fact)) }]));
}

/** Which messages are new; of the others, which row they repeat. A known id with another body is new, and not believed. */
function judge(stored: Opened['known'], told: readonly Told[]): Map<Told, { id: string; isNew: boolean; contradicts: boolean }> {
  const known = new Map<string, Map<string, string>>();
  const bodiesOf = (messageId: string): Map<string, string> => {
    const bodies = known.get(messageId) ?? new Map<string, string>();
    known.set(messageId, bodies);
    return bodies;
  };
  for (const { id, messageId, bodyHash } of stored) bodiesOf(messageId).set(bodyHash, id);
  const verdicts = told.map((one) => {
    const bodies = bodiesOf(one.message.messageId);
    const repeated = bodies.get(one.bodyHash);
    if (repeated !== undefined) return [one, { id: repeated, isNew: false, contradicts: false }] as const;
    const verdict = { id: uuid(), isNew: true, contradicts: bodies.size > 0 };
    bodies.set(one.bodyHash, verdict.id);
    return [one, verdict] as const;
  });
  return new Map(verdicts);
}

/** Applies the facts of all messages together; says of each message that must be parked why, which ones changed something, and how many facts did. */
async function applyAll(
  tx: Transaction,
  { connectorId: system, master, standards, again }: Inlet & Pick<ApplyOptions, 'again'>,
  told: readonly Told[],
  tracked?: Opened['tracked'],
): Promise<{ readonly reasons: Map<Told, string>; readonly changed: ReadonlySet<Told>; readonly applied: number }> {
  const reasons = new Map(told.flatMap((one) => (one.hopeless === null ? [] : [[one, one.hopeless]])));
  const owner = new Map(told.flatMap((one) => one.facts.map((fact) => [fact, one])));
  const changed = new Set<Told>();
  if (owner.size === 0) return { reasons, changed, applied: 0 };
  const onApplied = (fact: Fact): void => {
    const one = owner.get(fact);
    if (one) changed.add(one);
  };
  const { parked, applied } = await applyFacts(tx, [...owner.keys()], { system, master, standards, again, tracked, onApplied });
  for (const { fact, reason, params } of parked) {
    const one = owner.get(fact);
    const before = one && reasons.get(one);
    if (one) reasons.set(one, storable([before, describeReason(reason, params)].filter(Boolean).join('; '), 2_000));
  }
  return { reasons, changed, applied };
}

async function locksOf(em: Transaction['em'], inlet: Inlet, told: readonly Told[], advances = false): Promise<string[]> {
  const { names, facts, connectorId } = openingOf(inlet, told, advances);
  return [...names, ...(await locksForFacts(em, facts, connectorId))];
}

function openingOf({ connectorId }: Inlet, told: readonly Told[], advances: boolean): Opening {
  const messageIds = told.map(({ message }) => message.messageId);
  const messages = messageIds.map((id) => lockKey('INBOX', `${connectorId}:${id}`));
  return {
    connectorId,
    messageIds,
    facts: told.flatMap((one) => one.facts),
    names: [...messages, ...(advances ? [lockKey('CONNECTOR', connectorId)] : [])],
  };
}

/** Saves how far a pull has come. */
async function advance({ em, now }: Transaction, inlet: PullInlet, isLast: boolean, messages: number): Promise<void> {
  const { connectorId, cursor, after } = inlet;
  const state = (await em.findOne(ConnectorState, { connectorId })) ?? em.create(ConnectorState, { connectorId, messages: 0 });
  state.messages += messages;
  state.lastAttemptAt = now;
  if (!isLast) return;
  const wasSet = after !== undefined && (state.cursor ?? null) !== after;
  Object.assign(state, { ...(!wasSet && { cursor }), lastSuccessAt: now, lastErrorKind: null, lastError: null });
}

function standing(reason: string | null, now: Date): Pick<InboxMessage, 'status' | 'reason' | 'appliedAt'> {
  return reason === null
    ? { status: InboxStatus.APPLIED, reason: null, appliedAt: now }
    : { status: InboxStatus.PARKED, reason, appliedAt: null };
}

/** Text as a column takes it: without NUL, which PostgreSQL cannot hold, and cut to length. */
function storable(value: string, max: number): string {
  return value.replaceAll('\0', '\uFFFD').slice(0, max);
}

/** A sender's id that the column cannot hold is replaced by its hash, so that it still tells messages apart. */
function storableId(id: string): string {
  const fits = id.length <= 255 && !id.includes('\0');
  return fits ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** How many messages wait parked. */
export async function countParked(reader: Reader): Promise<number> {
  return Number(await reader.query('parked', `select count(*)::text from inbox_message where status = 'PARKED'`, []));
}
