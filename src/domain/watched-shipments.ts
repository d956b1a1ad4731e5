import type { Reader } from '../entities/database.js';
import { ShipmentStatus } from '../entities/enums.js';
import type { WatchedShipment } from './outgoing/commands.js';
import { terminalShipmentStatuses } from './tracking-rules.js';

/** Nobody asks about a parcel for ever: what has not come after this many days is told by other means. */
const watchDays = 180;

/** The newest ones first are kept, where there are more than any system would let us ask about. */
const mostWatched = 20_000;

/**
 * Shipments under way with a tracking number, one row per number. `carriers`: names or numbers of carriers, whatever
 * their case; null: of every carrier.
 */
export async function watchedShipments(reader: Reader, carriers: readonly string[] | null, now: Date): Promise<WatchedShipment[]> {
  const open = Object.values(ShipmentStatus).filter((status) => !terminalShipmentStatuses.has(status));
  const names = carriers && JSON.stringify(carriers.map((carrier) => carrier.toLowerCase()));
  const since = new Date(now.getTime() - watchDays * 86_400_000).toISOString();
  const rows = await reader.rows(
    `select tracking_number, carrier, country, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as created_at
     from (
       select distinct on (s.tracking_number) s.tracking_number, c.name as carrier, s.country, s.created_at
       from shipment s left join carrier c on c.id = s.carrier_id
       where s.tracking_number is not null and s.status in (select jsonb_array_elements_text($1::text::jsonb))
         and s.created_at >= $2::text::timestamptz
         and ($3::text is null or array[lower(c.name), lower(c.number)] && array(select jsonb_array_elements_text($3::text::jsonb)))
       order by s.tracking_number, s.created_at desc
     ) under_way
     order by under_way.created_at desc limit ${mostWatched}`,
    [JSON.stringify(open), since, names],
  );
  return rows.map((row) => ({
    trackingNumber: row['tracking_number'] ?? '',
    carrier: row['carrier'] ?? null,
    country: row['country'] ?? null,
    createdAt: row['created_at'] ?? '',
  }));
}
