/** Commands through the graph: a supplier confirms line by line, the buyer decides, orders and cases move. */
import { ConfirmDocument } from '../generated/partner.js';
import type { ConfirmMutation, ConfirmPurchaseOrderInput } from '../generated/partner.js';
import { DecideDocument, MoveCaseDocument, MoveOrderDocument, OpenCaseDocument } from '../generated/staff.js';
import { companyFacts, tell } from '../support/company.js';
import type { GraphqlAnswer, TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';

const now = (): Date => new Date('2026-01-20T08:00:00Z');
const door = { path: '/partner/graphql' };
let gateway: TestGateway;
let supplier: string;
let other: string;
let buyer: string;

beforeAll(async () => {
  gateway = await startGateway({ now });
  await tell(gateway.test.database, companyFacts(12), now());
  supplier = await gateway.partner('SUPPLIER', 'S-1');
  other = await gateway.partner('SUPPLIER', 'S-2');
  buyer = await gateway.staff('PROCUREMENT', 'SALES', 'CUSTOMER_SERVICE');
});
afterAll(() => gateway.close());

interface Mine {
  readonly id: string;
  readonly line: string;
}

async function purchaseOrder(n: number): Promise<Mine> {
  const { data } = await gateway.graphql<{ purchaseOrder: { id: string; lines: { id: string }[] } }>(buyer, `{ purchaseOrder(number: "PO-${1000 + n}-1") { id lines { id } } }`);
  return { id: data?.purchaseOrder.id ?? '', line: data?.purchaseOrder.lines[0]?.id ?? '' };
}

type Line = Partial<ConfirmPurchaseOrderInput['lines'] extends readonly (infer L)[] | infer L ? L : never>;

const confirm = async ({ id, line }: Mine, answer: Record<string, unknown>, more: Record<string, unknown> = {}, key?: string, headers: Record<string, string> = {}): Promise<ConfirmMutation['confirmPurchaseOrder']> => {
  const input = { purchaseOrderId: id, lines: [{ lineId: line, dateUnknown: false, ...answer } as Line], ...more } as ConfirmPurchaseOrderInput;
  const answered: GraphqlAnswer<ConfirmMutation> = await gateway.graphql(supplier, ConfirmDocument, { input, key }, { ...door, headers });
  if (!answered.data) throw new Error(JSON.stringify(answered.errors));
  return answered.data.confirmPurchaseOrder;
};

describe('a supplier', () => {
  it('accepts: the requested date becomes the first and the current promise', async () => {
    const { errors, purchaseOrder: po } = await confirm(await purchaseOrder(0), { answer: 'ACCEPT' }, { supplierReference: 'AB-77', note: 'As always.' });
    expect(errors).toEqual([]);
    expect(po).toMatchObject({ status: 'CONFIRMED', supplierReference: 'AB-77', firstPromise: '2026-02-01', currentPromise: '2026-02-01' });
    expect(po?.lines).toMatchObject([{ status: 'ACCEPTED', quantityConfirmed: '1' }]);
    expect(po?.confirmations).toMatchObject([{ note: 'As always.', lines: [{ answer: 'ACCEPT', decision: 'NOT_NEEDED' }] }]);
  });

  it('proposes another date and price; nothing moves until the buyer agrees', async () => {
    const mine = await purchaseOrder(1);
    const { purchaseOrder: po } = await confirm(mine, { answer: 'CHANGE', promisedDate: '2026-02-10', unitPrice: '8.5', reason: 'Mill closed.' });
    expect(po).toMatchObject({ status: 'COUNTER_PROPOSED', firstPromise: null, lines: [{ status: 'CHANGE_PROPOSED', unitPrice: '8' }] });
    const proposal = po?.confirmations[0]?.lines[0]?.id ?? '';
    const { data } = await gateway.graphql(buyer, DecideDocument, { input: { purchaseOrderId: mine.id, decisions: [{ confirmationLineId: proposal, accept: true }] } });
    expect(data?.decideProposals).toMatchObject({
      errors: [],
      purchaseOrder: { status: 'CONFIRMED', currentPromise: '2026-02-10', total: { amount: '17' }, lines: [{ status: 'ACCEPTED', unitPrice: '8.5', firstPromise: '2026-02-10' }] },
    });
    const again = await gateway.graphql(buyer, DecideDocument, { input: { purchaseOrderId: mine.id, decisions: [{ confirmationLineId: proposal, accept: false }] } });
    expect(again.data?.decideProposals.errors).toMatchObject([{ code: 'PROPOSAL_NOT_PENDING' }]);
  });

  it('proposes another quantity, which holds once the buyer agrees', async () => {
    const mine = await purchaseOrder(8);
    const { purchaseOrder: po } = await confirm(mine, { answer: 'CHANGE', quantity: '7.5' });
    expect(po).toMatchObject({ status: 'COUNTER_PROPOSED', lines: [{ status: 'CHANGE_PROPOSED', quantityConfirmed: null }], confirmations: [{ lines: [{ answer: 'CHANGE', quantity: '7.5', decision: 'PENDING' }] }] });
    const proposal = po?.confirmations[0]?.lines[0]?.id ?? '';
    const { data } = await gateway.graphql(buyer, DecideDocument, { input: { purchaseOrderId: mine.id, decisions: [{ confirmationLineId: proposal, accept: true }] } });
    expect(data?.decideProposals).toMatchObject({ errors: [], purchaseOrder: { status: 'CONFIRMED', lines: [{ status: 'ACCEPTED', quantityConfirmed: '7.5' }] } });
  });

  it('is refused a quantity beyond all goods', async () => {
    const mine = await purchaseOrder(9);
    expect(await confirm(mine, { answer: 'CHANGE', quantity: '1000000000.000001' })).toMatchObject({ purchaseOrder: null, errors: [{ code: 'QUANTITY_TOO_LARGE', path: ['lines', '0', 'quantity'] }] });
    expect((await confirm(mine, { answer: 'CHANGE', quantity: '1000000000' })).errors).toEqual([]);
  });

  it('backorders without a date, and refuses with a reason', async () => {
    const backordered = await confirm(await purchaseOrder(2), { answer: 'BACKORDER', dateUnknown: true });
    expect(backordered.purchaseOrder).toMatchObject({ lines: [{ status: 'BACKORDERED' }] });
    const mine = await purchaseOrder(3);
    expect((await confirm(mine, { answer: 'REFUSE' })).errors).toMatchObject([{ code: 'REASON_REQUIRED', path: ['lines', '0', 'reason'] }]);
    expect((await confirm(mine, { answer: 'REFUSE', reason: 'No longer made.' })).purchaseOrder).toMatchObject({ status: 'REFUSED' });
  });

  it('is told every problem at once, in its language', async () => {
    const mine = await purchaseOrder(4);
    const answer = { answer: 'CHANGE', quantity: '-3', unitPrice: '-1', promisedDate: '2025-01-01' };
    const english = await confirm(mine, answer);
    expect(english.errors.map(({ code }) => code).sort()).toEqual(['DATE_BEFORE_ORDER', 'PRICE_NEGATIVE', 'QUANTITY_NOT_POSITIVE']);
    const chinese = await confirm(mine, answer, {}, undefined, { 'accept-language': 'zh-CN' });
    expect(chinese.errors.every(({ message }) => /[\u4e00-\u9fff]/.test(message))).toBe(true);
    expect(chinese.purchaseOrder).toBeNull();
  });

  it('finds a foreign purchase order as little as an unknown one', async () => {
    const mine = await purchaseOrder(4);
    const ask = async (id: string): Promise<unknown> => {
      const input = { purchaseOrderId: id, lines: [{ lineId: mine.line, answer: 'ACCEPT', dateUnknown: false }] } as ConfirmPurchaseOrderInput;
      return (await gateway.graphql(other, ConfirmDocument, { input }, door)).data;
    };
    expect(await ask(mine.id)).toEqual(await ask('0198c0de-0000-7000-8000-000000000000'));
    expect(await ask(mine.id)).toEqual(await ask('nonsense'));
  });

  it('does it once per idempotency key', async () => {
    const mine = await purchaseOrder(5);
    const first = await confirm(mine, { answer: 'ACCEPT' }, {}, 'key-1');
    expect(await confirm(mine, { answer: 'ACCEPT' }, {}, undefined, { 'idempotency-key': 'key-1' })).toEqual(first);
    expect(first.purchaseOrder?.confirmations.length).toBe(1);
    const reused = await gateway.graphql(supplier, ConfirmDocument, { input: { purchaseOrderId: mine.id, lines: [{ lineId: mine.line, answer: 'REFUSE', reason: 'x', dateUnknown: false }] } as ConfirmPurchaseOrderInput, key: 'key-1' }, door);
    expect(JSON.stringify(reused)).toContain('IDEMPOTENCY_KEY_REUSED');
  });

  it('wins once of eight answers at the same moment', async () => {
    const mine = await purchaseOrder(6);
    const answers = await Promise.all(Array.from({ length: 8 }, () => confirm(mine, { answer: 'ACCEPT' })));
    expect(answers.filter(({ errors }) => errors.length === 0).length).toBe(1);
    expect(new Set(answers.flatMap(({ errors }) => errors.map(({ code }) => code)))).toEqual(new Set(['CONFLICT']));
  });

  it('answers again what it has answered, when it says which answer it replaces', async () => {
    const mine = await purchaseOrder(7);
    const first = await confirm(mine, { answer: 'ACCEPT' });
    const { purchaseOrder: po } = await confirm(mine, { answer: 'CHANGE', promisedDate: '2026-03-01' }, { supersedes: first.purchaseOrder?.confirmations[0]?.id });
    expect(po).toMatchObject({ status: 'COUNTER_PROPOSED', firstPromise: '2026-02-08', currentPromise: '2026-02-08' });
  });
});

describe('our own people', () => {
  it('move an order as the table allows', async () => {
    const { data } = await gateway.graphql<{ order: { id: string } }>(buyer, '{ order(number: "O-1000") { id } }');
    const orderId = data?.order.id ?? '';
    const move = async (to: string, reason?: string) =>
      (await gateway.graphql(buyer, MoveOrderDocument, { input: { orderId, to, reason } as never })).data?.changeOrderStatus;
    expect(await move('DELIVERED')).toMatchObject({ order: null, errors: [{ code: 'TRANSITION_NOT_ALLOWED', path: ['to'] }] });
    expect(await move('IN_REVIEW')).toMatchObject({ order: { status: 'IN_REVIEW' }, errors: [] });
    expect(await move('NEEDS_REVISION')).toMatchObject({ errors: [{ code: 'REASON_REQUIRED' }] });
    expect(await move('AWAITING_CUSTOMER')).toMatchObject({ order: { status: 'AWAITING_CUSTOMER', processedAt: '2026-01-20T08:00:00+00:00' } });
  });

  it('open a case for a return; the approval sets the seventh working day', async () => {
    const { data } = await gateway.graphql<{ order: { id: string; lines: { id: string }[] } }>(buyer, '{ order(number: "O-1002") { id lines { id } } }');
    const opened = await gateway.graphql(buyer, OpenCaseDocument, {
      input: { kind: 'RETURN', orderLineId: data?.order.lines[0]?.id, subject: 'Scratched', reason: 'Scratch on the lens', quantity: '1' },
    });
    expect(opened.data?.openCase).toMatchObject({ errors: [], afterSalesCase: { status: 'REQUESTED', customer: { number: 'C-1' }, supplier: { number: 'S-1' } } });
    const caseId = opened.data?.openCase.afterSalesCase?.id ?? '';
    const move = async (to: string, more: object = {}) => (await gateway.graphql(buyer, MoveCaseDocument, { input: { caseId, to, ...more } as never })).data?.changeCaseStatus;
    expect(await move('IN_REVIEW')).toMatchObject({ afterSalesCase: { status: 'IN_REVIEW', returnBy: null } });
    // Tuesday, 20 January 2026; the spring festival begins on 15 February.
    expect(await move('APPROVED')).toMatchObject({ errors: [], afterSalesCase: { status: 'APPROVED', returnBy: '2026-01-29' } });
    expect(await move('REQUESTED')).toMatchObject({ errors: [{ code: 'TRANSITION_NOT_ALLOWED' }] });
  });

  it('need the role for it', async () => {
    const analyst = await gateway.staff('ANALYST');
    const answer = await gateway.graphql(analyst, MoveOrderDocument, { input: { orderId: 'x', to: 'IN_REVIEW' } });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', paths: ['changeOrderStatus'] });
  });
});
