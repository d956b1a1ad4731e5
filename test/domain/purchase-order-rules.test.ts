import fc from 'fast-check';
import { LineAnswer, PurchaseOrderLineStatus, PurchaseOrderStatus } from '../../src/entities/enums.js';
import {
  answerLine,
  type AnsweredLine,
  answerPurchaseOrder,
  decideProposal,
  headerStatus,
  type LineAnswerInput,
  type PurchaseOrderLineState,
} from '../../src/domain/purchase-order-rules.js';
import { canMove, purchaseOrderLineTransitions, purchaseOrderTransitions } from '../../src/domain/transitions.js';

const orderedOn = '2026-03-02';

const line = (more: Partial<PurchaseOrderLineState> = {}): PurchaseOrderLineState => ({
  lineNo: 1,
  status: 'OPEN',
  quantity: '10.000000',
  unitPrice: '4.500000',
  requestedDate: '2026-04-01',
  firstPromise: null,
  currentPromise: null,
  quantityConfirmed: null,
  quantityReceived: '0',
  ...more,
});

const answer = (kind: LineAnswer, more: Partial<LineAnswerInput> = {}): LineAnswerInput => ({
  lineNo: 1,
  answer: kind,
  quantity: null,
  promisedDate: null,
  unitPrice: null,
  reason: null,
  ...more,
});

const changesOf = (state: PurchaseOrderLineState, input: LineAnswerInput): AnsweredLine | null => {
  const { answered, problems } = answerLine(state, input, orderedOn);
  expect(problems).toEqual([]);
  return answered;
};

const codesOf = (state: PurchaseOrderLineState, input: LineAnswerInput): string[] => {
  const { answered, problems } = answerLine(state, input, orderedOn);
  expect(answered).toBeNull();
  return problems.map(({ code, path }) => [code, ...path].join(' '));
};

describe('an answer to a line', () => {
  it('accepts: the requested date is promised where no date is stated', () => {
    expect(changesOf(line(), answer('ACCEPT'))).toEqual({
      lineNo: 1,
      changes: { status: 'ACCEPTED', quantityConfirmed: '10.000000', firstPromise: '2026-04-01', currentPromise: '2026-04-01' },
      decision: 'NOT_NEEDED',
    });
  });

  it('accepts with an earlier date, or with any date where none was wished', () => {
    expect(changesOf(line(), answer('ACCEPT', { promisedDate: '2026-03-20' }))?.changes).toMatchObject({ status: 'ACCEPTED', firstPromise: '2026-03-20' });
    expect(changesOf(line({ requestedDate: null }), answer('ACCEPT', { promisedDate: '2026-09-01' }))?.changes).toMatchObject({
      status: 'ACCEPTED',
      currentPromise: '2026-09-01',
    });
    expect(changesOf(line({ requestedDate: null }), answer('ACCEPT'))?.changes).toMatchObject({ status: 'ACCEPTED', firstPromise: null });
  });

  it.each<[string, Partial<LineAnswerInput>, Partial<PurchaseOrderLineState>]>([
    ['a later date', { promisedDate: '2026-04-02' }, {}],
    ['another quantity', { quantity: '9' }, {}],
    ['another price', { unitPrice: '4.51' }, {}],
    ['a price where none was agreed', { unitPrice: '4.5' }, { unitPrice: null }],
  ])('takes an acceptance with %s as a proposal', (_, terms, state) => {
    expect(changesOf(line(state), answer('ACCEPT', terms))).toEqual({ lineNo: 1, changes: { status: 'CHANGE_PROPOSED' }, decision: 'PENDING' });
  });

  it('takes the same terms in other digits as the same terms', () => {
    expect(changesOf(line(), answer('ACCEPT', { quantity: '10', unitPrice: '4.5' }))?.changes.status).toBe('ACCEPTED');
    expect(codesOf(line(), answer('CHANGE', { quantity: '10.0', unitPrice: '4.50', promisedDate: '2026-04-01' }))).toEqual(['CHANGE_EMPTY']);
  });

  it('accepts what was ordered even after less was agreed', () => {
    const less = line({ status: 'ACCEPTED', quantityConfirmed: '8' });
    expect(changesOf(less, answer('ACCEPT', { quantity: '10' }))?.changes).toMatchObject({ status: 'ACCEPTED', quantityConfirmed: '10' });
    expect(changesOf(less, answer('ACCEPT'))?.changes).toMatchObject({ status: 'ACCEPTED', quantityConfirmed: '8' });
  });

  it('takes the day of the order and the greatest quantity and price', () => {
    expect(changesOf(line(), answer('CHANGE', { promisedDate: orderedOn, quantity: '1000000000', unitPrice: '1000000000' }))?.decision).toBe('PENDING');
  });

  it('proposes a change without moving any promise', () => {
    const agreed = line({ status: 'ACCEPTED', firstPromise: '2026-04-01', currentPromise: '2026-04-01', quantityConfirmed: '10' });
    expect(changesOf(agreed, answer('CHANGE', { promisedDate: '2026-05-01', quantity: '8' }))).toEqual({
      lineNo: 1,
      changes: { status: 'CHANGE_PROPOSED' },
      decision: 'PENDING',
    });
  });

  it('backorders with a date to decide on, or with the date unknown', () => {
    expect(changesOf(line(), answer('BACKORDER', { promisedDate: '2026-06-01' }))).toMatchObject({ changes: { status: 'BACKORDERED' }, decision: 'PENDING' });
    expect(changesOf(line(), answer('BACKORDER', { dateUnknown: true }))).toMatchObject({ changes: { status: 'BACKORDERED' }, decision: 'NOT_NEEDED' });
    expect(codesOf(line(), answer('BACKORDER'))).toEqual(['BACKORDER_DATE_REQUIRED promisedDate']);
    expect(codesOf(line(), answer('BACKORDER', { promisedDate: '2026-06-01', dateUnknown: true }))).toEqual(['BACKORDER_DATE_CONTRADICTS dateUnknown']);
  });

  it('refuses with a reason only', () => {
    expect(changesOf(line(), answer('REFUSE', { reason: 'discontinued' }))?.changes).toEqual({ status: 'REFUSED', quantityConfirmed: null });
    expect(codesOf(line(), answer('REFUSE'))).toEqual(['REASON_REQUIRED reason']);
    expect(codesOf(line(), answer('REFUSE', { reason: ' ' }))).toEqual(['REASON_REQUIRED reason']);
  });

  it.each([
    ['0', 'QUANTITY_NOT_POSITIVE'],
    ['-1', 'QUANTITY_NOT_POSITIVE'],
    ['1000000000.000001', 'QUANTITY_TOO_LARGE'],
    ['1.0000001', 'DECIMAL_TOO_FINE'],
    ['1e5', 'DECIMAL_INVALID'],
    ['NaN', 'DECIMAL_INVALID'],
  ])('refuses the quantity %s', (quantity, code) => {
    expect(codesOf(line(), answer('CHANGE', { quantity }))).toEqual([`${code} quantity`]);
  });

  it('names all problems at once', () => {
    const terms = { quantity: '0', unitPrice: '-1', promisedDate: '2023-02-29' };
    expect(codesOf(line(), answer('REFUSE', terms))).toEqual([
      'QUANTITY_NOT_POSITIVE quantity',
      'PRICE_NEGATIVE unitPrice',
      'DATE_INVALID promisedDate',
      'REASON_REQUIRED reason',
    ]);
    expect(codesOf(line(), answer('CHANGE', { promisedDate: '2026-03-01', unitPrice: '1000000001' }))).toEqual([
      'PRICE_TOO_LARGE unitPrice',
      'DATE_BEFORE_ORDER promisedDate',
    ]);
    expect(codesOf(line(), answer('CHANGE', { promisedDate: '9999-12-31' }))).toEqual(['DATE_TOO_FAR promisedDate']);
  });

  it.each<[Partial<PurchaseOrderLineState>, string]>([
    [{ status: 'CANCELLED' }, 'LINE_CANCELLED'],
    [{ status: 'RECEIVED' }, 'LINE_RECEIVED'],
    [{ status: 'PARTLY_RECEIVED' }, 'LINE_RECEIVED'],
    [{ status: 'ACCEPTED', quantityReceived: '0.000001' }, 'LINE_RECEIVED'],
  ])('comes too late for %j', (state, code) => {
    expect(codesOf(line(state), answer('ACCEPT'))).toEqual([code]);
  });

  it('may come again while nothing is received', () => {
    const refused = line({ status: 'REFUSED', firstPromise: '2026-04-01', currentPromise: '2026-04-01' });
    expect(changesOf(refused, answer('ACCEPT', { promisedDate: '2026-03-25' }))?.changes).toEqual({
      status: 'ACCEPTED',
      quantityConfirmed: '10.000000',
      firstPromise: '2026-04-01',
      currentPromise: '2026-03-25',
    });
  });
});

describe('the buyer decides', () => {
  const proposed = line({ status: 'CHANGE_PROPOSED' });
  const proposal = { quantity: '8', promisedDate: '2026-05-01', unitPrice: '5', decision: 'PENDING' as const };

  it('to accept: the terms are agreed and the promise follows', () => {
    expect(decideProposal(proposed, proposal, true)).toEqual({
      changes: { status: 'ACCEPTED', quantityConfirmed: '8', unitPrice: '5', firstPromise: '2026-05-01', currentPromise: '2026-05-01' },
      decision: 'ACCEPTED',
      problems: [],
    });
    const promised = { ...proposed, firstPromise: '2026-04-01', currentPromise: '2026-04-01' };
    expect(decideProposal(promised, proposal, true).changes).toMatchObject({ firstPromise: '2026-04-01', currentPromise: '2026-05-01' });
  });

  it('to refuse: what was agreed before stands, or nothing', () => {
    expect(decideProposal(proposed, proposal, false)).toMatchObject({ changes: { status: 'OPEN' }, decision: 'REFUSED' });
    expect(decideProposal({ ...proposed, quantityConfirmed: '10' }, proposal, false).changes).toEqual({ status: 'ACCEPTED' });
  });

  it('only while a proposal waits', () => {
    for (const status of Object.values(PurchaseOrderLineStatus)) {
      const waiting = status === 'CHANGE_PROPOSED' || status === 'BACKORDERED';
      const { problems, changes } = decideProposal(line({ status }), proposal, true);
      expect(problems.map(({ code }) => code)).toEqual(waiting ? [] : ['PROPOSAL_NOT_PENDING']);
      if (!waiting) expect(changes).toEqual({});
    }
    for (const decision of ['NOT_NEEDED', 'ACCEPTED', 'REFUSED'] as const) {
      expect(decideProposal(proposed, { ...proposal, decision }, true).problems).toHaveLength(1);
    }
  });
});

describe('the header', () => {
  it.each<[PurchaseOrderStatus, PurchaseOrderLineStatus[], PurchaseOrderStatus]>([
    ['DRAFT', ['OPEN', 'OPEN'], 'DRAFT'],
    ['APPROVED', ['OPEN', 'CANCELLED'], 'APPROVED'],
    ['APPROVED', ['ACCEPTED', 'OPEN'], 'PARTLY_CONFIRMED'],
    ['DRAFT', ['CANCELLED'], 'CANCELLED'],
    ['DRAFT', [], 'DRAFT'],
    ['ISSUED', ['OPEN', 'OPEN'], 'ISSUED'],
    ['ISSUED', ['ACCEPTED', 'OPEN'], 'PARTLY_CONFIRMED'],
    ['ISSUED', ['REFUSED', 'OPEN'], 'PARTLY_CONFIRMED'],
    ['ISSUED', ['ACCEPTED', 'REFUSED'], 'PARTLY_CONFIRMED'],
    ['ISSUED', ['ACCEPTED', 'ACCEPTED'], 'CONFIRMED'],
    ['ISSUED', ['ACCEPTED', 'CANCELLED'], 'CONFIRMED'],
    ['ISSUED', ['ACCEPTED', 'CHANGE_PROPOSED'], 'COUNTER_PROPOSED'],
    ['ISSUED', ['BACKORDERED', 'OPEN'], 'COUNTER_PROPOSED'],
    ['ISSUED', ['REFUSED', 'REFUSED'], 'REFUSED'],
    ['ISSUED', ['REFUSED', 'CANCELLED'], 'REFUSED'],
    ['ISSUED', ['CANCELLED', 'CANCELLED'], 'CANCELLED'],
    ['CONFIRMED', ['PARTLY_RECEIVED', 'ACCEPTED'], 'PARTLY_RECEIVED'],
    ['CONFIRMED', ['RECEIVED', 'CHANGE_PROPOSED'], 'PARTLY_RECEIVED'],
    ['CONFIRMED', ['RECEIVED', 'REFUSED'], 'RECEIVED'],
    ['CONFIRMED', ['RECEIVED', 'CANCELLED'], 'RECEIVED'],
    ['CLOSED', ['OPEN', 'ACCEPTED'], 'CLOSED'],
    ['CANCELLED', ['OPEN', 'ACCEPTED'], 'CANCELLED'],
  ])('%s with lines %j is %s', (current, lines, expected) => {
    expect(headerStatus(current, lines)).toBe(expected);
  });

  const anyStatus = fc.constantFrom(...Object.values(PurchaseOrderStatus));
  const anyLines = fc.array(fc.constantFrom(...Object.values(PurchaseOrderLineStatus)), { maxLength: 6 });

  it('does not depend on the order of the lines, and is settled at once', () => {
    fc.assert(
      fc.property(anyStatus, anyLines.chain((lines) => fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length }))), (current, [lines, shuffled]) => {
        const status = headerStatus(current, lines);
        expect(headerStatus(current, shuffled)).toBe(status);
        expect(headerStatus(status, lines)).toBe(status);
      }),
    );
  });
});

describe('an answer to an order', () => {
  const order = {
    status: 'ISSUED' as const,
    orderedOn,
    lines: [line(), line({ lineNo: 2 }), line({ lineNo: 3, status: 'CANCELLED' })],
  };

  it('may answer some lines only', () => {
    const result = answerPurchaseOrder(order, [answer('ACCEPT', { lineNo: 2 })]);
    expect(result).toMatchObject({ status: 'PARTLY_CONFIRMED', problems: [] });
    expect(result.lines.map(({ lineNo }) => lineNo)).toEqual([2]);
  });

  it('is taken whole or not at all, with every problem and its place', () => {
    const result = answerPurchaseOrder(order, [
      answer('ACCEPT'),
      answer('ACCEPT'),
      answer('ACCEPT', { lineNo: 9 }),
      answer('ACCEPT', { lineNo: 3 }),
      answer('REFUSE', { lineNo: 2 }),
    ]);
    expect(result.lines).toEqual([]);
    expect(result.status).toBe('ISSUED');
    expect(result.problems.map(({ code, path }) => [code, ...path].join(' '))).toEqual([
      'LINE_TWICE lines 1 lineNo',
      'LINE_UNKNOWN lines 2 lineNo',
      'LINE_CANCELLED lines 3',
      'REASON_REQUIRED lines 4 reason',
    ]);
  });

  it('says something', () => {
    expect(answerPurchaseOrder(order, []).problems.map(({ code }) => code)).toEqual(['LIST_EMPTY']);
  });

  it.each(Object.values(PurchaseOrderStatus))('is taken in %s only while the order is open to answers', (status) => {
    const open = ['ISSUED', 'PARTLY_CONFIRMED', 'COUNTER_PROPOSED', 'CONFIRMED', 'REFUSED', 'PARTLY_RECEIVED'].includes(status);
    const { problems } = answerPurchaseOrder({ ...order, status }, [answer('ACCEPT')]);
    expect(problems.map(({ code }) => code)).toEqual(open ? [] : ['PURCHASE_ORDER_NOT_ANSWERABLE']);
  });
});

describe('the life of an order', () => {
  type Step =
    | { kind: 'answer'; input: LineAnswerInput }
    | { kind: 'decide'; lineNo: number; accepted: boolean }
    | { kind: 'receive'; lineNo: number; whole: boolean }
    | { kind: 'cancel'; lineNo: number };

  const lineNo = fc.integer({ min: 1, max: 3 });
  const date = fc.option(fc.integer({ min: 10, max: 28 }).map((day) => `2026-04-${day}`), { nil: null });
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('answer' as const),
        input: fc.record({
          lineNo,
          answer: fc.constantFrom(...Object.values(LineAnswer)),
          quantity: fc.option(fc.constantFrom('5', '10', '12'), { nil: null }),
          promisedDate: date,
          unitPrice: fc.option(fc.constantFrom('4.5', '6'), { nil: null }),
          reason: fc.constant('because'),
          dateUnknown: fc.boolean(),
        }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('decide' as const), lineNo, accepted: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('receive' as const), lineNo, whole: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), lineNo }) },
  );

  it('follows the tables, keeps the first promise, and moves the current one only by agreement', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let status: PurchaseOrderStatus = 'ISSUED';
        const lines = new Map([1, 2, 3].map((number) => [number, line({ lineNo: number, requestedDate: '2026-04-15' })]));
        const pending = new Map<number, Parameters<typeof decideProposal>[1]>();

        const apply = (number: number, changes: Partial<PurchaseOrderLineState>): void => {
          const before = lines.get(number) as PurchaseOrderLineState;
          const after = { ...before, ...changes };
          lines.set(number, after);
          if (after.status !== before.status) expect([before.status, after.status, canMove(purchaseOrderLineTransitions, before.status, after.status)]).toEqual([before.status, after.status, true]);
          if (before.firstPromise !== null) expect(after.firstPromise).toBe(before.firstPromise);
          if (after.currentPromise !== before.currentPromise) expect(after.status).toBe('ACCEPTED');
          if (after.currentPromise !== null) expect(after.firstPromise).not.toBeNull();
          const next = headerStatus(status, [...lines.values()].map((each) => each.status));
          if (next !== status) expect([status, next, canMove(purchaseOrderTransitions, status, next)]).toEqual([status, next, true]);
          status = next;
        };

        for (const one of steps) {
          if (one.kind === 'answer') {
            const result = answerPurchaseOrder({ status, orderedOn, lines: [...lines.values()] }, [one.input]);
            for (const { lineNo: number, changes, decision } of result.lines) {
              apply(number, changes);
              pending.set(number, { ...one.input, decision });
            }
            expect(status).toBe(result.status);
            continue;
          }
          const current = lines.get(one.lineNo) as PurchaseOrderLineState;
          if (one.kind === 'decide') {
            const proposal = pending.get(one.lineNo);
            if (!proposal) continue;
            const { changes, decision } = decideProposal(current, proposal, one.accepted);
            apply(one.lineNo, changes);
            pending.set(one.lineNo, { ...proposal, decision });
          } else {
            const to = one.kind === 'cancel' ? 'CANCELLED' : one.whole ? 'RECEIVED' : 'PARTLY_RECEIVED';
            const quantityReceived = one.kind === 'cancel' ? current.quantityReceived : one.whole ? '10' : '5';
            if (canMove(purchaseOrderLineTransitions, current.status, to)) apply(one.lineNo, { status: to, quantityReceived });
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
