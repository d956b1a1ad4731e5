import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CredentialRefused, developmentSecret, hashApiKey, issueApiKey, newApiKey, revokeApiKey } from '../../../src/domain/credentials.js';
import type { Reader } from '../../../src/entities/database.js';
import { ApiClient, AuditEntry, Carrier, Supplier } from '../../../src/entities/index.js';
import { apiKeys, rememberedMs } from '../../../src/server/auth/api-keys.js';
import { createAuthenticate, credentialsOf } from '../../../src/server/auth/authenticate.js';
import type { AuthError } from '../../../src/server/auth/identity.js';
import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';

const start = new Date('2024-05-06T08:00:00Z');
const at = { now: start, by: { actor: 'command line', channel: 'cli' } };

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'accepted',
    (error: AuthError) => error.code,
  );
}

describe('API keys', () => {
  let test: TestDatabase;
  const clock = { now: start };
  const now = (): Date => clock.now;
  beforeAll(async () => {
    test = await freshDatabase();
    const em = test.database.em.fork();
    for (const [number, system] of [['S-1', 'erp-a'], ['S-2', 'erp-a'], ['S-2', 'erp-b']] as const) em.create(Supplier, { number, name: `Supplier ${number}`, sourceSystem: system });
    em.create(Carrier, { number: 'C-1', name: 'Carrier One' });
    await em.flush();
  });
  afterAll(() => test.close());
  beforeEach(() => {
    clock.now = start;
  });

  it('are shown once and kept as a hash', async () => {
    const { clientId, key } = await issueApiKey(test.database, at, { role: 'SUPPLIER', partner: 'S-1' });
    expect(key).toMatch(/^ilk_[\w-]{43}$/);
    const em = test.database.em.fork();
    const client = await em.findOneOrFail(ApiClient, clientId);
    expect(client).toMatchObject({ role: 'SUPPLIER', name: 'Supplier S-1', keyHash: hashApiKey(key), revokedAt: null });
    const audited = await em.find(AuditEntry, { objectId: clientId });
    expect(audited.map(({ action }) => action)).toEqual(['API_KEY_ISSUED']);
    expect(JSON.stringify([client, audited])).not.toContain(key);
  });

  it('open the one partner that they belong to', async () => {
    const check = apiKeys(test.database.reader, now);
    const supplier = await test.database.em.fork().findOneOrFail(Supplier, { number: 'S-1' });
    const carrier = await test.database.em.fork().findOneOrFail(Carrier, { number: 'C-1' });
    const ofSupplier = await issueApiKey(test.database, at, { role: 'SUPPLIER', partner: 'S-1', name: 'Portal' });
    const ofCarrier = await issueApiKey(test.database, at, { role: 'CARRIER', partner: carrier.id });
    expect(await check(ofSupplier.key)).toEqual({
      viewer: { kind: 'supplier', roles: ['SUPPLIER'], subject: `api-client:${ofSupplier.clientId}`, supplierId: supplier.id, carrierId: null, name: 'Portal' },
      expiresAt: null,
    });
    expect(await check(ofCarrier.key)).toMatchObject({ viewer: { kind: 'carrier', roles: ['CARRIER'], supplierId: null, carrierId: carrier.id } });
  });

  it('are issued to no partner that is unknown or meant by several', async () => {
    await expect(issueApiKey(test.database, at, { role: 'SUPPLIER', partner: 'S-9' })).rejects.toThrow(new CredentialRefused('There is no supplier S-9.'));
    await expect(issueApiKey(test.database, at, { role: 'CARRIER', partner: 'S-1' })).rejects.toThrow(/no carrier S-1/);
    await expect(issueApiKey(test.database, at, { role: 'SUPPLIER', partner: 'S-2' })).rejects.toThrow(/Several systems have a supplier S-2\. Name it by its id: [0-9a-f-]{36}, /);
  });

  it('end when they are revoked, once the short memory is over', async () => {
    const check = apiKeys(test.database.reader, now);
    const { clientId, key } = await issueApiKey(test.database, at, { role: 'CARRIER', partner: 'C-1' });
    expect(await codeOf(check(key))).toBe('accepted');
    expect(await revokeApiKey(test.database, at, clientId)).toBe(true);
    expect(await revokeApiKey(test.database, at, clientId)).toBe(false);
    clock.now = new Date(start.getTime() + rememberedMs);
    expect(await codeOf(check(key))).toBe('UNAUTHENTICATED');
    expect(rememberedMs).toBeLessThanOrEqual(30_000);
  });

  it('that lost their partner, or name a role of staff, open nothing', async () => {
    const em = test.database.em.fork();
    const [orphan, admin] = [newApiKey(), newApiKey()];
    em.create(ApiClient, { name: 'orphan', role: 'SUPPLIER', supplier: null, carrier: null, keyHash: hashApiKey(orphan), createdAt: start, revokedAt: null });
    em.create(ApiClient, { name: 'admin', role: 'ADMIN', supplier: null, carrier: null, keyHash: hashApiKey(admin), createdAt: start, revokedAt: null });
    await em.flush();
    const check = apiKeys(test.database.reader, now);
    expect(await codeOf(check(orphan))).toBe('FORBIDDEN');
    expect(await codeOf(check(admin))).toBe('FORBIDDEN');
  });

  it('that nobody knows are refused', async () => {
    const check = apiKeys(test.database.reader, now);
    for (const key of [newApiKey(), 'ilk_', "ilk_' or true --", 'ilk_\0', `ilk_${'x'.repeat(1000)}`]) expect(await codeOf(check(key))).toBe('UNAUTHENTICATED');
  });
});

describe('the check of an API key', () => {
  const hash = hashApiKey('ilk_known');
  const row = { id: '1', name: 'n', role: 'CARRIER', supplier_id: null, carrier_id: 'c', key_hash: hash };
  const reader = (rows: Reader['rows']): Pick<Reader, 'rows'> => ({ rows });

  it('asks the database once for callers at the same time, and not again for a while', async () => {
    const calls = { count: 0 };
    const check = apiKeys(reader(async () => ((calls.count += 1), [row])), () => start);
    await Promise.all([check('ilk_known'), check('ilk_known')]);
    await check('ilk_known');
    expect(calls.count).toBe(1);
  });

  it('says that the database is away, and remembers nothing of it', async () => {
    const state = { away: true };
    const check = apiKeys(reader(async () => (state.away ? Promise.reject(new Error('ECONNREFUSED')) : [row])), () => start);
    expect(await codeOf(check('ilk_known'))).toBe('UNAVAILABLE');
    state.away = false;
    expect(await codeOf(check('ilk_known'))).toBe('accepted');
  });

  it('does not believe a row of another hash', async () => {
    const check = apiKeys(reader(async () => [{ ...row, key_hash: hashApiKey('ilk_other') }]), () => start);
    expect(await codeOf(check('ilk_known'))).toBe('UNAUTHENTICATED');
  });
});

describe('credentials in headers', () => {
  const authenticate = createAuthenticate({
    staff: async (token) => ({ viewer: { kind: 'staff', roles: ['ADMIN'], subject: `token ${token}`, supplierId: null, carrierId: null, name: '' }, expiresAt: null }),
    partner: async (key) => ({ viewer: { kind: 'carrier', roles: ['CARRIER'], subject: `key ${key}`, supplierId: null, carrierId: 'c', name: '' }, expiresAt: null }),
  });
  const subjectOf = async (headers: Record<string, string>): Promise<string> =>
    authenticate(credentialsOf(headers)).then(
      ({ viewer }) => viewer.subject,
      (error: AuthError) => error.code,
    );

  it.each([
    [{ authorization: 'Bearer abc' }, 'token abc'],
    [{ authorization: 'bearer   abc ' }, 'token abc'],
    [{ authorization: 'Bearer ilk_abc' }, 'key ilk_abc'],
    [{ 'x-api-key': 'ilk_abc' }, 'key ilk_abc'],
    // Whatever else stands there is checked as a token, and so refused: never overlooked.
    [{ authorization: 'Basic YTpi' }, 'token Basic YTpi'],
    [{ authorization: 'Bearer abc', 'x-api-key': 'ilk_abc' }, 'UNAUTHENTICATED'],
    [{}, 'UNAUTHENTICATED'],
    [{ authorization: '', 'x-api-key': '' }, 'UNAUTHENTICATED'],
  ])('%p', async (headers, expected) => {
    expect(await subjectOf(headers as Record<string, string>)).toBe(expected);
  });
});

describe('the development secret', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'interline-secret-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('is made once, for its owner alone, and differs from folder to folder', () => {
    const first = developmentSecret(join(dataDir, 'a'));
    expect(developmentSecret(join(dataDir, 'a'))).toEqual(first);
    expect(developmentSecret(join(dataDir, 'b'))).not.toEqual(first);
    expect(first.length).toBe(32);
    expect(statSync(join(dataDir, 'a', 'token-secret')).mode & 0o777).toBe(0o600);
  });

  it('that is too short is refused and not used', () => {
    writeFileSync(join(dataDir, 'token-secret'), 'abc\n');
    expect(() => developmentSecret(dataDir)).toThrow(/holds no usable secret/);
    expect(readFileSync(join(dataDir, 'token-secret'), 'utf8')).toBe('abc\n');
  });
});
