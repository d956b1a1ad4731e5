import { Migration } from '@mikro-orm/migrations';

/** How much of each product lies in which warehouse. */
export class Migration008StockLevels extends Migration {
  override async up(): Promise<void> {
    for (const statement of statements) this.addSql(statement);
  }
}

const statements = [
  `create table stock_level (
    id uuid not null,
    product_id uuid not null,
    warehouse varchar(255) not null,
    warehouse_name text,
    on_hand numeric(20,6),
    unit varchar(32),
    as_of timestamptz(6),
    source_system varchar(64),
    source_external_id varchar(255),
    source_version varchar(255),
    source_updated_at timestamptz(6),
    source_synced_at timestamptz(6),
    primary key (id),
    constraint stock_level_product_id_warehouse_source_system_unique unique nulls not distinct (product_id, warehouse, source_system),
    constraint stock_level_product_id_foreign foreign key (product_id) references product (id)
  )`,
  // Whether what is told again stands otherwise by now is asked by the system's own id.
  `create index stock_level_source_external_id_source_system_index on stock_level (source_external_id, source_system)`,
];
