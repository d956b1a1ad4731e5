/** What a supplier's API tells ends in the purchase order: from the signed call to the line's state. */
import { receive, replayEarly } from '../../src/domain/inbox.js';
import { seedPolicies } from '../../src/domain/policies.js';
import { apply, by, log, now, parties, purchaseOrder, rows } from '../domain/write/facts.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { connect, readFixture, webhook } from '../fixtures/supplier-rest/shared.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await seedPolicies(test.database, now);
  await apply(test.database, parties);
});
afterAll(() => test.close());

const connection = connect();
const understanding = { normalise: connection.normalise, master: false };
const post = (body: string) => receive(test.database, { ...understanding, connectorId: 'acme', now, message: connection.webhook!.verify(webhook(body)) });

it('an answer that came before its order waits for it, and then moves it once', async () => {
  expect(await post(readFixture('response-pushed.json'))).toMatchObject({ result: 'parked', reason: 'UNKNOWN_PURCHASE_ORDER {"ref":"PO-C1"}' });
  await apply(test.database, [purchaseOrder('C1')]);
  const { signal } = new AbortController();
  expect(await replayEarly(test.database, () => understanding, { now, by, limit: 10, signal })).toBe(1);
  expect(await log(test.database, 'PO-C1')).toEqual(['PO-C1: ->ISSUED', 'PO-C1: ISSUED>COUNTER_PROPOSED']);
  const lines = await rows(
    test.database,
    `select l.status, l.current_promise::text as promise from purchase_order_line l join purchase_order p on p.id = l.purchase_order_id where p.number = 'PO-C1' order by l.line_no`,
  );
  expect(lines).toEqual([
    { status: 'ACCEPTED', promise: '2026-03-20' },
    { status: 'CHANGE_PROPOSED', promise: null },
  ]);
  expect(await post(readFixture('response-pushed.json'))).toMatchObject({ result: 'duplicate' });
});

it('goods that are sent become a shipment to us', async () => {
  expect(await post(readFixture('despatch-pushed.json'))).toMatchObject({ result: 'applied' });
  const shipped = await rows(
    test.database,
    `select s.tracking_number as tracking, p.number as po, trim_scale(sl.quantity)::text as quantity from shipment s
       join shipment_line sl on sl.shipment_id = s.id join purchase_order p on p.id = sl.purchase_order_id where s.number = 'DN-1'`,
  );
  expect(shipped).toEqual([{ tracking: 'T1', po: 'PO-C1', quantity: '10' }]);
});
