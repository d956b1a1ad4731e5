/**
 * What partners hear live is theirs alone, whatever their filter and their cursor name. The object of another one is moved
 * first, so that its change would come before the own one.
 */
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import type { Change, ChangeKind, Moved } from '../support/status-changes.js';
import { changeKinds, listen, MovingCompany } from '../support/status-changes.js';

const path = '/partner/graphql';
let gateway: TestGateway;
let company: MovingCompany;
let keys: Record<'S-1' | 'K-1' | 'K-2', string>;

beforeAll(async () => {
  gateway = await startGateway({ now: () => new Date('2026-03-15T08:00:00Z') });
  company = await MovingCompany.open(gateway, 28);
  keys = { 'S-1': await gateway.partner('SUPPLIER', 'S-1'), 'K-1': await gateway.partner('CARRIER', 'K-1'), 'K-2': await gateway.partner('CARRIER', 'K-2') };
});
afterAll(() => gateway.close());

const kindOf = (field: string): ChangeKind => {
  const kind = changeKinds.find((each) => each.field === field);
  if (!kind) throw new Error(`There is no ${field}.`);
  return kind;
};

/** Objects that were not moved yet: one of S-2 and K-2, one of S-1 and K-1. */
const taken = new Map<ChangeKind, number>();
async function nextPair(kind: ChangeKind): Promise<[Moved, Moved]> {
  const n = taken.get(kind) ?? 0;
  taken.set(kind, n + 2);
  return [await kind.object(company, n + 1), await kind.object(company, n)];
}

/** The cursor of the last change of an object, as our own people see it. */
async function cursorOf({ id }: Moved): Promise<string> {
  await company.head();
  const { events } = await company.ask<{ events: { events: { objectId: string; cursor: string }[] } }>('{ events(first: 500) { events { objectId cursor } } }');
  return events.events.findLast(({ objectId }) => objectId === id)?.cursor ?? '';
}

const told = ({ id, to }: Change): string => `${id}→${to}`;

describe.each([
  ['S-1', 'purchaseOrderStatusChanged'],
  ['S-1', 'shipmentStatusChanged'],
  ['S-1', 'supplierEvaluationStatusChanged'],
  ['K-1', 'shipmentStatusChanged'],
] as const)('%s hears %s', (partner, field) => {
  const kind = kindOf(field);
  const [first, second] = kind.statuses;

  it.each(['nothing', ...kind.filters.filter((member) => member !== 'to')])('of its own objects alone, with both named by %s', async (member) => {
    const [foreign, mine] = await nextPair(kind);
    const named = member as keyof Moved;
    const filter = member === 'nothing' ? undefined : { [named]: [foreign[named], mine[named]] };
    const listening = listen(gateway, keys[partner], kind, { after: await company.head(), filter }, path);
    for (const object of [foreign, mine]) await kind.move(company, object, first);
    expect(told(await listening.next())).toBe(`${mine.id}→${first}`);
    for (const object of [foreign, mine]) await kind.move(company, object, second);
    expect(told(await listening.next())).toBe(`${mine.id}→${second}`);
    await listening.end();
  });

  it('of its own objects alone after a cursor of another one', async () => {
    const [foreign, mine] = await nextPair(kind);
    const filter = { id: [foreign.id, mine.id] };
    await kind.move(company, foreign, first);
    const after = await cursorOf(foreign);
    for (const [object, to] of [[foreign, second], [mine, first]] as const) await kind.move(company, object, to);
    const listening = listen(gateway, keys[partner], kind, { after, filter }, path);
    expect(told(await listening.next())).toBe(`${mine.id}→${first}`);
    await listening.end();
  });
});

it('a carrier hears of a shipment while it is its own, and reads it no longer when it is not', async () => {
  const kind = kindOf('shipmentStatusChanged');
  const shipment = await kind.object(company, 24);
  const after = await company.head();
  await company.say('shipment', shipment, { status: 'IN_TRANSIT' });
  await company.say('shipment', shipment, { status: 'CUSTOMS', carrier: 'carrier,K-2' });
  const own = await kind.object(company, 26);
  await kind.move(company, own, 'IN_TRANSIT');
  const before = listen(gateway, keys['K-1'], kind, { after }, path);
  expect([await before.next(), await before.next()]).toMatchObject([{ id: undefined, to: 'IN_TRANSIT' }, { id: own.id }]);
  const since = listen(gateway, keys['K-2'], kind, { after }, path);
  expect(await since.next()).toMatchObject({ id: shipment.id, from: 'IN_TRANSIT', to: 'CUSTOMS' });
});

it.each([
  ['K-1', 'purchaseOrderStatusChanged', '/graphql', 'FORBIDDEN'],
  ['K-1', 'purchaseOrderStatusChanged', path, 'FORBIDDEN'],
  ['K-1', 'supplierEvaluationStatusChanged', path, 'FORBIDDEN'],
  ['S-1', 'orderStatusChanged', '/graphql', 'FORBIDDEN'],
  ['S-1', 'afterSalesCaseStatusChanged', '/graphql', 'FORBIDDEN'],
  ['S-1', 'orderStatusChanged', path, 'GRAPHQL_VALIDATION_FAILED'],
  ['S-1', 'afterSalesCaseStatusChanged', path, 'GRAPHQL_VALIDATION_FAILED'],
] as const)('%s may not hear %s at %s', async (partner, field, at, code) => {
  const stream = gateway.socket(keys[partner], at).iterate({ query: `subscription { ${field} { to } }` });
  const answer = await stream.next().then(
    ({ value }) => value?.errors,
    (error: unknown) => error,
  );
  expect(answer).toMatchObject([{ extensions: { code } }]);
});
