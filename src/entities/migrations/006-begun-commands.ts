import { Migration } from '@mikro-orm/migrations';

/** When an attempt began of which nobody knows how it ended: a gateway that is killed between request and answer leaves it behind. */
export class Migration006BegunCommands extends Migration {
  override async up(): Promise<void> {
    this.addSql('alter table outgoing_command add column begun_at timestamptz(6)');
  }
}
