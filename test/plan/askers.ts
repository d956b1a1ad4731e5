/** Who asks: every kind of viewer that there is, with its token and with what the gateway makes of it. */
import type { GraphQLSchema } from 'graphql';
import type { Graph } from '../../src/app/graph.js';
import type { StaffRole } from '../../src/domain/credentials.js';
import type { Viewer } from '../../src/domain/viewer.js';
import { Role } from '../../src/entities/enums.js';
import type { TestGateway } from '../support/gateway.js';

/** One who asks. */
export interface Asker {
  readonly name: string;
  readonly token: string | null;
  readonly viewer: Viewer;
  readonly path: string;
  readonly schema: GraphQLSchema;
}

/** Every role of our own people and two at once, three suppliers, three carriers, and somebody who does not say who he is. */
export async function askersOf(gateway: TestGateway, graph: Graph): Promise<Asker[]> {
  const { reader } = gateway.test.database;
  const viewer = (kind: Viewer['kind'], roles: Role[], more: Partial<Viewer> = {}): Viewer => ({ kind, roles, subject: 'random', name: 'Random', supplierId: null, carrierId: null, ...more });
  const roles = Object.values(Role).filter((role): role is StaffRole => role !== Role.SUPPLIER && role !== Role.CARRIER);
  const staff = await Promise.all(
    [...roles.map((role) => [role]), [Role.QUALITY, Role.PROCUREMENT] as const].map(async (held) => ({
      name: held.join(' and '),
      token: await gateway.staff(...held),
      viewer: viewer('staff', [...held]),
      path: '/graphql',
      schema: graph.staff,
    })),
  );
  const partners: Asker[] = [];
  for (const [role, table, joined] of [['SUPPLIER', 'supplier', 'purchase_order'], ['CARRIER', 'carrier', 'shipment']] as const) {
    // Those with the most business: the demo's own, and both of the small company.
    const busiest = await reader.query(null, `select p.number from ${table} as p join ${joined} as j on j.${table}_id = p.id group by p.number order by count(*) desc, p.number limit 1`, []);
    const small = role === 'SUPPLIER' ? ['S-1', 'S-2'] : ['K-2', 'K-1'];
    for (const [number, path, schema] of [[busiest ?? '', '/partner/graphql', graph.partners] as const, ...small.map((number) => [number, '/graphql', graph.staff] as const)]) {
      const id = await reader.query(null, `select id::text from ${table} where number = $1::text`, [number]);
      const owner = role === 'SUPPLIER' ? viewer('supplier', [role], { supplierId: id }) : viewer('carrier', [role], { carrierId: id });
      partners.push({ name: `${role} ${number} at ${path}`, token: await gateway.partner(role, number), viewer: owner, path, schema });
    }
  }
  const nobody: Asker = { name: 'nobody', token: null, viewer: viewer('staff', ['ADMIN']), path: '/graphql', schema: graph.staff };
  return [...staff, ...partners, ...staff, ...partners, nobody];
}
