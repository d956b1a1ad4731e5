import { Migration } from '@mikro-orm/migrations';

/** Until when an outside system has asked not to be called. */
export class Migration009AskedToWait extends Migration {
  override async up(): Promise<void> {
    this.addSql('alter table connector_state add column asked_to_wait_until timestamptz(6)');
  }
}
