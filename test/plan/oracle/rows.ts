/** Every row of the tables that the lists speak of, read once as plain rows. */
import type { Reader } from '../../../src/entities/database.js';

/** Columns as texts; null where there is no value. */
export type Row = Readonly<Record<string, string | null>>;

const tables = ['orders', 'order_line', 'purchase_order', 'purchase_order_line', 'purchase_order_confirmation', 'receipt', 'shipment', 'shipment_line', 'shipment_leg', 'supplier_evaluation', 'evaluation_criterion', 'after_sales_case', 'customer', 'supplier', 'carrier'] as const;
export type TableName = (typeof tables)[number];

export class Rows {
  private constructor(
    private readonly tables: ReadonlyMap<TableName, readonly Row[]>,
    private readonly ranks: ReadonlyMap<string, number>,
  ) {}

  static async read(reader: Reader): Promise<Rows> {
    const read = new Map<TableName, readonly Row[]>();
    for (const table of tables) {
      // As texts of the database's making: what drivers make of an instant has lost its microseconds.
      const texts = await reader.rows(`select (select json_object_agg(key, value) from jsonb_each_text(to_jsonb(each)))::text as row from ${table} as each`, []);
      read.set(table, texts.map(({ row }) => JSON.parse(row ?? '{}') as Row));
    }
    // How texts follow one another is the database's own affair: its collation decides, and it alone knows it.
    const ranked = await reader.rows(`select number, rank() over (order by number)::text as rank from (${numbered.map((table) => `select number from ${table}`).join(' union ')}) as every`, []);
    return new Rows(read, new Map(ranked.map(({ number, rank }) => [number ?? '', Number(rank)])));
  }

  of(table: TableName): readonly Row[] {
    return this.tables.get(table) ?? [];
  }

  /** The row with this id; null also where there is no id. */
  byId(table: TableName, id: string | null | undefined): Row | null {
    return (id && this.with(table, 'id', id)[0]) || null;
  }

  /** Rows with this value in a column. */
  with(table: TableName, column: string, value: string | null | undefined): readonly Row[] {
    const key = `${table}.${column}`;
    let index = this.indexes.get(key);
    if (!index) this.indexes.set(key, (index = Map.groupBy(this.of(table), (row) => row[column] ?? null)));
    return (value && index.get(value)) || [];
  }

  /** Where a business number stands among all of them. */
  rankOf(number: string): number {
    return this.ranks.get(number) ?? 0;
  }

  private readonly indexes = new Map<string, ReadonlyMap<string | null, readonly Row[]>>();
}

const numbered = ['orders', 'purchase_order', 'shipment', 'after_sales_case'];
