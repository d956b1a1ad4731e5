import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, isLoopback, parseConfig, secretVariables, variables } from '../../src/config.js';
import type { ConnectorType, Env } from '../../src/connectors/contract.js';
import { ConnectorError } from '../../src/connectors/contract.js';

/** A type that wants a secret and takes a size, naming its variables as every type does: without the prefix. */
const parcel: ConnectorType = {
  type: 'parcel',
  kind: 'carrier',
  parseConfig: (env) => {
    const problems = [env['WEBHOOK_SECRET'] ? '' : 'WEBHOOK_SECRET is missing', env['SIZE'] === 'huge' ? 'SIZE must be a number' : ''].filter(Boolean);
    if (problems.length > 0) throw new ConnectorError('config', problems.join('; '));
    return { ...env };
  },
  connect: () => ({ check: async () => ({ ok: true, detail: '' }), normalise: () => ({ facts: [], unmapped: [] }) }),
};

const parse = (env: Env) => parseConfig(env, [parcel]);

function problemsOf(env: Env): readonly string[] {
  try {
    parse(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the settings', () => {
  it('have defaults for everything', () => {
    expect(parse({})).toMatchObject({
      production: false,
      host: '127.0.0.1',
      port: 4000,
      dataDir: './data',
      database: null,
      demo: 'auto',
      readPlan: true,
      connectors: [],
      oidc: null,
      tokenSecret: null,
      introspection: true,
      shutdown: { delayMs: 0, graceMs: 20_000 },
    });
  });

  it('cannot be changed once read', () => {
    const config = parse({ CONNECTORS: 'parcel', PARCEL_WEBHOOK_SECRET: 's' });
    expect([config, config.limits, config.connectors, config.connectors[0]?.settings].every(Object.isFrozen)).toBe(true);
  });

  it('name every problem at once', () => {
    const problems = problemsOf({
      PORT: '70000',
      DATABASE_URL: 'mysql://db/x',
      DEMO: 'maybe',
      OIDC_AUDIENCE: 'interline',
      CORS_ORIGINS: 'https://a.example.com/path',
      CONNECTORS: 'parcel,pigeon',
    });
    expect(problems).toEqual([
      expect.stringMatching(/^PORT must be a whole number from 0 to 65535/),
      expect.stringMatching(/^DATABASE_URL must look like postgresql:/),
      expect.stringMatching(/^DEMO must be one of on, off, auto/),
      expect.stringMatching(/^CORS_ORIGINS must list origins/),
      expect.stringMatching(/^OIDC_ISSUER is missing/),
      expect.stringMatching(/^PARCEL_WEBHOOK_SECRET is missing/),
      expect.stringMatching(/^CONNECTORS: there is no type pigeon\. Known types: parcel\./),
    ]);
  });

  it.each(['1e3', '-1', '4000.5', '0x10', '４０００'])('take %p for no number', (text) => {
    expect(problemsOf({ PORT: text })).toHaveLength(1);
  });

  it('never repeat a secret', () => {
    const secrets = { TOKEN_SECRET: 'hunter2hunter2', DATABASE_URL: 'mysql://u:hunter2hunter2@db/x', METRICS_TOKEN: 'hunter2' };
    expect(problemsOf(secrets)).toHaveLength(3);
    expect(problemsOf(secrets).join()).not.toContain('hunter2');
  });

  it('take an empty value for none', () => {
    expect(parse({ DATABASE_URL: '', PORT: '', CONNECTORS: '', OIDC_ISSUER: ' ' })).toMatchObject({ database: null, port: 4000, connectors: [], oidc: null });
  });

  describe('of an address beyond this machine', () => {
    const open = { HOST: '0.0.0.0' };
    it('need a key of their own', () => {
      expect(problemsOf(open)).toEqual([expect.stringMatching(/^HOST=0\.0\.0\.0 .*development key.*Set OIDC_ISSUER/)]);
    });
    it.each([{ OIDC_ISSUER: 'https://login.example.com/', OIDC_AUDIENCE: 'interline' }, { TOKEN_SECRET: 'x'.repeat(32) }])('are fine with %p', (env) => {
      expect(problemsOf({ ...open, ...env })).toEqual([]);
    });
    it.each([
      ['127.0.0.1', true],
      ['127.8.8.8', true],
      ['localhost', true],
      ['::1', true],
      ['0.0.0.0', false],
      ['::', false],
      ['192.168.0.7', false],
      ['127.0.0.1.example.com', false],
    ])('%s stays on this machine: %p', (host, expected) => {
      expect(isLoopback(host)).toBe(expected);
    });
  });

  it('keep the issuer to the letter', () => {
    const { oidc } = parse({ OIDC_ISSUER: 'https://login.example.com/', OIDC_AUDIENCE: 'interline' });
    expect(oidc).toEqual({ issuer: 'https://login.example.com/', audience: 'interline', rolesClaim: 'roles' });
  });

  it.each([
    [{ OIDC_ISSUER: 'https://login.example.com' }, /^OIDC_AUDIENCE is missing/],
    [{ OIDC_ISSUER: 'http://login.example.com', OIDC_AUDIENCE: 'a' }, /^OIDC_ISSUER must be an https address/],
    [{ OIDC_ISSUER: 'https://login.example.com', OIDC_AUDIENCE: 'a', TOKEN_SECRET: 'x'.repeat(40) }, /^TOKEN_SECRET and OIDC_ISSUER are both set/],
    [{ NODE_ENV: 'production', DEMO: 'on' }, /^DEMO=on is refused under NODE_ENV=production/],
  ])('refuse %p', (env, problem) => {
    expect(problemsOf(env as unknown as Env)).toEqual([expect.stringMatching(problem)]);
  });

  it('show neither demo nor schema in production', () => {
    expect(parse({ NODE_ENV: 'production' })).toMatchObject({ demo: 'off', introspection: false });
    expect(parse({ NODE_ENV: 'production', INTROSPECTION: 'on' })).toMatchObject({ introspection: true });
  });

  describe('of connectors', () => {
    it('belong to the longest id that they begin with', () => {
      const { connectors } = parse({
        CONNECTORS: 'parcel, parcel-eu:parcel',
        PARCEL_WEBHOOK_SECRET: 'one',
        PARCEL_EU_WEBHOOK_SECRET: 'two',
        PARCEL_EU_SIZE: '3',
      });
      expect(connectors.map(({ id, settings }) => [id, settings])).toEqual([
        ['parcel', { WEBHOOK_SECRET: 'one' }],
        ['parcel-eu', { WEBHOOK_SECRET: 'two', SIZE: '3' }],
      ]);
    });

    it('are named in full when they are wrong', () => {
      expect(problemsOf({ CONNECTORS: 'parcel-eu:parcel', PARCEL_EU_SIZE: 'huge' })).toEqual([
        'PARCEL_EU_WEBHOOK_SECRET is missing.',
        'PARCEL_EU_SIZE must be a number.',
      ]);
    });

    it.each([
      ['parcel,parcel', /lists parcel twice/],
      ['Parcel', /must be an id of small letters/],
      ['../x:parcel', /must be an id of small letters/],
      ['a:parcel:b', /must be an id of small letters/],
      ['pull:parcel', /would share variables with the gateway itself/],
      ['constructor', /there is no type constructor/],
    ])('refuse the list %s', (list, problem) => {
      expect(problemsOf({ CONNECTORS: list, PARCEL_WEBHOOK_SECRET: 's', PULL_WEBHOOK_SECRET: 's' })).toContainEqual(expect.stringMatching(problem));
    });
  });

  describe('in files', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'interline-config-'));
      writeFileSync(join(folder, 'secret'), 'from-a-file-from-a-file-from-a-file\n');
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('are read without their last line ending', () => {
      const file = join(folder, 'secret');
      const config = parse({ TOKEN_SECRET_FILE: file, CONNECTORS: 'parcel', PARCEL_WEBHOOK_SECRET_FILE: file });
      expect(Buffer.from(config.tokenSecret ?? []).toString()).toBe('from-a-file-from-a-file-from-a-file');
      expect(config.connectors[0]?.settings).toEqual({ WEBHOOK_SECRET: 'from-a-file-from-a-file-from-a-file' });
    });

    it('are refused where they are missing or said twice', () => {
      expect(problemsOf({ TOKEN_SECRET_FILE: join(folder, 'nothing') })).toEqual([expect.stringMatching(/^TOKEN_SECRET_FILE names a file that cannot be read \(ENOENT\)/)]);
      expect(problemsOf({ TOKEN_SECRET: 'y'.repeat(40), TOKEN_SECRET_FILE: join(folder, 'secret') })).toEqual([expect.stringMatching(/both set/)]);
    });
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const named = text.split('\n').flatMap((line) => /^(?:# )?([A-Z][A-Z_]+)=/.exec(line)?.[1] ?? []);

  it('documents exactly the variables that exist, in their order', () => {
    const examplesOfConnectors = ['EASYPOST_WEBHOOK_SECRET', 'EASYPOST_API_KEY_FILE', 'ERP_CN_URL'];
    const examplesOfFiles = secretVariables.map((name) => `${name}_FILE`);
    const own = named.filter((name) => !examplesOfConnectors.includes(name) && !examplesOfFiles.includes(name));
    expect([...new Set(own)]).toEqual(variables);
  });

  it('shows the defaults', () => {
    const shown = Object.fromEntries(text.split('\n').flatMap((line) => (/^[A-Z_]+=/.test(line) ? [line.split(/=(.*)/s).slice(0, 2)] : [])) as [string, string][]);
    expect(Object.keys(shown).length).toBeGreaterThan(15);
    expect(parse(shown)).toEqual(parse({}));
  });
});
