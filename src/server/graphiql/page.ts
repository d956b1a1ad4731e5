/**
 * GraphiQL without any outside request: the whole IDE in one page. The page is the same for every address, asks for
 * the GraphQL endpoint beside its own, and has a field for the token above the editor.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

export interface GraphiqlPage {
  readonly gzipped: Buffer;
  readonly contentSecurityPolicy: string;
  readonly etag: string;
}

/** Nine megabytes: made once, when it is first asked for, and kept compressed only. */
export async function makeGraphiqlPage(): Promise<GraphiqlPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = withTokenField(renderGraphiQL({ title: 'Interline', defaultQuery: welcome, credentials: 'omit', subscriptionsProtocol: 'WS' }));
  const gzipped = await promisify(gzip)(html);
  const etag = `"${createHash('sha256').update(gzipped).digest('base64url').slice(0, 22)}"`;
  return { gzipped, contentSecurityPolicy: policyFor(html), etag };
}

export const inflate = (gzipped: Buffer): Promise<Buffer> => promisify(gunzip)(gzipped);

const welcome = `# Paste a token above, then press play (Ctrl-Enter).
{
  __typename
}
`;

/**
 * Runs before the IDE: keeps the token for this tab, taken from the field or from the address (\`#token=…\`), and mends
 * two things. The IDE remembers a query only once it was changed, and would go to an empty tab when the page is loaded
 * again before that. And where a socket is refused or cut it shows the CloseEvent as JSON, which has no reason in it.
 */
const script = `
  const kept = 'interline:token';
  const inAddress = new URLSearchParams(location.hash.slice(1)).get('token');
  if (inAddress) {
    sessionStorage.setItem(kept, inAddress);
    history.replaceState(null, '', location.pathname + location.search);
  }
  const credentials = () => {
    const token = sessionStorage.getItem(kept);
    return token ? { authorization: 'Bearer ' + token } : {};
  };
  const endpoint = location.pathname.replace(/graphiql\\/?$/, 'graphql');
  document.querySelector('#token-bar').addEventListener('submit', (event) => {
    event.preventDefault();
    sessionStorage.setItem(kept, event.target.elements.token.value.trim());
    location.reload();
  });
  document.querySelector('#token-bar input').value = sessionStorage.getItem(kept) || '';
  if (localStorage.getItem('graphiql:query') === null) localStorage.setItem('graphiql:query', ${JSON.stringify(welcome)});
  CloseEvent.prototype.toJSON = function () {
    return { message: 'The connection was closed: ' + (this.reason || 'no reason was given') + ' (' + this.code + ').' };
  };
`;

const bar = `<form id="token-bar"><label for="token">Token or API key</label>
<input id="token" name="token" type="password" autocomplete="off" spellcheck="false"><button>Use it</button></form>`;

const style = `
  body { display: flex; flex-direction: column; height: 100vh; margin: 0; }
  #root { flex: 1; min-height: 0; }
  #root .graphiql-container { height: 100%; }
  #token-bar { display: flex; gap: 8px; align-items: center; padding: 6px 12px; font: 14px system-ui, sans-serif; background: #f2f4f7; color: #1d2433; }
  #token-bar input { flex: 1; max-width: 640px; padding: 4px 8px; border: 1px solid #98a2b3; border-radius: 4px; }
  #token-bar button { padding: 4px 12px; }
`;

const optionsInPage = 'YogaGraphiQL.renderYogaGraphiQL(';
const lastOption = '"subscriptionsProtocol":"WS"}';

/** Fails where the package's page has changed its form, instead of serving one that does not work. */
function withTokenField(page: string): string {
  const call = page.lastIndexOf(optionsInPage);
  const options = page.indexOf('{', call);
  const last = page.indexOf(lastOption, options);
  if (call < 0 || options < 0 || last < 0 || !page.includes('<div id="root">')) throw new Error('The GraphiQL page has another form than expected.');
  const own = '{ endpoint, additionalHeaders: credentials, connectionParams: credentials, ...';
  const end = last + lastOption.length;
  return `${page.slice(0, options)}${own}${page.slice(options, end)} }${page.slice(end)}`
    .replace('<div id="root">', () => `${bar}<div id="root">`)
    .replace('<script>', () => `<script>${script}</script><script>`)
    .replace('</head>', () => `<style>${style}</style></head>`);
}

/** Inline scripts are allowed by their hashes alone; nothing may be loaded from elsewhere. */
function policyFor(html: string): string {
  const hashes = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, source]) => `'sha256-${createHash('sha256').update(source ?? '').digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')} blob:`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
