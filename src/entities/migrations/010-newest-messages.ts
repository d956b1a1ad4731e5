import { Migration } from '@mikro-orm/migrations';

/**
 * Finds the newest message of a connector without reading the others. On an expression, so that it serves who asks for it by name alone: by an
 * index that begins with the connector itself PostgreSQL would look up single messages too, and read all that the connector told (ADR 10).
 */
export class Migration010NewestMessages extends Migration {
  override async up(): Promise<void> {
    this.addSql(`create index inbox_message_connector_id_received_at_index on inbox_message ((connector_id || ''), received_at)`);
  }
}
