import { Migration } from '@mikro-orm/migrations';

/** Records are asked for by their number alone; the unique keys begin with the source and cannot find one so. */
export class Migration005NumberIndexes extends Migration {
  override async up(): Promise<void> {
    for (const table of ['orders', 'purchase_order', 'shipment', 'customer', 'supplier', 'carrier', 'product']) {
      this.addSql(`create index ${table}_number_id_index on ${table} (number, id)`);
    }
  }
}
