/** Lists of an object leave no two rows in doubt, and order by no more than that takes: the index then gives them as they are. */
import { createCatalogue } from '../../src/plan/index.js';
import { resolverClasses } from '../../src/resolvers/index.js';
import { buildGraph } from '../../src/schema/build.js';
import { mappings } from '../../src/schema/mappings.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';

const state: { test?: TestDatabase } = {};
beforeAll(async () => {
  state.test = await freshDatabase();
});
afterAll(() => state.test?.close());

/** Columns of each list, by the columns that lead to its parent, as the database keeps them apart. */
async function uniqueColumns(table: string): Promise<string[][]> {
  const rows = await state.test?.database.reader.rows(
    `select string_agg(quote_ident(a.attname), ',') as columns from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
     where i.indrelid = $1::text::regclass and i.indisunique and i.indpred is null group by i.indexrelid having bool_and(a.attnotnull)`,
    [table],
  );
  return (rows ?? []).map(({ columns }) => columns?.split(',') ?? []);
}

it('orders by columns that the database keeps apart', async () => {
  const catalogue = createCatalogue(buildGraph(resolverClasses, () => ({})), mappings, (state.test as TestDatabase).database.em.getMetadata());
  const orders: Record<string, readonly string[]> = {};
  for (const { type } of mappings) {
    for (const [name, field] of catalogue.type(type)?.fields ?? []) {
      if (field.kind !== 'list') continue;
      orders[`${type}.${name}`] = field.orderBy;
      const unique = await uniqueColumns(catalogue.type(field.target)?.table.replaceAll('"', '') ?? '');
      const named = [field.by, ...field.orderBy].map((column) => column.replaceAll('"', ''));
      expect({ list: `${type}.${name}`, isApart: unique.some((columns) => columns.every((column) => named.includes(column))) }).toEqual({ list: `${type}.${name}`, isApart: true });
    }
  }
  expect(orders).toMatchObject({
    'Order.lines': ['"line_no"'],
    'PurchaseOrder.lines': ['"line_no"'],
    'PurchaseOrder.receipts': ['"received_on"', 'id'],
    'Shipment.legs': ['"leg_no"'],
    'Shipment.lines': ['id'],
  });
});
