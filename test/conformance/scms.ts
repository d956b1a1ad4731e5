/** USAID's delivery history, imported by the command line beside a running gateway, then asked for over GraphQL. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Place } from '../hard/place.js';
import { freshPlace } from '../hard/place.js';
import { ask, everyPage, readLog } from '../hard/view.js';
import { processToken, runCommand, startProcess } from '../support/process.js';
import type { Check, DataSet } from './data-set.js';
import { asking, checkGroupings, checkLevels, checkTotals } from './scms-figures.js';
import type { Truth } from './scms-truth.js';
import { readTruth, tableFile, truthFile } from './scms-truth.js';

export const scms: DataSet = {
  name: 'scms',
  files: [tableFile, truthFile],
  run: async ({ path, server, check }) => {
    const truth = readTruth(path);
    const place = await freshPlace(server);
    try {
      const gateway = await startProcess(place.env);
      const token = await processToken('ADMIN');
      try {
        const first = await importTable(place, path(tableFile));
        check('every row is read, none refused', [first.rowsRead, first.rowsApplied, first.rowsRefused], [truth.overall.lines, truth.overall.lines, 0]);
        check('every record is applied, none parked', [first.applied, first.parked], [first.facts, 0]);
        const askFor = asking(gateway.url, token);
        await checkTotals(askFor, truth, check);
        await checkLevels(askFor, truth, check);
        await checkGroupings(askFor, truth, check);
        await checkWarehouse(gateway.url, token, truth, check);
        await checkEvidence(gateway.url, token, truth, numbersOf(path(tableFile), truth.data_quality.po_sent_after_delivered_ids), check);
        await checkAgain(place, gateway.url, token, path(tableFile), first.facts, check);
      } finally {
        await gateway.kill();
      }
    } finally {
      await place.remove();
    }
  },
};

interface Imported {
  readonly rowsRead: number;
  readonly rowsApplied: number;
  readonly rowsRefused: number;
  readonly facts: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly parked: number;
}

/** `npm run import`, by what its report says in the first line and after the notes. */
async function importTable(place: Place, file: string): Promise<Imported> {
  const folder = mkdtempSync(join(tmpdir(), 'interline-report-'));
  const report = join(folder, 'report.ndjson');
  try {
    const { code, output } = await runCommand(place.env, 'import', 'scms', file, '--report', report);
    if (code !== 0) throw new Error(`The import ended with ${code}:\n${output}`);
    const lines = readFileSync(report, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Imported & { type: string });
    return { ...lines.find(({ type }) => type === 'import'), ...lines.find(({ type }) => type === 'result') } as Imported;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function checkWarehouse(url: string, token: string, truth: Truth, check: Check): Promise<void> {
  const vendors = Object.keys(truth.by_vendor).length - 1;
  const { suppliers } = await ask<{ suppliers: { totalCount: number } }>(url, token, '{ suppliers { totalCount } }');
  check('the own warehouse is no supplier', suppliers.totalCount, vendors);
}

interface Line {
  readonly onTime: boolean | null;
  readonly orderLine: { readonly id: string };
  readonly order: { readonly number: string };
}

interface EvidencePage {
  readonly nodes: readonly Line[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const line = 'nodes { onTime orderLine { id } order { number } } pageInfo { hasNextPage endCursor }';

/** The lines behind the figures: every one once, and those that were left out of cycle times are not left out of the rest. */
async function checkEvidence(url: string, token: string, truth: Truth, reversed: readonly string[], check: Check): Promise<void> {
  type Answer = { deliveryPerformance: { totals: { evidence: EvidencePage }; excluded: readonly { reason: string; figure: string; count: number; evidence: EvidencePage }[] } };
  const query = `query ($after: String) { deliveryPerformance(subject: ORDER) {
    totals { evidence(first: 1000, after: $after) { ${line} } } excluded { reason figure count evidence(first: 10) { ${line} } } } }`;
  const lines = await everyPage(async (after) => (await ask<Answer>(url, token, query, { after })).deliveryPerformance.totals.evidence);
  const onTime = lines.filter((each) => each.onTime).length;
  check('every line is evidence, once', [new Set(lines.map(({ orderLine }) => orderLine.id)).size, lines.length, onTime], [truth.overall.lines, truth.overall.lines, truth.overall.on_time_lines]);

  const { excluded } = (await ask<Answer>(url, token, query)).deliveryPerformance;
  const reported = excluded.map(({ reason, figure, count }) => ({ reason, figure, count }));
  check('orders sent after delivery are left out of cycle times only', reported, [{ reason: 'PO_SENT_AFTER_DELIVERY', figure: 'CYCLE_TIME', count: reversed.length }]);
  const out = excluded.flatMap(({ evidence }) => evidence.nodes);
  check('… and are those that the truth names', out.map(({ order }) => order.number).sort(), [...reversed].sort());
  check('… and count as on time or late', out.filter((each) => each.onTime === null), []);
}

/** The order numbers of rows of the table, by the rows' ids. */
function numbersOf(file: string, ids: readonly string[]): string[] {
  const rows = parse(readFileSync(file), { bom: true, columns: true }) as Record<string, string>[];
  return rows.filter(({ ID = '' }) => ids.includes(ID)).map((row) => row['PO / SO #'] ?? '');
}

async function checkAgain(place: Place, url: string, token: string, file: string, facts: number, check: Check): Promise<void> {
  // Jobs write events beside the import's: evaluations and reviews.
  const events = async (): Promise<number> => {
    await place.untilReadable();
    return (await readLog(url, token)).filter(({ objectType }) => ['ORDER', 'PURCHASE_ORDER', 'SHIPMENT'].includes(objectType)).length;
  };
  const before = await events();
  const again = await importTable(place, file);
  check('imported again, every record is unchanged', [again.applied, again.unchanged, again.parked], [0, facts, 0]);
  check('… and no status changes', await events(), before);
}
