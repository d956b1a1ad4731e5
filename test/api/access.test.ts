/** One table holds who may ask for what; here it is held against the schema, field by field. */
import type { GraphQLNamedType } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import { resolverClasses } from '../../src/resolvers/index.js';
import { accessEntries, isForPartners, mayAsk } from '../../src/schema/access.js';
import { buildGraph, cutForPartners } from '../../src/schema/build.js';
import { Role } from '../../src/entities/enums.js';

const graph = buildGraph(resolverClasses, () => ({}));

const fieldsOf = (schema: typeof graph): string[] =>
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));

/** The fields that can be come to from the roots over fields that may be asked for. */
function reachedBy(may: (type: string, field: string) => boolean): ReadonlySet<string> {
  const reached = new Set<string>();
  const follow = (type: GraphQLNamedType | null | undefined): void => {
    if (!isObjectType(type)) return;
    for (const field of Object.values(type.getFields()).filter(({ name }) => may(type.name, name))) {
      const entry = `${type.name}.${field.name}`;
      if (reached.has(entry)) continue;
      reached.add(entry);
      follow(getNamedType(field.type));
    }
  };
  for (const root of [graph.getQueryType(), graph.getMutationType(), graph.getSubscriptionType()]) follow(root);
  return reached;
}

describe('access', () => {
  it('has an entry for every field of the schema, and none for a field that is not there', () => {
    expect([...accessEntries()].sort()).toEqual(fieldsOf(graph).sort());
  });

  it('refuses a field without an entry for everybody', () => {
    expect(mayAsk(Object.values(Role), 'Order', 'secret')).toBe(false);
  });

  it('gives partners exactly the fields that some partner may ask for and come to', () => {
    const cut = fieldsOf(cutForPartners(graph));
    expect(cut.sort()).toEqual([...reachedBy(isForPartners)].sort());
    expect(cut).not.toContain('Query.orders');
    expect(cut).not.toContain('PurchaseOrder.orders');
  });

  it('describes every type, field and argument', () => {
    const bare: string[] = [];
    for (const type of Object.values(graph.getTypeMap())) {
      if (type.name.startsWith('__')) continue;
      if (!type.description) bare.push(type.name);
      if (!('getFields' in type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (!field.description) bare.push(`${type.name}.${field.name}`);
        for (const arg of 'args' in field ? field.args : []) if (!arg.description) bare.push(`${type.name}.${field.name}(${arg.name})`);
      }
    }
    expect(bare).toEqual(['Query', 'Mutation', 'Subscription'].filter((name) => graph.getType(name) && !graph.getType(name)?.description));
  });
});
