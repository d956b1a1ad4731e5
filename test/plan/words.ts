/** What random queries are made of: names, ids, cursors and texts that mean something to a filled gateway. */
import type { GraphQLSchema } from 'graphql';
import { getNamedType, isEnumType, isInputObjectType } from 'graphql';
import type { Graph } from '../../src/app/graph.js';
import { mappings } from '../../src/schema/mappings.js';
import type { TestGateway } from '../support/gateway.js';
import type { OrderedCursors, Words } from '../support/random-arguments.js';

/** Moves with every transaction on the server, those of other databases included, and so between any two questions. */
export const moves: ReadonlySet<string> = new Set(['LogPage.endCursor']);

/** Texts that try to be more than texts, and the ids, numbers and page cursors that there are. */
export async function wordsOf(gateway: TestGateway, graph: Graph): Promise<Words> {
  const ids: Record<string, string[]> = {};
  const cursors: Record<string, OrderedCursors[]> = {};
  const numbers: string[] = [];
  const token = await gateway.staff('ADMIN');
  for (const field of Object.values(graph.staff.getQueryType()?.getFields() ?? {})) {
    const connection = getNamedType(field.type).name;
    const type = connection.replace(/Connection$/, '');
    if (type === connection) continue;
    const number = mappings.some((mapping) => mapping.type === type) && 'number' in ((graph.staff.getType(type) as { getFields?(): object } | undefined)?.getFields?.() ?? {}) ? 'number' : '';
    const orders = orderingsOf(graph.staff, field.name);
    const pages = [null, ...orders].map((orderBy, at) => `page${at}: ${field.name}(first: 8${orderBy ? `, orderBy: { field: ${orderBy.field}, direction: ${orderBy.direction} }` : ''}) { edges { cursor node { id ${number} } } }`);
    const { data } = await gateway.graphql<Record<string, Page>>(token, `{ ${pages.join(' ')} }`);
    const edges = data?.['page0']?.edges ?? [];
    ids[type] = edges.map(({ node }) => node.id);
    cursors[connection] = [null, ...orders].map((orderBy, at) => ({ orderBy, cursors: data?.[`page${at}`]?.edges.map(({ cursor }) => cursor) ?? [] }));
    numbers.push(...edges.slice(0, 3).flatMap(({ node }) => node.number ?? []));
  }
  const { data } = await gateway.graphql<{ shipments: { nodes: { trackingEvents: Page }[] } }>(token, '{ shipments(first: 5) { nodes { trackingEvents(first: 3) { edges { cursor node { id } } } } } }');
  cursors['TrackingEventConnection'] = [{ orderBy: null, cursors: data?.shipments.nodes.flatMap(({ trackingEvents }) => trackingEvents.edges.map(({ cursor }) => cursor)) ?? [] }];
  return {
    ids,
    cursors,
    strings: {
      '*': ["x'; drop table orders; --", 'O-1003', '$1', '\\', '{"a":1}', '"'],
      number: [...numbers, 'O-1003', 'O-1004', 'PO-1002-1', 'S-1', 'K-2', 'C-1', 'SH-1001', 'P-1', "'", '{a,"b'],
      search: ['auro', '晨光', 'o 100', "');--", '*:&|!', '', 'co'],
      country: ['DE', 'CN', 'XX'],
      connectorId: ['easypost', 'nobody'],
    },
  };
}

/** Every ordering of a root list, both ways; none where it has but the usual one. */
function orderingsOf(schema: GraphQLSchema, root: string): { field: string; direction: string }[] {
  const orderBy = schema.getQueryType()?.getFields()[root]?.args.find(({ name }) => name === 'orderBy');
  const type = orderBy && getNamedType(orderBy.type);
  const field = isInputObjectType(type) ? getNamedType(type.getFields()['field']?.type) : undefined;
  return isEnumType(field) ? field.getValues().flatMap(({ name }) => ['ASC', 'DESC'].map((direction) => ({ field: name, direction }))) : [];
}

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string; readonly number?: string } }[];
}
