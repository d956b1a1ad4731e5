/**
 * What an operation may cost at most: about the number of values that it could answer with. Each field counts one; a
 * page multiplies what lies below it by its size, another list by a usual length.
 */
import type { DocumentNode, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { GraphQLError, Kind, getNamedType, getNullableType, getOperationAST, getVariableValues, isCompositeType, isListType, visit } from 'graphql';
// The package's other entry brings a second copy of graphql with it.
import type { ComplexityEstimator } from 'graphql-query-complexity/cjs';
import { getComplexity } from 'graphql-query-complexity/cjs';

export interface CostLimits {
  readonly most: number;
  /** Page size where `first` and `last` are not given. */
  readonly usualPage: number;
  /** Pages are no larger, whatever is asked for: asking for more is refused elsewhere, in better words. */
  readonly largestPage: number;
  /** Length of a list without pages. */
  readonly usualList: number;
}

export const defaultCostLimits: CostLimits = { most: 100_000, usualPage: 20, largestPage: 200, usualList: 5 };

/** Null where the operation is cheap enough; else why it is refused. Invalid variables cost nothing: execution refuses them. */
export type CostCheck = (document: DocumentNode, operationName: string | null | undefined, variables: Variables) => GraphQLError | null;

type Variables = Readonly<Record<string, unknown>>;

/** A check that remembers its answers per document and per the variables that matter: page sizes and conditions. */
export function createCostCheck(schema: GraphQLSchema, limits: CostLimits): CostCheck {
  const estimators = [declaredEstimator, pageEstimator(limits)];
  const known = new WeakMap<DocumentNode, { readonly names: readonly string[]; readonly costs: Map<string, GraphQLError | null> }>();
  return (document, operationName, variables) => {
    const entry = known.get(document) ?? { names: decidingVariables(document), costs: new Map<string, GraphQLError | null>() };
    known.set(document, entry);
    const key = JSON.stringify([operationName ?? null, ...entry.names.map((name) => (Object.hasOwn(variables, name) ? variables[name] : null))]);
    const found = entry.costs.get(key);
    if (found !== undefined) return found;
    const verdict = judge(schema, document, operationName, variables, estimators, limits.most);
    if (entry.costs.size >= rememberedPerDocument) entry.costs.clear();
    // The variables are not looked at yet: where a number belongs, a client may send a book.
    if (key.length <= longestKey) entry.costs.set(key, verdict);
    return verdict;
  };
}

const rememberedPerDocument = 50;
const longestKey = 1000;

function judge(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Variables,
  estimators: ComplexityEstimator[],
  most: number,
): GraphQLError | null {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  if (getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors) return null;
  // Only the chosen operation with the fragments: the others cost nothing.
  const definitions = document.definitions.filter((node) => node === operation || node.kind === Kind.FRAGMENT_DEFINITION);
  try {
    const cost = getComplexity({ estimators, schema, query: { ...document, definitions }, variables: { ...variables } });
    return cost > most ? tooCostly(`The query would cost ${cost}; ${most} is allowed. Ask for fewer fields or smaller pages.`) : null;
  } catch {
    return tooCostly('The query is too large to be measured. Ask for fewer fields.');
  }
}

function tooCostly(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COSTLY', http: { status: 400 } } });
}

/** A field of the schema may state its own cost, as a number on top of what lies below it, or as a function. */
const declaredEstimator: ComplexityEstimator = (options) => {
  const { complexity } = options.field.extensions;
  if (typeof complexity === 'number') return complexity + options.childComplexity;
  return typeof complexity === 'function' ? (complexity as ComplexityEstimator)(options) : undefined;
};

function pageEstimator({ usualPage, largestPage, usualList }: CostLimits): ComplexityEstimator {
  return ({ field, args, childComplexity }) => {
    if (field.args.some(({ name }) => name === 'first')) return 1 + pageSize(args, usualPage, largestPage) * childComplexity;
    const multiple = isListOfObjects(field.type) && !isPartOfPage(field.name) ? usualList : 1;
    return 1 + multiple * childComplexity;
  };
}

function pageSize(args: Variables, usual: number, largest: number): number {
  const asked = args['first'] ?? args['last'] ?? usual;
  return typeof asked === 'number' ? Math.min(Math.max(asked, 0), largest) : usual;
}

function isListOfObjects(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type)) && isCompositeType(getNamedType(type));
}

/** The page itself was multiplied already where its size was given. */
function isPartOfPage(field: string): boolean {
  return field === 'nodes' || field === 'edges';
}

function decidingVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Argument(node) {
      if (node.value.kind === Kind.VARIABLE && ['first', 'last', 'if'].includes(node.name.value)) names.add(node.value.name.value);
    },
  });
  return [...names].sort();
}
