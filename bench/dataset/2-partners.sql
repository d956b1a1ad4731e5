-- Whom the business is done with, and what with.
insert into supplier (id, number, name, country, email, qualification, source_system, source_external_id, source_version, source_synced_at)
select bench.id(1, n), 'SUP-' || lpad(n::text, 4, '0'), 'Supplier ' || n,
  (array['CN', 'DE', 'VN', 'TR', 'PL', 'IN', 'MX', 'TW', 'JP', 'IT'])[1 + n % 10], 'sales@supplier-' || n || '.example',
  'QUALIFIED', 'bench', 'sup-' || n, '1', timestamptz '2026-06-30 00:00:00+00'
from generate_series(1, 200) as n;

insert into carrier (id, number, name, source_system, source_external_id, source_version, source_synced_at)
select bench.id(2, n), 'CAR-' || n, 'Carrier ' || n, 'bench', 'car-' || n, '1', timestamptz '2026-06-30 00:00:00+00'
from generate_series(1, 8) as n;

insert into customer (id, number, name, country, email, source_system, source_external_id, source_version, source_synced_at)
select bench.id(3, n), 'CUS-' || lpad(n::text, 5, '0'), 'Customer ' || n,
  (array['DE', 'FR', 'US', 'GB', 'NL', 'ES', 'SE', 'AT'])[1 + n % 8], 'orders@customer-' || n || '.example',
  'bench', 'cus-' || n, '1', timestamptz '2026-06-30 00:00:00+00'
from generate_series(1, 5000) as n;

insert into product (id, number, name, unit, product_class, list_price, list_price_currency, source_system, source_external_id, source_version, source_synced_at)
select bench.id(4, n), 'PRO-' || lpad(n::text, 5, '0'), 'Product ' || n, 'PCE',
  (array['GENERAL', 'GENERAL', 'GENERAL', 'HIGH_VALUE', 'CUSTOM'])[1 + n % 5], (100 + bench.pick(n, 30, 9900)) / 100.0, 'EUR',
  'bench', 'pro-' || n, '1', timestamptz '2026-06-30 00:00:00+00'
from generate_series(1, 2000) as n;
