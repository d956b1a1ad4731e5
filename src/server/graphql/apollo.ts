import type { ApolloServerOptionsWithSchema, ApolloServerPlugin, BaseContext } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import * as unwanted from '@apollo/server/plugin/disabled';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { ErrorFormatter } from '../errors.js';
import { isDatabaseAway } from '../errors.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { CostCheck } from './cost.js';
import { createDocumentStore } from './document-store.js';
import type { DocumentLimits } from './rules.js';
import { documentRules } from './rules.js';
import { nulInVariables } from './variables.js';

/** What every GraphQL context has, for the log. */
export interface RequestContext extends BaseContext {
  readonly requestId: string;
}

export interface ApolloSettings {
  readonly schema: GraphQLSchema;
  readonly limits: DocumentLimits;
  readonly cost: CostCheck;
  readonly errors: ErrorFormatter;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly production: boolean;
}

/**
 * Options for `new ApolloServer(…)` that hold the limits and keep the inside inside. The app adds its own plugins
 * behind these and may set `stringifyResult`.
 */
export function apolloOptions<C extends RequestContext>(settings: ApolloSettings): ApolloServerOptionsWithSchema<C> & { plugins: ApolloServerPlugin<C>[] } {
  const { schema, limits, errors, log, production } = settings;
  const requestIds = new WeakMap<object, string>();
  return {
    schema,
    // Apollo has a rule of its own against introspection.
    validationRules: documentRules({ ...limits, introspection: true }),
    introspection: limits.introspection,
    parseOptions: { maxTokens: limits.tokens },
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    // Otherwise a document would be kept for every hash that a client cares to send.
    persistedQueries: false,
    documentStore: createDocumentStore(),
    // The process ends when the app has ended, not when Apollo has.
    stopOnTerminationSignals: false,
    logger: { debug: () => {}, info: (text) => log.info(text), warn: (text) => log.warn(text), error: (text) => log.error(text) },
    formatError: (formatted, error) => errors.format(formatted, error, requestIds.get(error as object) ?? null),
    plugins: [
      unwanted.ApolloServerPluginCacheControlDisabled(),
      unwanted.ApolloServerPluginInlineTraceDisabled(),
      unwanted.ApolloServerPluginLandingPageDisabled(),
      unwanted.ApolloServerPluginSchemaReportingDisabled(),
      unwanted.ApolloServerPluginUsageReportingDisabled(),
      guards(settings, requestIds),
    ],
  };
}

function guards<C extends RequestContext>({ cost, metrics }: ApolloSettings, requestIds: WeakMap<object, string>): ApolloServerPlugin<C> {
  return {
    requestDidStart: async () => {
      const stop = metrics.startOperation();
      return {
        didResolveOperation: async ({ request, document }) => {
          const variables = request.variables ?? {};
          const refusal = nulInVariables(variables) ?? cost(document, request.operationName, variables);
          if (refusal) throw refusal;
        },
        didEncounterErrors: async ({ errors, contextValue }) => {
          for (const error of errors) {
            requestIds.set(error, contextValue.requestId);
            if (isDatabaseAway(error)) markUnavailable(error);
          }
        },
        willSendResponse: async ({ operation, operationName, errors }) => {
          stop(operation?.operation ?? 'none', operationName ?? null, errors ? 'error' : 'ok');
        },
      };
    },
  };
}

/** Apollo takes the status of its answer from here. */
function markUnavailable(error: GraphQLError): void {
  (error.extensions as Record<string, unknown>)['http'] = { status: 503, headers: new HeaderMap([['retry-after', '5']]) };
}
