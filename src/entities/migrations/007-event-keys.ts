import { Migration } from '@mikro-orm/migrations';

/** What takes an event back may name no shipment: its event is found by its key alone, and the primary key begins with the shipment. */
export class Migration007EventKeys extends Migration {
  override async up(): Promise<void> {
    this.addSql('create index tracking_event_key_event_key_index on tracking_event_key (event_key)');
  }
}
