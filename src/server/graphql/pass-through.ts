/**
 * The short way: a query that the read plan covers whole is answered with the database's own JSON text, without
 * graphql-js completing a value. Access is checked here for both ways, before anything runs.
 */
import type { ApolloServerPlugin } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import type {
  DocumentNode,
  ExecutionArgs,
  FormattedExecutionResult,
  FragmentDefinitionNode,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { getOperationAST, getVariableValues, GraphQLError, Kind } from 'graphql';
import type { PlanContext, Planner } from '../../plan/index.js';
import { assertMayAsk } from '../../plan/index.js';
import type { RequestContext } from './apollo.js';
import type { AnswerWhole } from './shortcut.js';

/** `data` as JSON text. */
class JsonText {
  constructor(readonly text: string) {}
}

export interface PassThrough<C extends RequestContext & PlanContext> {
  readonly plugin: ApolloServerPlugin<C>;
  readonly stringifyResult: (result: FormattedExecutionResult) => string;
  /** The result as a value, for transports that do not send text. */
  readonly readResult: (result: FormattedExecutionResult) => FormattedExecutionResult;
  /** Checks access and answers as text, for requests that do not pass through Apollo; missing where the plan is off. */
  readonly answerWhole?: AnswerWhole;
  /** Access of a subscription, which does not pass through Apollo. */
  readonly authorise: (args: ExecutionArgs, context: C) => readonly GraphQLError[] | null;
}

/** `enabled: false` sends every operation through the resolvers; the answers are the same. */
export function passThrough<C extends RequestContext & PlanContext>(planner: Planner, enabled: boolean): PassThrough<C> {
  const plugin: ApolloServerPlugin<C> = {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request, contextValue }) => {
        const ready = operation && prepare(schema, document, operation, request.variables);
        if (operation && ready) assertMayAsk(ready, operation, contextValue.viewer);
      },
      responseForOperation: async ({ schema, document, operation, request, contextValue }) => {
        // Apollo asks also where the request names no operation that there is, and has the execution say so.
        const ready = enabled && (operation as OperationDefinitionNode | undefined) ? prepare(schema, document, operation, request.variables) : null;
        const answer = ready && (await planner.whole(document, operation, ready, contextValue.viewer));
        if (answer === null) return null;
        const data = new JsonText(Buffer.concat(answer.pieces).toString()) as unknown as Record<string, unknown>;
        answer.giveBack();
        return { http: { status: undefined, headers: new HeaderMap() }, body: { kind: 'single', singleResult: { data } } };
      },
    }),
  };
  const answerWhole: AnswerWhole = async (schema, document, operation, given, viewer) => {
    const ready = prepare(schema, document, operation, given);
    if (!ready) return null;
    assertMayAsk(ready, operation, viewer);
    return planner.whole(document, operation, ready, viewer);
  };
  return { plugin, stringifyResult, readResult, authorise, ...(enabled && { answerWhole }) };
}

function stringifyResult(result: FormattedExecutionResult): string {
  return result.data instanceof JsonText ? `{"data":${result.data.text}}` : JSON.stringify(result);
}

function readResult(result: FormattedExecutionResult): FormattedExecutionResult {
  return result.data instanceof JsonText ? { data: JSON.parse(result.data.text) as Record<string, unknown> } : result;
}

function authorise({ schema, document, operationName, variableValues }: ExecutionArgs, { viewer }: PlanContext): readonly GraphQLError[] | null {
  const operation = getOperationAST(document, operationName);
  const ready = operation && prepare(schema, document, operation, variableValues ?? undefined);
  if (!operation || !ready) return null;
  try {
    assertMayAsk(ready, operation, viewer);
    return null;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** The request as the plan reads it; null where the variables do not fit, which the execution reports in its own way. */
function prepare(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>> | undefined,
): { schema: GraphQLSchema; fragments: Record<string, FragmentDefinitionNode>; variables: Record<string, unknown> } | null {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given ?? {});
  if (!coerced) return null;
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return { schema, fragments, variables: coerced };
}
