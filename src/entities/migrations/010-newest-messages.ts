import { Migration } from '@mikro-orm/migrations';

/** Finds the newest message of a connector without reading the others. */
export class Migration010NewestMessages extends Migration {
  override async up(): Promise<void> {
    this.addSql('create index inbox_message_connector_id_received_at_index on inbox_message (connector_id, received_at)');
  }
}
