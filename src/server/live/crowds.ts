/** Subscriptions over the event log: who asks the same with the same sight is told together. */
import type { ExecutionArgs, ExecutionResult, FormattedExecutionResult } from 'graphql';
import { createSourceEventStream, execute, Kind, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { LogEvent, LogPlace } from '../../domain/event-log.js';
import { formatCursor } from '../../domain/event-log.js';
import type { Feed, LiveEvents, SubscribeOptions } from '../../domain/live/feed.js';
import type { Viewer } from '../../domain/viewer.js';
import { Crowd } from './crowd.js';
import type { Execute } from './crowd.js';
import { Member } from './member.js';

/** What the crowds need of an operation's context. */
export interface LiveContext {
  readonly viewer: Viewer;
  readonly language: string;
  readonly feed: Pick<Feed, 'subscribe'>;
  readonly signal: AbortSignal;
}

export interface LiveCall<C extends LiveContext> extends ExecutionArgs {
  readonly contextValue: C;
  /** Pushes the JSON of one result to the subscriber's socket; false: too much waits there. */
  readonly push: (json: Buffer) => boolean;
  readonly format: (result: ExecutionResult) => FormattedExecutionResult;
}

export interface Crowds<C extends LiveContext> {
  subscribe(call: LiveCall<C>): Promise<AsyncIterableIterator<FormattedExecutionResult> | ExecutionResult>;
}

/** `renew` gives a context as new for each execution: what one event's execution has read is old for the next one. */
export function createCrowds<C extends LiveContext>(renew: (context: C) => C): Crowds<C> {
  const crowds = new WeakMap<DocumentNode, Map<string, Promise<Crowd | null>>>();

  const crowdOf = (call: LiveCall<C>, run: Execute): Promise<Crowd | null> => {
    const ofDocument = crowds.get(call.document) ?? new Map<string, Promise<Crowd | null>>();
    crowds.set(call.document, ofDocument);
    const key = keyOf(call);
    const found = ofDocument.get(key);
    if (found) return found;
    const forget = (): void => void ofDocument.delete(key);
    // The crowd outlives the subscriber who opened it.
    const { signal } = new AbortController();
    const reopen = (place: LogPlace): Promise<LiveEvents> => readAfter(call, place, signal);
    const opened = openSource(call, null, signal).then(
      (source) => ('next' in source ? new Crowd(source, reopen, run, forget) : (forget(), null)),
      () => (forget(), null),
    );
    ofDocument.set(key, opened);
    return opened;
  };

  return {
    subscribe: async (call) => {
      const { signal } = call.contextValue;
      const run: Execute = (events) => executeAll(call, renew, events);
      const first = await openSource(call, 'as asked', signal);
      if (!('next' in first)) return first;
      const member = new Member(
        {
          execute: run,
          crowd: () => crowdOf(call, run),
          readAlone: (place) => readAfter(call, place, signal),
          push: call.push,
        },
        first,
        first.place,
      );
      if (signal.aborted) member.end();
      else signal.addEventListener('abort', () => member.end(), { once: true });
      return member as AsyncIterableIterator<FormattedExecutionResult>;
    },
  };
}

/** The operation's own way of choosing events, started where it asks for, at a place, or (null) at the head. */
async function openSource<C extends LiveContext>(call: LiveCall<C>, start: LogPlace | 'as asked' | null, signal: AbortSignal): Promise<LiveEvents | ExecutionResult> {
  const { feed } = call.contextValue;
  const subscribe = (options: SubscribeOptions): Promise<LiveEvents> => {
    const after = start === 'as asked' ? options.after : start && formatCursor(start);
    return feed.subscribe({ ...options, after, signal });
  };
  const source = await createSourceEventStream({ ...call, contextValue: { ...call.contextValue, feed: { subscribe } } });
  return source as LiveEvents | ExecutionResult;
}

async function readAfter<C extends LiveContext>(call: LiveCall<C>, place: LogPlace, signal: AbortSignal): Promise<LiveEvents> {
  const source = await openSource(call, place, signal);
  if ('next' in source) return source;
  throw source.errors?.[0] ?? new Error('The event log cannot be read.');
}

/** All events of one call share what they read. */
function executeAll<C extends LiveContext>(call: LiveCall<C>, renew: (context: C) => C, events: readonly LogEvent[]): Promise<readonly FormattedExecutionResult[]> {
  const contextValue = renew(call.contextValue);
  return Promise.all(events.map(async (rootValue) => call.format(await execute({ ...call, rootValue, contextValue }))));
}

/** Whatever decides the results: operation, variables but for the cursor to resume after, and whose records are seen. */
function keyOf<C extends LiveContext>({ document, operationName, variableValues, contextValue }: LiveCall<C>): string {
  const { kind, supplierId, carrierId } = contextValue.viewer;
  const cursor = cursorVariable(document);
  const variables = Object.entries(variableValues ?? {}).filter(([name]) => name !== cursor);
  return JSON.stringify([operationName ?? null, contextValue.language, kind, supplierId, carrierId, variables.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** The variable that says where to resume; null where it is not one, or has other uses too. */
function cursorVariable(document: DocumentNode): string | null {
  const found: { after: string | null } = { after: null };
  const uses = new Map<string, number>();
  visit(document, {
    Variable: ({ name }, _key, parent) => {
      if (parent && 'kind' in parent && parent.kind === Kind.VARIABLE_DEFINITION) return;
      uses.set(name.value, (uses.get(name.value) ?? 0) + 1);
    },
    Argument: ({ name, value }) => {
      if (name.value === 'after' && value.kind === Kind.VARIABLE) found.after ??= value.name.value;
    },
  });
  return found.after !== null && uses.get(found.after) === 1 ? found.after : null;
}
