/**
 * The shape of a request's variables: what of them decides the text of a statement. That is, for each variable and each
 * member of an input, whether it is given and whether it is null; the values of enums (one may name an ordering), of
 * booleans (they steer `@skip` and `@include`) and of whole numbers (page sizes stand in the text); and whether a list has
 * no, one or many members. All else travels as parameters, as the members of a list of plain values do, whatever they are.
 *
 * It goes by the types that the operation declares, not by how values look: a text is a text even if it reads like an enum.
 */
import type { GraphQLInputField, GraphQLInputObjectType, GraphQLInputType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getNullableType, isEnumType, isInputObjectType, isInputType, isLeafType, isListType, typeFromAST } from 'graphql';
import type { Request } from './selection.js';

type Shape = (value: unknown) => string;

interface DeclaredVariable {
  readonly name: string;
  readonly shape: Shape;
}

export function shapeOf({ schema, variables }: Pick<Request, 'schema' | 'variables'>, operation: OperationDefinitionNode): string {
  const parts = declaredBy(operation, schema).map(({ name, shape }) => (Object.hasOwn(variables, name) ? shape(variables[name]) : ''));
  return parts.join(',');
}

/** Read once for each operation. The schema is kept with them, since an input of one name has fewer members for partners. */
const declared = new WeakMap<OperationDefinitionNode, { readonly schema: GraphQLSchema; readonly variables: readonly DeclaredVariable[] }>();

function declaredBy(operation: OperationDefinitionNode, schema: GraphQLSchema): readonly DeclaredVariable[] {
  const known = declared.get(operation);
  if (known?.schema === schema) return known.variables;
  const variables = (operation.variableDefinitions ?? []).map(({ variable, type }) => {
    const inputType = typeFromAST(schema, type as Parameters<typeof typeFromAST>[1]);
    if (!isInputType(inputType)) throw new Error(`The variable ${variable.name.value} is of no type that the schema takes.`);
    return { name: variable.name.value, shape: shapeOfType(inputType) };
  });
  declared.set(operation, { schema, variables });
  return variables;
}

function shapeOfType(type: GraphQLInputType): Shape {
  const plain = shapeOfGiven(getNullableType(type) as GraphQLInputType);
  return (value) => (value === null ? 'null' : plain(value));
}

function shapeOfGiven(type: GraphQLInputType): Shape {
  if (isInputObjectType(type)) return shapeOfInput(type);
  if (isListType(type)) return shapeOfList(type.ofType as GraphQLInputType);
  return isEnumType(type) || type.name === 'Boolean' || type.name === 'Int' ? String : () => 'bound';
}

function shapeOfInput(type: GraphQLInputObjectType): Shape {
  const shapes = new Map<string, Shape>();
  // Found when first met: an input may have members of its own type.
  const shapeOfMember = (name: string, value: unknown): string => {
    const shape = shapes.get(name) ?? shapeOfType((type.getFields()[name] as GraphQLInputField).type);
    shapes.set(name, shape);
    return shape(value);
  };
  return (value) => `{${Object.entries(value as object).map(([name, member]) => `${name}:${shapeOfMember(name, member)}`).join()}}`;
}

function shapeOfList(memberType: GraphQLInputType): Shape {
  const isOfPlain = isLeafType(getNullableType(memberType));
  const shapeOfMember = shapeOfType(memberType);
  return (value) => {
    const list = value as readonly unknown[];
    return isOfPlain ? lengthOf(list) : `[${list.map(shapeOfMember).join()}]`;
  };
}

function lengthOf(list: readonly unknown[]): string {
  if (list.length === 0) return 'none';
  return list.length === 1 ? 'one' : 'many';
}
