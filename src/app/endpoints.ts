/** The two GraphQL endpoints, with one set of limits and one context. */
import type { Config } from '../config.js';
import type { Feed } from '../domain/live/feed.js';
import type { GatewayContext } from '../resolvers/context.js';
import { languageOf } from '../schema/messages.js';
import type { Authenticate } from '../server/auth/authenticate.js';
import type { ErrorFormatter } from '../server/errors.js';
import type { RequestContext } from '../server/graphql/apollo.js';
import { defaultCostLimits } from '../server/graphql/cost.js';
import type { GraphqlEndpoint } from '../server/graphql/endpoint.js';
import { createGraphqlEndpoint } from '../server/graphql/endpoint.js';
import type { RequestScope } from '../server/graphql/handler.js';
import { passThrough } from '../server/graphql/pass-through.js';
import { defaultDocumentLimits } from '../server/graphql/rules.js';
import { createCrowds } from '../server/live/crowds.js';
import type { Log } from '../server/log.js';
import type { Metrics } from '../server/metrics.js';
import type { Graph } from './graph.js';

type Context = GatewayContext & RequestContext;

export interface EndpointParts {
  readonly config: Config;
  readonly graph: Graph;
  readonly feed: Feed;
  readonly authenticate: Authenticate;
  readonly errors: ErrorFormatter;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Our own people at `/graphql`, where partners are let in under their own rules too; partners at `/partner/graphql`. */
export function createEndpoints(parts: EndpointParts): readonly GraphqlEndpoint[] {
  const { config, graph, feed, authenticate, errors, metrics, log } = parts;
  const { plugin, ...short } = passThrough<Context>(graph.planner, config.readPlan);
  const crowds = createCrowds<Context>((context) => ({ ...context, references: new Map() }));
  const common = {
    ...short,
    subscribe: crowds.subscribe,
    plugins: [plugin],
    context: contextOf(feed),
    authenticate,
    errors,
    documentLimits: { ...defaultDocumentLimits, depth: config.limits.queryDepth, introspection: config.introspection },
    costLimits: { ...defaultCostLimits, most: config.limits.queryCost },
    maxBodyBytes: config.limits.queryBytes,
    production: config.production,
    metrics,
    log,
  };
  return [
    createGraphqlEndpoint<Context>({
      ...common,
      path: '/graphql',
      channel: 'graphql',
      audience: ['staff', 'supplier', 'carrier'],
      schema: graph.staff,
    }),
    createGraphqlEndpoint<Context>({
      ...common,
      path: '/partner/graphql',
      channel: 'partner-graphql',
      audience: ['supplier', 'carrier'],
      schema: graph.partners,
    }),
  ];
}

const contextOf =
  (feed: Feed) =>
  (scope: RequestScope): Context => ({
    viewer: scope.viewer,
    references: new Map(),
    language: languageOf(scope.language),
    channel: scope.channel,
    idempotencyKey: scope.idempotencyKey,
    requestId: scope.requestId,
    feed,
    signal: scope.signal,
  });
