import { Migration } from '@mikro-orm/migrations';

/**
 * Rollups of delivery performance: counts of lines per day of their promise and value of one dimension, and the sums of
 * those per month. A day whose lines changed since is marked, by the database itself, in the transaction that changed them:
 * until its counts are made anew, figures take that day from the lines. Marks are only ever added, so that nobody who writes
 * waits for another.
 */
export class Migration003DeliveryRollups extends Migration {
  override async up(): Promise<void> {
    for (const statement of [...tables, ...indexes, ...functions, ...triggers]) this.addSql(statement);
  }
}

const tables = [
  // Each cell is of one day, or of one month and then bears its first day.
  `create table delivery_rollup (
    subject text not null,
    promise text not null,
    dimension text not null,
    span text not null,
    day date not null,
    value text,
    on_time int not null,
    late int not null,
    open int not null,
    delay_sum bigint not null,
    cycle_sum bigint not null,
    cycle_count int not null,
    cycle_negative int not null,
    cancelled int not null,
    refused int not null,
    no_promise int not null,
    latest date
  )`,
  // Figures read one dimension; who makes a day anew reads all of them.
  `create index delivery_rollup_dimension_index on delivery_rollup (subject, promise, dimension, span, day)`,
  `create index delivery_rollup_day_index on delivery_rollup (subject, promise, span, day)`,
  `create table delivery_mark (subject text not null, promise text not null, day date not null)`,
  `create index delivery_mark_index on delivery_mark (subject, promise, day)`,
];

/** What finds the lines of a day, by each of the three promises. */
const indexes = [
  ...['order_line', 'purchase_order_line'].flatMap((table) =>
    ['requested_date', 'first_promise', 'current_promise'].map((column) => `create index ${table}_${column}_index on ${table} (${column})`),
  ),
  `create index shipment_promised_date_index on shipment (promised_date)`,
];

const functions = [
  `create function local_day(at timestamptz, minutes smallint) returns date language sql immutable parallel safe as $$
    select (at at time zone 'UTC' + make_interval(mins => coalesce(minutes, 0)))::date
  $$`,
  `create function month_of(day date) returns date language sql immutable parallel safe as $$
    select date_trunc('month', day::timestamp)::date
  $$`,
  // A line without the promise counts on the day on which it was ordered.
  `create function promise_days(requested date, first date, current date, ordered date) returns table (promise text, day date)
    language sql immutable parallel safe as $$
    values ('REQUESTED', coalesce(requested, ordered)), ('FIRST', coalesce(first, ordered)), ('CURRENT', coalesce(current, ordered))
  $$`,
  `create function mark_order_lines(ids uuid[]) returns void language sql as $$
    insert into delivery_mark
    select distinct 'ORDER', d.promise, d.day from order_line l join orders o on o.id = l.order_id
    cross join promise_days(l.requested_date, l.first_promise, l.current_promise, local_day(o.placed_at, o.placed_at_offset)) d
    where l.id = any(ids)
  $$`,
  `create function mark_purchase_order_lines(ids uuid[]) returns void language sql as $$
    insert into delivery_mark
    select distinct 'PURCHASE_ORDER', d.promise, d.day from purchase_order_line l join purchase_order po on po.id = l.purchase_order_id
    cross join promise_days(l.requested_date, l.first_promise, l.current_promise, local_day(po.ordered_at, po.ordered_at_offset)) d
    where l.id = any(ids)
  $$`,
  // Figures tell a cancelled line from a refused one, and all other states alike count.
  `create function void_as(status text) returns text language sql immutable parallel safe as $$
    select case when status in ('CANCELLED', 'LAPSED', 'REFUSED') then status end
  $$`,

  trigger('order_line', {
    columns: 'order_id, product_id, supplier_id, requested_date, first_promise, current_promise, delivered_on, cancelled, completed_by_id',
    mark: (rows) => `insert into delivery_mark
      select distinct 'ORDER', d.promise, d.day from ${rows} l join orders o on o.id = l.order_id
      cross join promise_days(l.requested_date, l.first_promise, l.current_promise, local_day(o.placed_at, o.placed_at_offset)) d`,
  }),
  trigger('orders', {
    columns: 'customer_id, country, product_class, void_as(status), placed_at, placed_at_offset',
    mark: (rows) => `insert into delivery_mark
      select distinct 'ORDER', d.promise, d.day from ${rows} o join order_line l on l.order_id = o.id
      cross join promise_days(l.requested_date, l.first_promise, l.current_promise, local_day(o.placed_at, o.placed_at_offset)) d;
    perform mark_purchase_order_lines(array(select l.id from ${rows} o join purchase_order_line l on l.order_id = o.id))`,
  }),
  trigger('purchase_order_line', {
    columns:
      'purchase_order_id, product_id, order_id, order_line_id, requested_date, first_promise, current_promise, delivered_on, void_as(status)',
    mark: (rows) => `insert into delivery_mark
      select distinct 'PURCHASE_ORDER', d.promise, d.day from ${rows} l join purchase_order po on po.id = l.purchase_order_id
      cross join promise_days(l.requested_date, l.first_promise, l.current_promise, local_day(po.ordered_at, po.ordered_at_offset)) d;
    perform mark_order_lines(array(select order_line_id from ${rows} l where order_line_id is not null))`,
  }),
  trigger('purchase_order', {
    columns: 'supplier_id, void_as(status), ordered_at, ordered_at_offset, issued_at',
    mark: (rows) => `insert into delivery_mark
      select distinct 'PURCHASE_ORDER', d.promise, d.day from ${rows} po join purchase_order_line l on l.purchase_order_id = po.id
      cross join promise_days(l.requested_date, l.first_promise, l.current_promise, local_day(po.ordered_at, po.ordered_at_offset)) d;
    perform mark_order_lines(array(
      select l.order_line_id from ${rows} po join purchase_order_line l on l.purchase_order_id = po.id where l.order_line_id is not null))`,
  }),
  trigger('shipment', {
    columns: 'supplier_id, carrier_id, mode, country, void_as(status), promised_date, delivered_on, created_at',
    mark: (rows) => `insert into delivery_mark
      select distinct 'SHIPMENT', d.promise, d.day from ${rows} s
      cross join promise_days(null, s.promised_date, s.promised_date, local_day(s.created_at, null)) d;
    perform mark_order_lines(array(
      select sl.order_line_id from ${rows} s join shipment_line sl on sl.shipment_id = s.id where sl.order_line_id is not null
      union select l.id from ${rows} s join order_line l on l.completed_by_id = s.id));
    perform mark_purchase_order_lines(array(
      select sl.purchase_order_line_id from ${rows} s join shipment_line sl on sl.shipment_id = s.id
      where sl.purchase_order_line_id is not null))`,
  }),
  trigger('shipment_line', {
    columns: 'shipment_id, order_line_id, purchase_order_line_id',
    mark: (rows) => `perform mark_order_lines(array(select order_line_id from ${rows} l where order_line_id is not null));
    perform mark_purchase_order_lines(array(select purchase_order_line_id from ${rows} l where purchase_order_line_id is not null))`,
  }),
  trigger('product', {
    columns: 'product_class',
    mark: (rows) => `perform mark_order_lines(array(select l.id from ${rows} p join order_line l on l.product_id = p.id));
    perform mark_purchase_order_lines(array(select l.id from ${rows} p join purchase_order_line l on l.product_id = p.id))`,
  }),
];

/** Marks the days of the rows before and after a change, where the columns that figures use differ. */
function trigger(table: string, { columns, mark }: { columns: string; mark: (rows: string) => string }): string {
  const of = (row: string): string => columns.replace(/\b(?!void_as\b)[a-z_]+\b/g, (column) => `${row}.${column}`);
  const changed = (row: 'o' | 'n'): string =>
    `(select ${row}.* from old_rows o join new_rows n on n.id = o.id where (${of('o')}) is distinct from (${of('n')}))`;
  return `create function mark_changed_${table}() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        ${mark('new_rows')};
      elsif tg_op = 'DELETE' then
        ${mark('old_rows')};
      elsif exists ${changed('n')} then
        ${mark(changed('o'))};
        ${mark(changed('n'))};
      end if;
      return null;
    end
  $$`;
}

/** A changed status alone is most of what is written to these tables, and marks nothing. */
const triggers = ['order_line', 'orders', 'purchase_order_line', 'purchase_order', 'shipment', 'shipment_line', 'product'].flatMap((table) =>
  (
    [
      ['insert', 'new table as new_rows'],
      ['update', 'old table as old_rows new table as new_rows'],
      ['delete', 'old table as old_rows'],
    ] as const
  ).map(
    ([event, rows]) =>
      `create trigger ${table}_marks_its_days_on_${event} after ${event} on ${table}
        referencing ${rows} for each statement execute function mark_changed_${table}()`,
  ),
);
