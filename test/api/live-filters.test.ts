/**
 * Every member of every filter of the live status changes: what matches arrives, what does not is passed over. Two objects
 * are moved in turns, the one that matches last: had the other been let through, it would have come before.
 */
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import type { Change, ChangeKind, Moved } from '../support/status-changes.js';
import { changeKinds, listen, MovingCompany } from '../support/status-changes.js';

let gateway: TestGateway;
let company: MovingCompany;
let staff: string;

beforeAll(async () => {
  gateway = await startGateway({ now: () => new Date('2026-03-15T08:00:00Z') });
  company = await MovingCompany.open(gateway);
  staff = await gateway.staff('ANALYST');
});
afterAll(() => gateway.close());

const told = (changes: readonly Change[]): string[] => changes.map(({ id, to }) => `${id}→${to}`);

/** Both go to the first status, then somebody listens, then both go to the second. */
async function heard(kind: ChangeKind, objects: readonly [Moved, Moved], filter: Record<string, unknown>, counts: readonly [number, number]): Promise<string[]> {
  const [other, mine] = objects;
  const after = await company.head();
  const changes: Change[] = [];
  const take = async (listening: { next(): Promise<Change> }, count: number): Promise<void> => {
    for (let taken = 0; taken < count; taken += 1) changes.push(await listening.next());
  };
  for (const object of [other, mine]) await kind.move(company, object, kind.statuses[0]);
  const listening = listen(gateway, staff, kind, { after, filter });
  await take(listening, counts[0]);
  for (const object of [other, mine]) await kind.move(company, object, kind.statuses[1]);
  await take(listening, counts[1]);
  await listening.end();
  return told(changes);
}

describe.each(changeKinds)('$field', (kind) => {
  const [first, second] = kind.statuses;
  const pairs = { next: 0 };
  const pair = async (): Promise<[Moved, Moved]> => {
    const n = pairs.next;
    pairs.next += 2;
    return [await kind.object(company, n + 1), await kind.object(company, n)];
  };

  it('has no other filters than those tried here', async () => {
    const { __type } = await company.ask<{ __type: { inputFields: { name: string }[] } }>('query ($name: String!) { __type(name: $name) { inputFields { name } } }', { name: kind.filter });
    expect(__type.inputFields.map(({ name }) => name).sort()).toEqual([...kind.filters].sort());
  });

  it.each(kind.filters.filter((member) => member !== 'to'))('by %s', async (member) => {
    const [other, mine] = await pair();
    const { [member as keyof Moved]: wanted, id } = mine;
    expect(wanted).not.toBe(other[member as keyof Moved]);
    expect(await heard(kind, [other, mine], { [member]: [wanted] }, [1, 1])).toEqual([`${id}→${first}`, `${id}→${second}`]);
  });

  it('by to', async () => {
    const [other, mine] = await pair();
    expect(await heard(kind, [other, mine], { to: [second] }, [0, 2])).toEqual([`${other.id}→${second}`, `${mine.id}→${second}`]);
  });

  it('by all of them at once', async () => {
    const [other, mine] = await pair();
    const filter = Object.fromEntries(kind.filters.map((member) => [member, member === 'to' ? [second] : [mine[member as keyof Moved], other[member as keyof Moved]]]));
    expect(await heard(kind, [other, mine], { ...filter, number: [mine.number] }, [0, 1])).toEqual([`${mine.id}→${second}`]);
  });

  it('by nothing where nothing is given', async () => {
    const [other, mine] = await pair();
    const none = Object.fromEntries(kind.filters.map((member) => [member, null]));
    expect(await heard(kind, [other, mine], none, [2, 2])).toEqual(kind.statuses.flatMap((to) => [`${other.id}→${to}`, `${mine.id}→${to}`]));
  });
});

it('has all live status changes in the table', async () => {
  const { __schema } = await company.ask<{ __schema: { subscriptionType: { fields: { name: string }[] } } }>('{ __schema { subscriptionType { fields { name } } } }');
  const names = __schema.subscriptionType.fields.map(({ name }) => name).filter((name) => name.endsWith('StatusChanged'));
  expect(names.sort()).toEqual(changeKinds.map(({ field }) => field).sort());
});
