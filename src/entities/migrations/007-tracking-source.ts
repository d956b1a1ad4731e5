import { Migration } from '@mikro-orm/migrations';

/**
 * Which outside system told a tracking event. Of those told before nobody knows. What writes them takes the columns of the table as
 * they are (`write_tracking`).
 */
export class Migration007TrackingSource extends Migration {
  override async up(): Promise<void> {
    this.addSql('alter table tracking_event add column source_system varchar(64)');
  }
}
