import { existsSync } from 'node:fs';
import { decodeJwt, jwtVerify } from 'jose';
import { developmentSecret } from '../../src/domain/credentials.js';
import { importFacts } from '../../src/domain/imports.js';
import { apiKeys } from '../../src/server/auth/api-keys.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { openTerminal, servicesOn, type Terminal } from './terminal.js';

describe('token for our own people', () => {
  let terminal: Terminal;
  beforeEach(() => {
    terminal = openTerminal(null);
  });
  afterEach(() => terminal.remove());

  it('is all that standard output gets, signed with the secret of the data folder, without opening the database', async () => {
    const { code, out, err } = await terminal.run('token', '--role', 'customer-service');
    expect(code).toBe(0);
    expect(out).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(err).toContain('CUSTOMER_SERVICE, good for 30 days');
    const { payload } = await jwtVerify(out.trim(), developmentSecret(terminal.dataDir), { currentDate: new Date('2026-03-31T00:00:00Z'), audience: 'interline' });
    expect(payload).toMatchObject({ roles: ['CUSTOMER_SERVICE'] });
    expect(existsSync(`${terminal.dataDir}/pg`)).toBe(false);
  });

  it('takes several roles, in any case, with a name and a time', async () => {
    const { out } = await terminal.run('token', '--role', 'Sales,CUSTOMER_SERVICE,sales', '--name', 'Ann Lee', '--days', '2');
    const { iat = 0, exp = 0, ...claims } = decodeJwt(out.trim());
    expect(claims).toMatchObject({ roles: ['SALES', 'CUSTOMER_SERVICE'], name: 'Ann Lee' });
    expect(exp - iat).toBe(2 * 86_400);
  });

  it('is signed with TOKEN_SECRET where that is set', async () => {
    const secret = 'a secret of the tests, 32 bytes and more';
    const { out } = await terminal.runWith({ env: { TOKEN_SECRET: secret } }, 'token', '--role', 'admin');
    await expect(jwtVerify(out.trim(), new TextEncoder().encode(secret), { currentDate: new Date('2026-03-02T09:00:00Z') })).resolves.toBeDefined();
  });

  it('is refused where an issuer signs them, naming the way', async () => {
    const env = { OIDC_ISSUER: 'https://login.example/', OIDC_AUDIENCE: 'interline-prod', OIDC_ROLES_CLAIM: 'groups' };
    const { code, out, err } = await terminal.runWith({ env }, 'token', '--role', 'sales');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/https:\/\/login\.example\/ \(OIDC_ISSUER\)[^]*audience interline-prod[^]*SALES in its claim "groups"/);
  });

  it.each([
    ['no role', [], "required option '--role <role>' not specified"],
    ['an unknown role', ['--role', 'boss'], 'There is no role boss. The roles are: sales, production,'],
    ['an inherited name', ['--role', 'constructor'], 'There is no role constructor.'],
    ['a partner role without the partner', ['--role', 'supplier'], 'Say which one: --role supplier --supplier <number>.'],
    ['a partner of the other kind', ['--role', 'supplier', '--supplier', 'S-1', '--carrier', 'K-1'], '--carrier goes with --role carrier alone.'],
    ['a partner beside a role of ours', ['--role', 'sales', '--supplier', 'S-1'], '--supplier goes with --role supplier alone.'],
    ['two kinds of role', ['--role', 'supplier,sales', '--supplier', 'S-1'], 'A partner has no other role'],
    ['an end for a key', ['--role', 'carrier', '--carrier', 'K-1', '--days', '3'], 'do not expire'],
    ['no days', ['--role', 'sales', '--days', '0'], '--days is a whole number from 1 to 3650.'],
    ['too many days', ['--role', 'sales', '--days', '3651'], '--days is a whole number from 1 to 3650.'],
    ['endless days', ['--role', 'sales', '--days', '1e9'], '--days is a whole number from 1 to 3650.'],
  ])('is refused for %s', async (_what, args, message) => {
    const { code, out, err } = await terminal.run('token', ...args);
    expect(err).toContain(message);
    expect([code, out]).toEqual([2, '']);
  });
});

describe('key for a partner', () => {
  let test: TestDatabase;
  let terminal: Terminal;
  beforeAll(async () => {
    test = await freshDatabase();
    const source = (externalId: string) => ({ externalId, version: '1', updatedAt: null });
    await importFacts(test.database, { system: 'list', now: new Date('2026-03-01T00:00:00Z') }, [
      { kind: 'supplier', source: source('1'), number: 'S-1', name: 'Lanzhou Optics' },
      ...Array.from({ length: 24 }, (_, n) => ({ kind: 'supplier', source: source(`many ${n}`), number: `T-${n}`, name: `T-${n}` }) as const),
    ]);
    terminal = openTerminal(servicesOn(test.database));
  });
  afterAll(async () => {
    terminal.remove();
    await test.close();
  });

  it('lets the partner in', async () => {
    const { code, out, err } = await terminal.run('token', '--role', 'Supplier', '--supplier', 'S-1');
    expect(code).toBe(0);
    expect(err).toContain('API key of supplier S-1');
    const check = apiKeys(test.database.reader, () => new Date('2026-03-02T08:00:01Z'));
    expect(await check(out.replace(/\n$/, ''))).toMatchObject({ viewer: { kind: 'supplier', roles: ['SUPPLIER'], name: 'Lanzhou Optics' } });
  });

  it('says who is there for one who is not, and no more than a screenful', async () => {
    const { code, out, err } = await terminal.run('token', '--role', 'supplier', '--supplier', 'S-9');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^There is no supplier S-9\. The suppliers are: S-1 \(Lanzhou Optics\), T-0, [^]*, and 5 more\.\n$/);
    expect(err.match(/, T-\d+/g)).toHaveLength(19);
    const none = await terminal.run('token', '--role', 'carrier', '--carrier', 'K-1');
    expect(none).toMatchObject({ code: 1, err: 'There is no carrier K-1. There is no carrier at all yet: import or pull some first.\n' });
  });
});
