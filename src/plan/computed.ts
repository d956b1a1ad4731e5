/** Members that are computed rather than stored, as SQL over the row's alias `{}`. */
export const computed: Readonly<Record<string, string>> = {
  /** What this kind of row never has, though the object that it is shown as has a place for it. */
  none: 'null::text',
  /** The record's connector has not been read successfully for an hour. Imports have no connector and never grow stale. */
  stale: `exists (select 1 from connector_state as connector where connector.connector_id = {}.source_system
    and (connector.last_success_at is null or connector.last_success_at < now() - interval '1 hour'))`,
};
