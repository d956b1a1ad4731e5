/** Everything of one GraphQL address: Apollo with its limits, the HTTP route and the door for WebSockets. */
import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServer } from '@apollo/server';
import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import type { Viewer } from '../../domain/viewer.js';
import type { Authenticate } from '../auth/authenticate.js';
import type { ErrorFormatter } from '../errors.js';
import type { Route } from '../http/exchange.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Door, SocketEndpoint } from '../sockets/endpoint.js';
import { createDoor } from '../sockets/endpoint.js';
import type { RequestContext } from './apollo.js';
import { apolloOptions } from './apollo.js';
import type { CostLimits } from './cost.js';
import { createCostCheck } from './cost.js';
import { createDocuments } from './documents.js';
import type { MakeContext } from './handler.js';
import { createGraphqlHandler } from './handler.js';
import type { DocumentLimits } from './rules.js';
import type { AnswerWhole } from './shortcut.js';
import { createShortcut } from './shortcut.js';

export interface GraphqlEndpointOptions<C extends RequestContext> extends Pick<SocketEndpoint<C>, 'authorise' | 'subscribe' | 'readResult'> {
  readonly path: string;
  /** The door's name in the audit trail. */
  readonly channel: string;
  readonly audience: readonly Viewer['kind'][];
  readonly schema: GraphQLSchema;
  readonly context: MakeContext<C>;
  readonly authenticate: Authenticate;
  readonly errors: ErrorFormatter;
  readonly documentLimits: DocumentLimits;
  readonly costLimits: CostLimits;
  readonly maxBodyBytes: number;
  /** Hides what the schema has from the messages of refusals. */
  readonly production: boolean;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Run after the endpoint's own guards. */
  readonly plugins?: readonly ApolloServerPlugin<C>[];
  readonly stringifyResult?: (result: FormattedExecutionResult) => string | Promise<string>;
  /** Answers a query as text, where that can be done without resolvers; it is then answered past Apollo. */
  readonly answerWhole?: AnswerWhole;
}

export interface GraphqlEndpoint {
  readonly route: Route;
  readonly door: Door;
  /** Before the first request. */
  start(): Promise<void>;
  /** After the last one. */
  stop(): Promise<void>;
}

export function createGraphqlEndpoint<C extends RequestContext>(options: GraphqlEndpointOptions<C>): GraphqlEndpoint {
  const { schema, documentLimits, costLimits, errors, metrics, log, production, plugins = [], stringifyResult = JSON.stringify } = options;
  const cost = createCostCheck(schema, costLimits);
  const own = apolloOptions<C>({ schema, limits: documentLimits, cost, errors, metrics, log, production });
  const apollo = new ApolloServer<C>({ ...own, plugins: [...own.plugins, ...plugins], stringifyResult: (result) => stringifyResult(result) });
  const documents = createDocuments(schema, documentLimits, production);
  const { answerWhole } = options;
  const shortcut = answerWhole && createShortcut({ schema, documents, cost, answer: answerWhole, metrics });
  return {
    route: createGraphqlHandler({ ...options, apollo, shortcut }),
    door: createDoor({ ...options, apollo, documents, cost }),
    start: () => apollo.start(),
    stop: () => apollo.stop(),
  };
}
