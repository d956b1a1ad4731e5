/** Which fields a request selects: merged, fragments spread, `@skip` and `@include` applied, by graphql-js's own rules. */
import type { FieldNode, FragmentDefinitionNode, GraphQLField, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';

/** The request as the selection is read from it. */
export interface Request {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Record<string, unknown>;
}

/** One response key with all the nodes that were merged into it. */
export interface Selected {
  readonly key: string;
  readonly name: string;
  /** Definition of the field; undefined for `__typename`. */
  readonly field: GraphQLField<unknown, unknown> | undefined;
  readonly nodes: readonly FieldNode[];
  /** The type that the field belongs to. */
  readonly parent: GraphQLObjectType;
}

/** Fields at the root of an operation. */
export function selectRoot(request: Request, operation: OperationDefinitionNode, root: GraphQLObjectType): Selected[] {
  return toSelected(root, collectFields(request.schema, request.fragments, request.variables, root, operation.selectionSet));
}

/** Fields below a selected field. The gateway's types have no unions or interfaces: every composite is an object type. */
export function selectBelow(request: Request, selected: Pick<Selected, 'field' | 'nodes'>): Selected[] {
  const type = selected.field && getNamedType(selected.field.type);
  if (!isObjectType(type)) return [];
  return toSelected(type, collectSubfields(request.schema, request.fragments, request.variables, type, [...selected.nodes]));
}

function toSelected(parent: GraphQLObjectType, fields: ReadonlyMap<string, readonly FieldNode[]>): Selected[] {
  const definitions = parent.getFields();
  return [...fields].map(([key, nodes]) => {
    const name = nodes[0]?.name.value ?? key;
    return { key, name, field: definitions[name], nodes, parent };
  });
}

/** Response keys from the root down to a field, without the places in lists: two fields of one path select the same. */
export function responsePath(path: GraphQLResolveInfo['path']): string {
  const keys: string[] = [];
  for (let step: GraphQLResolveInfo['path'] | undefined = path; step; step = step.prev) {
    if (typeof step.key === 'string') keys.unshift(step.key);
  }
  return keys.join('.');
}
