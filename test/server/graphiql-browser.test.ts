/** GraphiQL in a real browser that is offline but for the gateway: what a person does there, subscriptions included. */
import type { Browser } from 'puppeteer-core';
import { ConfirmDocument } from '../generated/partner.js';
import { MoveOrderDocument } from '../generated/staff.js';
import { describeInBrowser, openBrowser } from '../support/browser.js';
import { companyFacts, tell } from '../support/company.js';
import { untilReadable } from '../support/event-log.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import type { Graphiql } from '../support/graphiql.js';
import { openGraphiql } from '../support/graphiql.js';
import { until } from './support.js';

const now = (): Date => new Date('2026-01-20T08:00:00Z');
let gateway: TestGateway;
let browser: Browser;
let staff: string;

const openSockets = async (): Promise<number> => Number(/^interline_sockets (\d+)$/m.exec(await (await fetch(`${gateway.url}/metrics`)).text())?.[1]);
const idOf = async (type: 'order' | 'purchaseOrder', number: string): Promise<string> =>
  (await gateway.graphql<{ found: { id: string } }>(staff, `{ found: ${type}(number: "${number}") { id } }`)).data?.found.id ?? '';

/** The end of the event log: whoever subscribes from here hears of all that happens from now on. */
async function head(): Promise<string> {
  await untilReadable(gateway.test.database);
  const { data } = await gateway.graphql<{ events: { endCursor: string } }>(staff, '{ events(first: 500) { endCursor } }');
  return data?.events.endCursor ?? '';
}

describeInBrowser('GraphiQL in a browser', () => {
  const opened: Graphiql[] = [];
  beforeAll(async () => {
    gateway = await startGateway({ now });
    await tell(gateway.test.database, companyFacts(3), now());
    staff = await gateway.staff('SALES', 'PROCUREMENT');
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.close();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });
  const open = async (path: string): Promise<Graphiql> => {
    const page = await openGraphiql(browser, `${gateway.url}${path}`);
    opened.push(page);
    return page;
  };
  /** The browser's own note of an answer that refuses; the page asks for the schema at once, token or not. */
  const refusedAsk = expect.stringMatching(/status of 401 .* http:\/\/127\.0\.0\.1:\d+\/graphql$/);

  it('asks for a token, takes it from the field, and knows the schema then', async () => {
    const page = await open('/graphiql');
    await page.untilShownText('Send a token');
    expect(new Set(page.complaints())).toEqual(new Set([refusedAsk]));
    const welcome = await page.query();
    expect(welcome).toMatch(/^# Paste a token above.*__typename/s);

    await page.giveToken(staff);
    expect([await page.query(), (await page.tabs()).length]).toEqual([welcome, 1]);
    await page.untilDocumented('Query', 'deliveryPerformance');
    expect(page.complaints()).toEqual([]);
  });

  it('shows the answer to a query, then each change of a subscription as it happens, until that is stopped', async () => {
    const page = await open(`/graphiql#token=${staff}`);
    expect(await page.page.evaluate('location.href')).not.toContain('token');
    await page.run('{ order(number: "O-1000") { number status customer { name } } }');
    await page.untilShown({ data: { order: { number: 'O-1000', status: 'RECEIVED', customer: { name: 'Aurora Instruments' } } } });

    const orderId = await idOf('order', 'O-1000');
    const move = (to: 'IN_REVIEW' | 'AWAITING_CUSTOMER'): Promise<unknown> => gateway.graphql(staff, MoveOrderDocument, { input: { orderId, to } });
    await page.run(`subscription { orderStatusChanged(after: "${await head()}") { from to order { number } } }`);
    await until(async () => (await openSockets()) === 1);
    await move('IN_REVIEW');
    await page.untilShown({ data: { orderStatusChanged: { from: 'RECEIVED', to: 'IN_REVIEW', order: { number: 'O-1000' } } } });
    await move('AWAITING_CUSTOMER');
    await page.untilShown({ data: { orderStatusChanged: { from: 'IN_REVIEW', to: 'AWAITING_CUSTOMER', order: { number: 'O-1000' } } } });
    await page.stop();
    await until(async () => (await openSockets()) === 0);
    expect(page.complaints()).toEqual([]);
  });

  it('does the same for partners with an API key, at their own endpoint', async () => {
    const key = await gateway.partner('SUPPLIER', 'S-1');
    const page = await open(`/partner/graphiql#token=${key}`);
    await page.run('{ purchaseOrder(number: "PO-1000-1") { number status } }');
    await page.untilShown({ data: { purchaseOrder: { number: 'PO-1000-1', status: 'ISSUED' } } });

    const { data } = await gateway.graphql<{ purchaseOrder: { lines: { id: string }[] } }>(staff, '{ purchaseOrder(number: "PO-1000-1") { lines { id } } }');
    const input = {
      purchaseOrderId: await idOf('purchaseOrder', 'PO-1000-1'),
      lines: [{ lineId: data?.purchaseOrder.lines[0]?.id ?? '', answer: 'ACCEPT' as const, dateUnknown: false }],
    };
    await page.run(`subscription { purchaseOrderStatusChanged(after: "${await head()}") { to purchaseOrder { number } } }`);
    await until(async () => (await openSockets()) === 1);
    await gateway.graphql(key, ConfirmDocument, { input }, { path: '/partner/graphql' });
    await page.untilShown({ data: { purchaseOrderStatusChanged: { to: 'CONFIRMED', purchaseOrder: { number: 'PO-1000-1' } } } });
    expect(page.complaints()).toEqual([]);
  });

  it('says why it was turned away, also where a subscription was', async () => {
    const page = await open('/graphiql#token=nonsense');
    await page.untilShownText('The token is not valid.');
    await page.run('subscription { orderStatusChanged { to } }');
    await page.untilShownText('The connection was closed: Unauthorized (4401).');
    expect(new Set(page.complaints())).toEqual(new Set([refusedAsk]));
  });
});
