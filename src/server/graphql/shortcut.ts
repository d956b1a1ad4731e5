/**
 * A query that the read plan answers whole needs nothing of Apollo: it was parsed, validated and measured before, and its
 * answer is the database's text. This answers it past Apollo, which costs more than all the rest of a small query. Whatever
 * is new, wrong or refused goes to Apollo and is told there, so nobody can see which way an answer took.
 */
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { OperationTypeNode, getOperationAST } from 'graphql';
import type { Viewer } from '../../domain/viewer.js';
import type { LentText } from '../../entities/reading/lent-memory.js';
import type { Metrics } from '../metrics.js';
import type { CostCheck } from './cost.js';
import type { Documents } from './documents.js';
import { nulInVariables } from './variables.js';

/** The JSON text of `data`, to be given back; null where the resolvers have to run. Throws where the viewer may not ask for it. */
export type AnswerWhole = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  viewer: Viewer,
) => Promise<LentText | null>;

export interface ShortcutParts {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly cost: CostCheck;
  readonly answer: AnswerWhole;
  readonly metrics: Metrics;
}

/** The whole response as JSON text, to be given back once it was sent; null: Apollo is to answer. `accept` is the request's header. */
export type Shortcut = (body: unknown, accept: string | undefined, viewer: Viewer) => Promise<LentText | null>;

/** Longer documents, and those seen once, are not worth remembering. */
const longestSource = 10_000;
const remembered = 500;

const [head, tail] = [Buffer.from('{"data":'), Buffer.from('}')];

export function createShortcut({ schema, documents, cost, answer, metrics }: ShortcutParts): Shortcut {
  const seen = new Set<string>();
  const recurs = (source: string): boolean => {
    if (seen.has(source)) return true;
    if (seen.size >= remembered) seen.clear();
    seen.add(source);
    return false;
  };
  return async (body, accept, viewer) => {
    const asked = readRequest(body);
    if (!asked || !takesPlainJson(accept) || asked.query.length > longestSource || !recurs(asked.query)) return null;
    const document = documents.get(asked.query);
    if (!('kind' in document)) return null;
    const operation = getOperationAST(document, asked.operationName);
    if (operation?.operation !== OperationTypeNode.QUERY) return null;
    const { variables } = asked;
    if (nulInVariables(variables) ?? cost(document, asked.operationName, variables)) return null;
    const stop = metrics.startOperation();
    // What fails here fails there again, and is told in Apollo's way.
    const data = await answer(schema, document, operation, variables, viewer).catch(() => null);
    if (data === null) return null;
    stop('query', operation.name?.value ?? null, 'ok');
    return { ...data, pieces: [head, ...data.pieces, tail] };
  };
}

interface Asked {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Null for a request with anything unusual about it. */
function readRequest(body: unknown): Asked | null {
  if (typeof body !== 'object' || body === null) return null;
  const { query, operationName = null, variables, extensions } = body as Record<string, unknown>;
  if (typeof query !== 'string' || extensions !== undefined) return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) return null;
  return { query, operationName, variables: (variables ?? {}) as Record<string, unknown> };
}

/** Apollo answers in another media type to those who ask for it. */
function takesPlainJson(accept: string | undefined): boolean {
  return accept === undefined || accept === '*/*' || accept === 'application/json';
}
