/** What of a schema queries have asked for: fields, members of filters, orderings. */
import type { DocumentNode, GraphQLNamedType, GraphQLSchema, GraphQLType } from 'graphql';
import { getNamedType, isEnumType, isInputObjectType, isObjectType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

const isOrdering = (type: string): boolean => type.endsWith('OrderField') || type === 'SortDirection';

/** All that can be asked for from `Query` on, as `Type.member`. */
export function askable(schema: GraphQLSchema): ReadonlySet<string> {
  const members = new Set<string>();
  const seen = new Set<GraphQLNamedType>();
  const follow = (type: GraphQLNamedType): void => {
    if (seen.has(type)) return;
    seen.add(type);
    if (isEnumType(type) && isOrdering(type.name)) for (const { name } of type.getValues()) members.add(`${type.name}.${name}`);
    if (!isObjectType(type) && !isInputObjectType(type)) return;
    for (const field of Object.values(type.getFields())) {
      members.add(`${type.name}.${field.name}`);
      follow(getNamedType(field.type as GraphQLType));
      if ('args' in field) for (const arg of field.args) follow(getNamedType(arg.type as GraphQLType));
    }
  };
  const query = schema.getQueryType();
  if (query) follow(query);
  return members;
}

/** Adds what a document asks for by name; what its variables ask for is not counted. */
export function addAsked(schema: GraphQLSchema, document: DocumentNode, asked: Set<string>): void {
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: ({ name }) => void asked.add(`${info.getParentType()?.name}.${name.value}`),
      ObjectField: ({ name }) => {
        const parent = info.getParentInputType();
        if (parent) asked.add(`${getNamedType(parent).name}.${name.value}`);
      },
      EnumValue: (node) => {
        const type = info.getInputType();
        if (type) asked.add(`${getNamedType(type).name}.${node.value}`);
      },
    }),
  );
}
