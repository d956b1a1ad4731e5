import type { Job } from '../../src/jobs/job.js';
import { importFacts } from '../../src/domain/imports.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { order, parties, source } from '../domain/write/facts.js';
import { openTerminal, servicesOn, type Terminal } from './terminal.js';

const jobs: readonly Job[] = [
  {
    name: 'count-beans',
    about: 'counts beans',
    when: { cron: '0 2 * * *' },
    takesPeriod: true,
    run: async (_context, { period }) => ({ beans: 12, period: period?.key ?? null }),
  },
  { name: 'ask-around', about: 'asks', when: { pauseSeconds: () => 5 }, keys: () => ['north', 'south'], takesPeriod: false, run: async (_context, { key }) => ({ asked: key }) },
];

let test: TestDatabase;
let terminal: Terminal;
beforeAll(async () => {
  test = await freshDatabase();
  terminal = openTerminal(servicesOn(test.database, jobs));
});
afterAll(async () => {
  terminal.remove();
  await test.close();
});

describe('jobs', () => {
  it('lists those of the gateway without opening the database', async () => {
    const without = openTerminal(null);
    const { code, out } = await without.run('jobs', 'list');
    without.remove();
    expect(code).toBe(0);
    expect(out).toMatch(/score-suppliers +scores each supplier[^]*runs at .* \(cron\); takes --period/);
    expect(out).toMatch(/pull-connectors[^]*runs again and again, with a pause/);
  });

  it('runs one, for a period or a key, and prints what it reports', async () => {
    const { code, out } = await terminal.run('jobs', 'run', 'count-beans', '--period', '2026-Q1');
    expect([code, JSON.parse(out)]).toEqual([0, { beans: 12, period: '2026-Q1' }]);
    expect(JSON.parse((await terminal.run('jobs', 'run', 'ask-around')).out)).toEqual({ north: { asked: 'north' }, south: { asked: 'south' } });
    expect(JSON.parse((await terminal.run('jobs', 'run', 'ask-around', '--key', 'south')).out)).toEqual({ asked: 'south' });
  });

  it.each([
    ['an unknown job', ['sing'], 'There is no job sing. The jobs are: count-beans, ask-around.'],
    ['a day', ['count-beans', '--period', '2026-03-01'], 'A period is a month or a quarter, as in 2026-03 or 2026-Q1; 2026-03-01 is neither.'],
    ['a period that it does not take', ['ask-around', '--period', '2026-03'], 'The job ask-around takes no period.'],
    ['an unknown key', ['ask-around', '--key', 'west'], 'The job ask-around has no key west. Its keys are: north, south.'],
    ['a key that it does not have', ['count-beans', '--key', 'west'], 'The job count-beans has no keys here.'],
  ])('refuses %s', async (_what, args, message) => {
    expect(await terminal.run('jobs', 'run', ...args)).toEqual({ code: 1, out: '', err: `${message}\n` });
  });
});

describe('messages', () => {
  it('lists what was parked, and applies it again', async () => {
    const chunk = { system: 'orders', now: new Date('2026-03-01T08:00:00Z') };
    const { parked } = await importFacts(test.database, chunk, [...parties, order('M\u001b[2J1', { customer: 'C7' })]);
    const [{ inboxId } = { inboxId: '' }] = parked;
    const listed = await terminal.run('messages', 'list', '--parked', '--from', 'orders');
    expect(listed.code).toBe(0);
    expect(listed.out).toContain(`${inboxId}  2026-03-01T08:00:00.000Z  PARKED   orders  fact:order  order:M [2J1\n    UNKNOWN_CUSTOMER {`);
    expect(listed.out).not.toContain('\u001b');
    expect(listed.err).toBe('1 of 1 parked messages, newest first.\n');
    expect((await terminal.run('messages', 'list', '--from', 'nobody')).err).toBe('0 of 0 messages, newest first.\n');

    expect(await terminal.run('messages', 'replay', inboxId)).toMatchObject({ code: 3, out: expect.stringMatching(/^Still parked: UNKNOWN_CUSTOMER/) });
    await importFacts(test.database, chunk, [{ kind: 'customer', source: source('C7'), number: 'C-7', name: 'Borealis' }]);
    expect(await terminal.run('messages', 'replay', inboxId)).toMatchObject({ code: 0, out: 'Applied.\n' });
    expect(await terminal.run('messages', 'replay', inboxId)).toMatchObject({ code: 0, out: 'Nothing new: it was applied before.\n' });
    expect((await terminal.run('messages', 'list', '--parked', '--from', 'orders')).err).toBe('0 of 0 parked messages, newest first.\n');
    expect((await terminal.run('messages', 'list', '--from', 'orders')).out).toContain('APPLIED');
    const [audited] = await test.database.reader.rows(`select actor, channel from audit_entry where object_type = 'ORDER'`, []);
    expect(audited).toEqual({ actor: 'operator', channel: 'command-line' });
  });

  it.each([
    ['an unknown message', ['replay', '0198c0de-0000-7000-8000-000000000000'], 1, 'There is no message 0198c0de'],
    ['what is no id', ['replay', "'; drop table orders"], 1, 'There is no message'],
    ['a senseless limit', ['list', '--limit', '-1'], 2, '--limit is a whole number from 1 to 10000.'],
  ])('refuses %s', async (_what, args, expected, message) => {
    const { code, err } = await terminal.run('messages', ...args);
    expect(err).toContain(message);
    expect(code).toBe(expected);
  });

  it('names a sender that is no longer configured', async () => {
    const { parked } = await importFacts(test.database, { system: 'gone', now: new Date() }, [order('G1', { customer: 'C9' })]);
    const { code, err } = await terminal.run('messages', 'replay', parked[0]?.inboxId ?? '');
    expect([code, err]).toEqual([1, 'The message came from gone, which is no longer configured. Put it back into CONNECTORS first.\n']);
  });
});
