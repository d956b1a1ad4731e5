-- What the other files make their rows from. All values follow from counters, so that the same size always gives the same rows.
create schema bench;

-- Of kind and number, an id that grows with the number, as the gateway's own time-ordered ids do.
create function bench.id(kind int, n bigint) returns uuid language sql immutable parallel safe as $$
  select (lpad(to_hex(1700000000000 + n), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8000000000000000')::uuid
$$;

-- One of 0 … most-1, spread evenly; another `salt` gives another draw for the same number.
create function bench.pick(n bigint, salt int, most int) returns int language sql immutable parallel safe as $$
  select ((hashint8extended(n, salt) & 9223372036854775807) % most)::int
$$;

-- When the n-th of `total` orders was placed: evenly over the two years that end with June 2026.
create function bench.placed(n bigint, total bigint) returns timestamptz language sql stable parallel safe as $$
  select timestamptz '2026-07-01 00:00:00+00' - interval '730 days' * ((total - n + 1)::double precision / total)
$$;

-- Days before the end of June 2026 on which an order was placed.
create function bench.age(n bigint, total bigint) returns double precision language sql immutable parallel safe as $$
  select 730 * ((total - n + 1)::double precision / total)
$$;

-- Old orders are over; those of the last five months are in every state there is.
create function bench.order_status(n bigint, total bigint) returns text language sql immutable parallel safe as $$
  select case
    when bench.pick(n, 1, 25) = 0 then 'CANCELLED'
    when bench.age(n, total) > 150 then 'COMPLETED'
    when bench.age(n, total) > 115 then 'DELIVERED'
    when bench.age(n, total) > 25 then 'SHIPPED'
    else (array['RECEIVED', 'IN_REVIEW', 'AWAITING_CUSTOMER', 'CONFIRMED', 'IN_PRODUCTION', 'IN_INSPECTION', 'READY_TO_SHIP'])
      [1 + bench.pick(n, 2, 7)] end
$$;

-- Purchase orders per order: half of the orders are bought for, some from two suppliers.
create function bench.bought(n bigint) returns int language sql immutable parallel safe as $$
  select case when n % 8 = 0 then 2 when n % 2 = 0 then 1 else 0 end
$$;

-- Shipments per order: one, sometimes two; none before it leaves the house.
create function bench.sent(n bigint, total bigint) returns int language sql immutable parallel safe as $$
  select case when bench.order_status(n, total) not in ('SHIPPED', 'DELIVERED', 'COMPLETED') then 0 when n % 5 = 0 then 2 else 1 end
$$;

-- Delivered from four days early to five days late, most of them on time.
create function bench.delivered(promised date, n bigint) returns date language sql immutable parallel safe as $$
  select promised + case when bench.pick(n, 20, 5) = 0 then 1 + bench.pick(n, 21, 5) else -bench.pick(n, 22, 5) end
$$;

-- Every line of every order, with what the rows of several tables have in common.
create unlogged table bench.line as
select line.*, bench.delivered(promised, line) as delivered, order_status in ('DELIVERED', 'COMPLETED') as is_there,
  case when sent > 0 then n * 4 + line_no % sent end as shipment,
  case when bought > 0 then n * 4 + line_no % bought end as purchase,
  round(quantity * unit_price, 2) as amount
from (
  select n, line_no, n * 4 + line_no as line, order_status, placed_at, bench.bought(n) as bought, bench.sent(n, total) as sent,
    (placed_at + interval '14 days')::date + bench.pick(n * 4 + line_no, 10, 10) as promised,
    1 + bench.pick(n * 4 + line_no, 11, 40) as quantity,
    (100 + bench.pick(n * 4 + line_no, 12, 9900)) / 100.0 as unit_price,
    1 + bench.pick(n * 4 + line_no, 13, 2000) as product
  from (
    select n, total, bench.order_status(n, total) as order_status, bench.placed(n, total) as placed_at
    from (select current_setting('bench.orders')::bigint as total) as size, generate_series(1, total) as n
  ) as placed, generate_series(1, 1 + bench.pick(n, 9, 4)) as line_no
) as line;
analyze bench.line;
