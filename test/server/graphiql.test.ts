import { createHash } from 'node:crypto';
import type { TestServer } from './support.js';
import { startServer } from './support.js';

describe('GraphiQL', () => {
  let server: TestServer;
  let html: string;
  let response: Response;
  beforeAll(async () => {
    server = await startServer();
    response = await fetch(`${server.url}/graphiql`, { headers: { 'accept-encoding': 'gzip' } });
    html = await response.text();
  });
  afterAll(() => server.stop());

  it('is one page, compressed once', async () => {
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(Number(response.headers.get('content-length'))).toBeLessThan(3_000_000);
    expect(html.length).toBeGreaterThan(5_000_000);
  });

  it('allows its own scripts by their hashes, and nothing from elsewhere', () => {
    const policy = response.headers.get('content-security-policy') ?? '';
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, source]) => source ?? '');
    expect(scripts).toHaveLength(2);
    for (const source of scripts) expect(policy).toContain(`'sha256-${createHash('sha256').update(source).digest('base64')}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(html).not.toMatch(/<(script|link|img|iframe)[^>]+(src|href)="(https?:)?\/\//);
  });

  it('asks the endpoint beside it, with the token of the field', () => {
    expect(html).toContain('{ endpoint, additionalHeaders: credentials, connectionParams: credentials, ...{"title":"Interline"');
    expect(html).toContain("location.pathname.replace(/graphiql\\/?$/, 'graphql')");
    expect(html).toContain('<form id="token-bar">');
  });

  it('is the same page for partners, uncompressed for those who want it so, and not sent twice', async () => {
    const partner = await fetch(`${server.url}/partner/graphiql`, { headers: { 'accept-encoding': 'identity' } });
    expect([partner.status, partner.headers.get('content-encoding')]).toEqual([200, null]);
    expect((await partner.text()) === html).toBe(true);
    const again = await fetch(`${server.url}/graphiql`, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});
