/** How connectors fare, from what is stored of them. */
import type { Reader } from '../../entities/database.js';

export interface ConnectorHealth {
  readonly connectorId: string;
  /** Where the next pull goes on; the outside system's affair. */
  readonly cursor: string | null;
  readonly lastSuccessAt: string | null;
  readonly lastAttemptAt: string | null;
  /** Seconds since the last successful pull. */
  readonly lagSeconds: number | null;
  /** Of the last pull, where it failed. */
  readonly lastErrorKind: string | null;
  readonly lastError: string | null;
  readonly pausedAt: string | null;
  readonly pausedBy: string | null;
  /** Messages that pulls have brought since the connector was set up, repeated ones too. */
  readonly pulledMessages: number;
  readonly messagesLastHour: number;
  /** When the newest message was received, by webhook or pull, however long ago; one that was known already does not count. */
  readonly lastMessageAt: string | null;
  /** Seconds since then. */
  readonly messageAgeSeconds: number | null;
  readonly parkedMessages: number;
  /** Messages of the last seven days with something that no table of the connector knows. */
  readonly unmappedMessages: number;
  readonly pendingCommands: number;
  readonly failedCommands: number;
}

/** In the order of the ids given; one that has not done anything yet has counts of 0 and no times. */
export async function connectorHealth(reader: Reader, ids: readonly string[], now: Date): Promise<ConnectorHealth[]> {
  const answer = await reader.query('connector-health', statement, [JSON.stringify(ids), now.toISOString()]);
  return JSON.parse(answer ?? '[]') as ConnectorHealth[];
}

const statement = `
select coalesce(json_agg(shown), '[]')::text from (
  select wanted.id as "connectorId", s.cursor, rfc3339(s.last_success_at, null) as "lastSuccessAt",
    rfc3339(s.last_attempt_at, null) as "lastAttemptAt",
    extract(epoch from $2::text::timestamptz - s.last_success_at)::int as "lagSeconds", s.last_error_kind as "lastErrorKind",
    s.last_error as "lastError", rfc3339(s.paused_at, null) as "pausedAt", s.paused_by as "pausedBy",
    coalesce(s.messages, 0) as "pulledMessages", coalesce(m.last_hour, 0) as "messagesLastHour", rfc3339(newest.received_at, null) as "lastMessageAt",
    extract(epoch from $2::text::timestamptz - newest.received_at)::int as "messageAgeSeconds", coalesce(m.unmapped, 0) as "unmappedMessages",
    coalesce(parked.messages, 0) as "parkedMessages",
    (select count(*) from outgoing_command c where c.connector_id = wanted.id and c.status = 'PENDING') as "pendingCommands",
    (select count(*) from outgoing_command c where c.connector_id = wanted.id and c.status = 'FAILED') as "failedCommands"
  from jsonb_array_elements_text($1::text::jsonb) with ordinality as wanted(id, place)
  left join connector_state s on s.connector_id = wanted.id
  left join (
    select connector_id, count(*) filter (where received_at > $2::text::timestamptz - interval '1 hour') as last_hour,
      count(*) filter (where unmapped <> '[]') as unmapped
    from inbox_message where status in ('APPLIED', 'PARKED') and received_at > $2::text::timestamptz - interval '7 days' group by connector_id
  ) m on m.connector_id = wanted.id
  left join lateral (select max(received_at) as received_at from inbox_message where connector_id || '' = wanted.id) newest on true
  left join (select connector_id, count(*) as messages from inbox_message where status = 'PARKED' group by connector_id) parked
    on parked.connector_id = wanted.id
  order by wanted.place
) shown`;
