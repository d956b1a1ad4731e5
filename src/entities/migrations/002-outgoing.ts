import { Migration } from '@mikro-orm/migrations';

/** Commands to outside systems, and connectors that a person has paused. */
export class Migration002Outgoing extends Migration {
  override async up(): Promise<void> {
    this.addSql(`create table outgoing_command (
      id uuid not null,
      connector_id varchar(64) not null,
      kind text not null,
      object_id uuid not null,
      revision int not null default 0,
      status text not null default 'PENDING',
      input jsonb,
      answer jsonb,
      attempts int not null default 0,
      next_attempt_at timestamptz(6) not null,
      last_error_kind varchar(32),
      last_error text,
      created_at timestamptz(6) not null,
      done_at timestamptz(6),
      primary key (id),
      constraint outgoing_command_connector_id_kind_object_id_revision_unique unique (connector_id, kind, object_id, revision),
      constraint outgoing_command_kind_check check (kind in
        ('CONFIRM_PURCHASE_ORDER', 'SEND_PURCHASE_ORDER', 'FOLLOW_SHIPMENT', 'BOOK_SHIPMENT', 'REQUEST_PICKUP')),
      constraint outgoing_command_status_check check (status in ('PENDING', 'DONE', 'FAILED'))
    )`);
    this.addSql(`create index outgoing_command_created_at_id_index on outgoing_command (created_at, id)`);
    this.addSql(`create index outgoing_command_status_connector_id_next_attempt_at_index
      on outgoing_command (status, connector_id, next_attempt_at)`);
    this.addSql(`alter table connector_state add column paused_at timestamptz(6), add column paused_by varchar(255)`);
  }
}
