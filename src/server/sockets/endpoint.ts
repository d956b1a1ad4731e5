/** One GraphQL endpoint as its WebSockets serve it: which operations run, and what is sent of errors. */
import type { ApolloServer } from '@apollo/server';
import type { ExecutionArgs, ExecutionResult, FormattedExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { GraphQLError, OperationTypeNode, getOperationAST, getVariableValues, subscribe } from 'graphql';
import type { ServerOptions as GraphqlWsOptions, SubscribePayload } from 'graphql-ws';
import { SlowConsumer } from '../../domain/live/feed.js';
import type { Viewer } from '../../domain/viewer.js';
import type { ErrorFormatter } from '../errors.js';
import { hasCause } from '../errors.js';
import type { RequestContext } from '../graphql/apollo.js';
import type { CostCheck } from '../graphql/cost.js';
import type { Documents } from '../graphql/documents.js';
import type { MakeContext } from '../graphql/handler.js';
import { nulInVariables } from '../graphql/variables.js';
import type { Metrics } from '../metrics.js';
import { closeCodes } from './codes.js';
import type { Session } from './session.js';

export interface SocketEndpoint<C extends RequestContext> {
  readonly path: string;
  readonly channel: string;
  readonly audience: readonly Viewer['kind'][];
  readonly schema: GraphQLSchema;
  /** Runs queries and mutations, so that they meet the same plugins as over HTTP. */
  readonly apollo: ApolloServer<C>;
  readonly context: MakeContext<C>;
  readonly documents: Documents;
  readonly cost: CostCheck;
  readonly errors: ErrorFormatter;
  /** Refuses a subscription before it starts (access rules); null where it may. */
  readonly authorise?: (args: ExecutionArgs, context: C) => readonly GraphQLError[] | null;
  /** Takes the place of graphql-js' `subscribe`, to share executions among subscribers. Its results are formatted. */
  readonly subscribe?: (call: SubscribeCall<C>) => Promise<AsyncIterable<FormattedExecutionResult> | ExecutionResult>;
  /** Makes an ordinary result of Apollo's where the app's plugins carry it in another form. */
  readonly readResult?: (result: FormattedExecutionResult) => FormattedExecutionResult;
}

/** A subscription, with a way to its socket past the protocol's own sending. */
export interface SubscribeCall<C> extends ExecutionArgs {
  readonly contextValue: C;
  /** Sends the JSON of one result as the operation's next; false: too much waits for the client, and it was not taken. */
  readonly push: (json: Buffer) => boolean;
  readonly format: (result: ExecutionResult) => FormattedExecutionResult;
}

/** What the endpoints of one server share. */
export interface SocketWork {
  readonly operationsPerSocket: number;
  readonly metrics: Metrics;
  isDraining(): boolean;
  /** Closes the socket of a client that does not keep up, and counts it. */
  closeSlow(session: Session): void;
  /** A query or mutation begins; the function returned ends it. Draining waits for those. */
  begin(): () => void;
}

/** What travels with the arguments of one operation. */
interface Call extends ExecutionArgs {
  readonly id: string;
  readonly session: Session;
  readonly source: string;
  readonly isSubscription: boolean;
}

type Hooks = Pick<
  GraphqlWsOptions<Record<string, unknown>, Session>,
  'onSubscribe' | 'onOperation' | 'onNext' | 'onError' | 'onComplete' | 'execute' | 'subscribe'
>;

/** An endpoint whose kind of context is its own affair. */
export interface Door {
  readonly path: string;
  readonly audience: readonly Viewer['kind'][];
  hooks(work: SocketWork): Hooks;
}

export function createDoor<C extends RequestContext>(endpoint: SocketEndpoint<C>): Door {
  return { path: endpoint.path, audience: endpoint.audience, hooks: (work) => operationHooks(endpoint, work) };
}

function operationHooks<C extends RequestContext>(endpoint: SocketEndpoint<C>, work: SocketWork): Hooks {
  const formatAll = (errors: readonly unknown[], session: Session): GraphQLFormattedError[] =>
    errors.map((error) => endpoint.errors.formatRaw(error, session.requestId));
  return {
    onSubscribe: async ({ extra: session, subscriptions }, id, payload) => {
      if (work.isDraining()) return [coded('UNAVAILABLE', 'The gateway is going down.')];
      if (Object.keys(subscriptions).length > work.operationsPerSocket) {
        return [coded('TOO_MANY_OPERATIONS', `A socket takes ${work.operationsPerSocket} operations at a time.`)];
      }
      try {
        const prepared = await prepare(endpoint, session, id, payload);
        if (isErrors(prepared)) session.endOperation(id);
        return prepared;
      } catch (error) {
        session.endOperation(id);
        return [wrapped(error)];
      }
    },
    subscribe: async (args) => {
      try {
        if (!endpoint.subscribe) return await subscribe(args);
        // Its results differ from graphql-js' in one thing: their errors are formatted already.
        return (await endpoint.subscribe(toSubscribeCall(endpoint, args as Call))) as AsyncIterable<ExecutionResult> | ExecutionResult;
      } catch (error) {
        return { errors: [wrapped(error)] };
      }
    },
    execute: async (args) => {
      const end = work.begin();
      try {
        return (await runByApollo(endpoint, args as Call)) as ExecutionResult;
      } finally {
        end();
      }
    },
    onOperation: ({ extra: session }, id, _payload, args, result) => {
      if (!isIterable(result)) return undefined;
      const name = getOperationAST(args.document, args.operationName)?.name?.value ?? null;
      work.metrics.subscriptions.started(name);
      session.whenEnded(id, () => work.metrics.subscriptions.ended(name));
      return endingFirst(result, () => session.endOperation(id)) as typeof result;
    },
    // Apollo has formatted the errors of what it ran, and so has whoever shares executions.
    onNext: ({ extra: session }, _id, _payload, args, result) =>
      result.errors && (args as Call).isSubscription && !endpoint.subscribe ? { ...result, errors: formatAll(result.errors, session) } : (result as FormattedExecutionResult),
    onError: ({ extra: session }, _id, _payload, errors) => {
      if (!errors.some((error) => hasCause(error, (cause) => cause instanceof SlowConsumer))) return formatAll(errors, session);
      // An error would end the subscription for good; after this close a client comes back and resumes.
      work.closeSlow(session);
      return [coded('UNAVAILABLE', closeCodes.tooSlow.reason).toJSON()];
    },
    onComplete: ({ extra: session }, id) => session.endOperation(id),
  };
}

function toSubscribeCall<C extends RequestContext>({ errors }: SocketEndpoint<C>, { id, session, ...args }: Call): SubscribeCall<C> {
  const before = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  return {
    ...args,
    contextValue: args.contextValue as C,
    push: (json) => session.outlet.push(Buffer.concat([before, json, end])),
    format: ({ data, errors: failed }) => (failed ? { data, errors: failed.map((error) => errors.formatRaw(error, session.requestId)) } : { data }),
  };
}

const end = Buffer.from('}');

async function runByApollo<C extends RequestContext>(endpoint: SocketEndpoint<C>, call: Call): Promise<FormattedExecutionResult> {
  const { source: query, variableValues, operationName, contextValue } = call;
  const request = { query, variables: variableValues ?? {}, operationName: operationName ?? undefined };
  const { body } = await endpoint.apollo.executeOperation(request, { contextValue: contextValue as C });
  if (body.kind !== 'single') return { errors: [coded('BAD_REQUEST', 'Incremental delivery is not supported here.').toJSON()] };
  return endpoint.readResult?.(body.singleResult) ?? body.singleResult;
}

/** Everything that Apollo would have done for HTTP. Queries and mutations meet it there again. */
async function prepare<C extends RequestContext>(
  endpoint: SocketEndpoint<C>,
  session: Session,
  id: string,
  { query: source, operationName, variables: given }: SubscribePayload,
): Promise<Call | readonly GraphQLError[]> {
  const { schema, documents, cost, channel } = endpoint;
  const variables = given ?? {};
  const document = documents.get(source);
  if (isErrors(document)) return document;
  const operation = getOperationAST(document, operationName);
  if (!operation) return [coded('OPERATION_RESOLUTION_FAILURE', 'The document has no operation of this name, or several and none was named.')];
  const refusal = nulInVariables(variables) ?? cost(document, operationName, variables);
  if (refusal) return [refusal];
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 20 });
  if (coerced.errors) return coerced.errors.map(({ message }) => coded('BAD_USER_INPUT', message));

  const contextValue = await endpoint.context({
    viewer: session.viewer(),
    requestId: session.requestId,
    channel,
    language: session.language,
    idempotencyKey: null,
    transport: 'socket',
    receivedAt: session.now(),
    signal: session.startOperation(id),
  });
  const isSubscription = operation.operation === OperationTypeNode.SUBSCRIPTION;
  const call: Call = { schema, document, operationName, variableValues: variables, contextValue, source, isSubscription, id, session };
  return (isSubscription && endpoint.authorise?.(call, contextValue)) || call;
}

type Results = AsyncIterable<ExecutionResult>;

/**
 * Tells the source by its signal that nobody listens any more, and only then asks it to return: a source written as an
 * async generator that waits for its next event would not hear the second before that event has come.
 */
function endingFirst(results: Results, end: () => void): AsyncIterableIterator<ExecutionResult> {
  const inner = results[Symbol.asyncIterator]();
  const over = { done: true, value: undefined } as const;
  return {
    next: () => inner.next(),
    return: async () => {
      end();
      return (await inner.return?.()) ?? over;
    },
    throw: async (error: unknown) => {
      end();
      return (await inner.throw?.(error)) ?? over;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function isIterable(result: unknown): result is Results {
  return typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
}

function isErrors(value: object): value is readonly GraphQLError[] {
  return Array.isArray(value);
}

function coded(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** graphql-ws passes GraphQLErrors alone. */
function wrapped(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('failed', { originalError: error instanceof Error ? error : new Error(String(error)) });
}
