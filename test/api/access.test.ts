/** One table holds who may ask for what; here it is held against the schema, field by field. */
import { isObjectType } from 'graphql';
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

describe('access', () => {
  it('has an entry for every field of the schema, and none for a field that is not there', () => {
    expect([...accessEntries()].sort()).toEqual(fieldsOf(graph).sort());
  });

  it('refuses a field without an entry for everybody', () => {
    expect(mayAsk(Object.values(Role), 'Order', 'secret')).toBe(false);
  });

  it('gives partners exactly the fields that some partner may ask for', () => {
    const partner = fieldsOf(cutForPartners(graph));
    for (const entry of partner) {
      const [type = '', field = ''] = entry.split('.');
      expect({ entry, mine: isForPartners(type, field) }).toEqual({ entry, mine: true });
    }
    expect(partner).not.toContain('Query.orders');
    expect(partner).not.toContain('PurchaseOrder.orders');
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
