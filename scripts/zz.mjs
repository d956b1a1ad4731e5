import postgres from 'postgres';
import { readFileSync } from 'node:fs';
import { deliveryStatements } from '../dist/domain/figures/delivery-performance.js';
const url = 'postgres://postgres@127.0.0.1:5432/interline_bench_30000';
const open = (mode) => postgres(url, { max: 1, fetch_types: false, onnotice() {}, connection: { TimeZone: 'UTC', ...(mode && { plan_cache_mode: mode }) } });
const q = (...s) => s.map((member) => ({ as: member, member, of: [] }));
const wanted = [{ as: '"rows"', member: 'rows', of: [{ as: '"keys"', member: 'keys', of: q('value', 'label') }, ...q('numerator', 'denominator', 'rate', 'meanDelayDays')] }];
const [first] = [...deliveryStatements({ subject: 'PURCHASE_ORDER', groupBy: ['MONTH', 'SUPPLIER'], range: { from: '2025-01-01', to: '2025-04-01' }, asOf: '2026-07-01', scope: { supplierId: null, carrierId: null } }, wanted)];
const limit = readFileSync(new URL('../bench/operations/delivery-figures/limit.sql', import.meta.url), 'utf8');
const systems = { ours: [open('force_generic_plan'), first.sql, first.values], limit: [open(), limit, ['2025-01-01', '2025-04-01', '2026-07-01']] };
for (const file of process.argv.slice(2)) systems[file] = [open('force_generic_plan'), readFileSync(file, 'utf8'), file.includes('ours') ? first.values : ['2025-01-01', '2025-04-01', '2026-07-01']];
const times = Object.fromEntries(Object.keys(systems).map((k) => [k, []]));
const texts = {};
for (let n = 0; n < 220; n += 1) for (const [name, [sql, text, values]] of Object.entries(systems)) {
  const t = performance.now();
  const [row] = await sql.unsafe(text, values, { prepare: true }).values();
  if (n >= 20) times[name].push(performance.now() - t);
  texts[name] = row[0];
}
for (const [name, list] of Object.entries(times)) { list.sort((a, b) => a - b); console.log(name.padEnd(24), 'p10', list[20].toFixed(2), 'median', list[100].toFixed(2), texts[name].length); }
const a = '', b = '';

process.exit(0);
