import { DriverException } from '@mikro-orm/core';
import { GraphQLError } from 'graphql';
import { createErrorFormatter, isDatabaseAway } from '../../src/server/errors.js';
import { createLog } from '../../src/server/log.js';
import type { TestServer } from './support.js';
import { startServer } from './support.js';

describe('errors on their way out', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it('are masked where nobody meant them for the client; the log has them under the id that was sent', async () => {
    const { status, body, headers } = await server.query('{ hello fail(how: "bug") }');
    const id = headers.get('x-request-id');
    expect(status).toBe(200);
    expect(body.data).toEqual({ hello: 'Hello you', fail: null });
    expect(body.errors).toEqual([
      { message: `Something went wrong inside the gateway. Its log has more under ${id}.`, locations: expect.anything(), path: ['fail'], extensions: { code: 'INTERNAL', requestId: id } },
    ]);
    const line = server.logged().split('\n').find((text) => text.includes('secret_table'));
    expect(JSON.parse(line ?? '')).toMatchObject({ level: 'error', requestId: id, err: { stack: expect.stringContaining('support.ts') } });
  });

  it('pass with their code where they were', async () => {
    const { body } = await server.query('{ fail(how: "known") }');
    expect(body.errors).toEqual([expect.objectContaining({ message: 'No more of it', extensions: { code: 'SOLD_OUT' } })]);
  });

  it('of a database that is away become 503', async () => {
    const { status, body, headers } = await server.query('{ fail(how: "away") }');
    expect({ status, code: body.errors?.[0]?.extensions?.['code'], retryAfter: headers.get('retry-after') }).toEqual({ status: 503, code: 'UNAVAILABLE', retryAfter: '5' });
    expect(JSON.stringify(body)).not.toContain('10.0.0.7');
  });

  it('of a text that cannot be stored are the input’s fault', async () => {
    expect(await server.query('{ fail(how: "nul") }')).toMatchObject({ status: 200, body: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } });
  });

  it('are translated where the app knows better', () => {
    const { formatRaw } = createErrorFormatter({
      log: createLog({ level: 'silent' }),
      translate: (error) => (error instanceof TypeError ? new GraphQLError('typed', { extensions: { code: 'TYPED', http: { status: 422 } } }) : null),
    });
    expect(formatRaw(new GraphQLError('wrapped', { originalError: new TypeError('x'), path: ['a', 0] }), null)).toEqual({ message: 'typed', path: ['a', 0], extensions: { code: 'TYPED' } });
    const known = new GraphQLError('known', { extensions: { code: 'CONFLICT', http: { status: 409 } } });
    expect(formatRaw(known, null)).toEqual({ message: 'known', extensions: { code: 'CONFLICT' } });
    expect(formatRaw(new GraphQLError('made up', { extensions: { code: 'NOT_A_CODE' } }), 'r-1')).toMatchObject({ extensions: { code: 'INTERNAL', requestId: 'r-1' } });
  });

  it('show no schema in production', async () => {
    const production = await startServer({ production: true, documentLimits: { introspection: false } });
    try {
      const typo = await production.query('{ helo }');
      expect(typo.body.errors?.[0]?.message).toBe('Cannot query field "helo" on type "Query".');
      expect((await server.query('{ helo }')).body.errors?.[0]?.message).toContain('Did you mean');
      expect(await production.query('{ __schema { types { name } } }')).toMatchObject({ status: 400 });
      expect((await production.query('{ __schema { types { name } } }')).body.errors).toHaveLength(1);
    } finally {
      await production.stop();
    }
  });
});

describe('a database that is away', () => {
  it.each<[string, unknown, boolean]>([
    ['a refused connection', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), true],
    ['one of several addresses', new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]), true],
    ['a server that shuts down', Object.assign(new Error('x'), { code: '57P01' }), true],
    ['no connection left', Object.assign(new Error('x'), { code: '53300' }), true],
    ['a connection that broke', new Error('Connection terminated unexpectedly'), true],
    ['any of them as a cause', new GraphQLError('x', { originalError: new Error('y', { cause: Object.assign(new Error('z'), { code: 'CONNECTION_CLOSED' }) }) }), true],
    ['any of them within MikroORM', new DriverException(Object.assign(new Error('x'), { code: 'ECONNRESET' })), true],
    ['a broken constraint', Object.assign(new Error('duplicate key'), { code: '23505' }), false],
    ['a bug', new TypeError('x is undefined'), false],
    ['no error', 'ECONNREFUSED', false],
  ])('%s', (_what, error, away) => {
    expect(isDatabaseAway(error)).toBe(away);
  });

  it('is found in an error that is its own cause', () => {
    const error = new Error('x');
    error.cause = error;
    expect(isDatabaseAway(error)).toBe(false);
  });
});
