import { Migration } from '@mikro-orm/migrations';

/** Suppliers' answers come from their own systems too: from where, and when it was said there. */
export class Migration004ConfirmationSource extends Migration {
  override async up(): Promise<void> {
    this.addSql(`alter table purchase_order_confirmation
      add column source_system varchar(64),
      add column source_external_id varchar(255),
      add column source_version varchar(255),
      add column source_updated_at timestamptz(6),
      add column source_synced_at timestamptz(6)`);
  }
}
