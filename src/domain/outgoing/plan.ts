/**
 * What outside systems have yet to be told, found by looking: a record that asks for a command which was not made yet. Made
 * so and not where the record changes, it does not matter by which way the change came, and nothing is missed while a
 * connector is off.
 */
import { v7 as uuid } from 'uuid';
import type { Database } from '../../entities/database.js';
import { OutgoingKind, OutgoingStatus, ProposalDecision, PurchaseOrderStatus, ShipmentStatus } from '../../entities/enums.js';
import { OutgoingCommand } from '../../entities/index.js';
import { lockKey } from '../locks.js';
import { terminalShipmentStatuses } from '../tracking-rules.js';
import { type Actor, transact } from '../transaction.js';

/** The member of a connector's commands that takes each kind. */
export const commandMembers = {
  CONFIRM_PURCHASE_ORDER: 'confirmPurchaseOrder',
  SEND_PURCHASE_ORDER: 'sendPurchaseOrder',
  FOLLOW_SHIPMENT: 'followShipment',
  BOOK_SHIPMENT: 'bookShipment',
  REQUEST_PICKUP: 'requestPickup',
} as const satisfies Record<OutgoingKind, string>;

/** What a connector with these commands takes; a missing member is not supported. */
export function kindsOf(commands: { readonly [Member in (typeof commandMembers)[OutgoingKind]]?: unknown } | undefined): ReadonlySet<OutgoingKind> {
  return new Set(Object.values(OutgoingKind).filter((kind) => commands?.[commandMembers[kind]] !== undefined));
}

/** What a connector takes, as far as planning must know it. */
export interface Outlet {
  readonly connectorId: string;
  readonly kinds: ReadonlySet<OutgoingKind>;
  /** Numbers of the suppliers that this connector reaches. */
  readonly suppliers: readonly string[];
  /** Names or numbers of the carriers that it follows; null: of every carrier. */
  readonly carriers: readonly string[] | null;
  /** Days after which they no longer tell of a shipment that they were asked to follow; null: they go on. */
  readonly followDays: number | null;
}

/** Older records are history: a connector that is set up today does not repeat it. */
const lookBackDays = 30;

const dayMs = 86_400_000;

/** A follow is asked for again so long before it ends: the next attempt may fail, too. */
const renewDays = 1;

/** Nobody is asked about a parcel for ever. */
const followedDays = 180;

const mostAtOnce = 500;

interface Wanted {
  readonly object_id: string;
  readonly revision: number;
}

/** Notes every command that is missing. Returns how many were added. */
export async function planOutgoing(database: Pick<Database, 'em' | 'wake'>, outlet: Outlet, { now, by }: { now: Date; by: Actor }): Promise<number> {
  const { connectorId, kinds } = outlet;
  const locks = (): string[] => [lockKey('CONNECTOR', connectorId)];
  return transact(database, { now, by, locks }, async ({ em }) => {
    let added = 0;
    for (const [kind, search] of searches) {
      if (!kinds.has(kind)) continue;
      const { sql, values } = search(outlet, now);
      const found = await em.execute<Wanted[]>(`${sql} limit ${mostAtOnce}`, [...values, connectorId, kind]);
      for (const { object_id: objectId, revision } of found) {
        em.create(OutgoingCommand, { id: uuid(), connectorId, kind, objectId, revision, input: null, answer: null, nextAttemptAt: now, createdAt: now });
        added += 1;
      }
    }
    return added;
  });
}

type Search = (outlet: Outlet, now: Date) => { readonly sql: string; readonly values: readonly unknown[] };

/** Each ends in a condition for rows that have no command yet; connector and kind are its last two values. */
const unsaid = (objectId: string, revision: string): string =>
  `not exists (select 1 from outgoing_command c where c.connector_id = ? and c.kind = ? and c.object_id = ${objectId} and c.revision = ${revision})`;

const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * dayMs);

const searches: readonly (readonly [OutgoingKind, Search])[] = [
  [OutgoingKind.CONFIRM_PURCHASE_ORDER, confirmations],
  [OutgoingKind.SEND_PURCHASE_ORDER, issuedPurchaseOrders],
  [OutgoingKind.FOLLOW_SHIPMENT, shipmentsToFollow],
  [OutgoingKind.FOLLOW_SHIPMENT, followsToRenew],
];

/**
 * Answers to purchase orders that this system masters. A proposal is told once the buyer has decided, so an answer is told
 * again when more of it is settled: the revision counts the settled lines.
 */
function confirmations({ connectorId }: Outlet, now: Date): ReturnType<Search> {
  return {
    sql: `select settled.id as object_id, settled.revision from (
        select c.id, c.received_at, count(*) filter (where l.decision <> '${ProposalDecision.PENDING}')::int as revision
        from purchase_order_confirmation c
        join purchase_order po on po.id = c.purchase_order_id
        join confirmation_line l on l.confirmation_id = c.id
        where po.source_system = ? and c.received_at >= ?
        group by c.id
      ) settled
      where settled.revision > 0 and ${unsaid('settled.id', 'settled.revision')}
      order by settled.received_at, settled.id`,
    values: [connectorId, daysBefore(now, lookBackDays)],
  };
}

/** Purchase orders of the connector's suppliers, once they are issued; not those that came from it. */
function issuedPurchaseOrders({ connectorId, suppliers }: Outlet, now: Date): ReturnType<Search> {
  return {
    sql: `select po.id as object_id, 0 as revision from purchase_order po join supplier s on s.id = po.supplier_id
      where po.status = '${PurchaseOrderStatus.ISSUED}' and s.number in (select jsonb_array_elements_text(?::jsonb))
        and po.source_system is distinct from ? and coalesce(po.issued_at, po.ordered_at) >= ? and ${unsaid('po.id', '0')}
      order by po.ordered_at, po.id`,
    values: [JSON.stringify(suppliers), connectorId, daysBefore(now, lookBackDays)],
  };
}

/** Shipments under way that have a tracking number. */
function shipmentsToFollow({ carriers }: Outlet, now: Date): ReturnType<Search> {
  const { condition, values } = isUnderWay(carriers, daysBefore(now, lookBackDays));
  return {
    sql: `select s.id as object_id, 0 as revision from shipment s left join carrier c on c.id = s.carrier_id
      where ${condition} and ${unsaid('s.id', '0')}
      order by s.created_at, s.id`,
    values,
  };
}

/** Those that are followed and still under way when that is about to end: the revision counts how often they were asked for. */
function followsToRenew({ carriers, followDays }: Outlet, now: Date): ReturnType<Search> {
  const { condition, values } = isUnderWay(carriers, daysBefore(now, followedDays));
  return {
    sql: `select s.id as object_id, o.revision + 1 as revision from shipment s left join carrier c on c.id = s.carrier_id
      join outgoing_command o on o.object_id = s.id
      where ${condition} and o.status = '${OutgoingStatus.DONE}' and o.done_at < ?
        and not exists (select 1 from outgoing_command later where later.connector_id = o.connector_id and later.kind = o.kind
          and later.object_id = o.object_id and later.revision > o.revision)
        and o.connector_id = ? and o.kind = ?
      order by o.done_at, s.id`,
    values: [...values, followDays === null ? null : daysBefore(now, followDays - renewDays)],
  };
}

/** Of the tables `shipment s` and `carrier c`. */
function isUnderWay(carriers: Outlet['carriers'], since: Date): { readonly condition: string; readonly values: readonly unknown[] } {
  const open = Object.values(ShipmentStatus).filter((status) => !terminalShipmentStatuses.has(status));
  const names = carriers && JSON.stringify(carriers.map((carrier) => carrier.toLowerCase()));
  return {
    condition: `s.tracking_number is not null and s.status in (select jsonb_array_elements_text(?::jsonb)) and s.created_at >= ?
        and (?::text is null or array[lower(c.name), lower(c.number)] && array(select jsonb_array_elements_text(?::jsonb)))`,
    values: [JSON.stringify(open), since, names, names],
  };
}
