/** How a mapping profile's system is called: address, sign-in, headers. Secrets come from settings, never from the profile. */
import { z } from 'zod';
import { ConnectorError, type Env, type HttpClient, type HttpRequest, type HttpResponse } from '../contract.js';

export const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is no name of a header');
const isSecret = (name: string): boolean => /^(authorization|proxy-authorization|cookie)$|key|token|secret|password/i.test(name);

export const authSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('basic') }),
  z.strictObject({ type: z.literal('bearer') }),
  z.strictObject({ type: z.literal('apiKey'), header: headerName }),
  z.strictObject({
    type: z.literal('clientCredentials'),
    /** Absolute, or a path below the setting URL. */
    tokenUrl: z.string().min(1),
    scope: z.string().optional(),
    /** Where the id and the secret stand: in an Authorization header, or in the form. */
    sendAs: z.enum(['header', 'form']).default('header'),
  }),
]);
export type Auth = z.infer<typeof authSchema>;

export const accessSchema = {
  auth: authSchema,
  /** Sent with every call. */
  headers: z.record(headerName.refine((name) => !isSecret(name), 'a secret does not belong into the profile'), z.string()).default({}),
  /** Media types that the system answers in. */
  accept: z.array(z.string().min(1)).min(1).default(['application/json']),
};

/** The settings that hold the secrets of each way to sign in. */
const secretSettings: Readonly<Record<Auth['type'], readonly string[]>> = {
  none: [],
  basic: ['USERNAME', 'PASSWORD'],
  bearer: ['TOKEN'],
  apiKey: ['API_KEY'],
  clientCredentials: ['CLIENT_ID', 'CLIENT_SECRET'],
};

export interface Access {
  /** Without a slash at its end. */
  readonly url: string;
  readonly auth: Auth;
  readonly secrets: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly accept: readonly string[];
}

/** Reads `URL` and the secrets that the profile's way to sign in needs. Without a profile every setting that may be needed is. */
export function readAccess(profile: z.infer<z.ZodObject<typeof accessSchema>> | null, env: Env, problems: string[]): Access {
  const url = env.URL?.trim().replace(/\/+$/, '') ?? '';
  if (url === '') problems.push('URL is missing: the address of the system');
  else if (!isBaseUrl(url)) problems.push('URL must be an http or https address without user, query or fragment');
  const auth: Auth = profile?.auth ?? { type: 'none' };
  const secrets: Record<string, string> = {};
  for (const name of secretSettings[auth.type]) {
    const value = env[name] ?? '';
    if (value.trim() === '') problems.push(`${name} is missing: the profile signs in by ${auth.type}`);
    else if (!/^[\x20-\x7e]+$/.test(value) && auth.type !== 'basic') problems.push(`${name} has characters that no header can carry`);
    secrets[name] = name === 'PASSWORD' ? value : value.trim();
  }
  return { url, auth, secrets, headers: profile?.headers ?? {}, accept: profile?.accept ?? [] };
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '');
}

/** One call; its address must be of the access's own host. */
export type Caller = (call: Call) => Promise<HttpResponse>;

export type Call = Pick<HttpRequest, 'method' | 'body' | 'signal' | 'idempotent'> & { readonly url: string; readonly headers?: Readonly<Record<string, string>> };

const answer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().optional().catch(undefined) });

/** Renewed this long before it ends, so that none ends on its way. */
const TOKEN_MARGIN_MS = 60_000;
/** What a token is good for where its giver does not say. */
const TOKEN_LIFE_MS = 5 * 60_000;

/** Calls to one system. Tokens live inside. Throws ConnectorError; an address of another host is refused before anything is sent to it. */
export function createCaller(access: Access, http: HttpClient, now: () => Date): Caller {
  const held: { token: { readonly text: string; readonly until: number } | null } = { token: null };

  const fetchToken = async (auth: Auth & { readonly type: 'clientCredentials' }, signal: AbortSignal): Promise<string> => {
    const { CLIENT_ID: id = '', CLIENT_SECRET: secret = '' } = access.secrets;
    const form = new URLSearchParams({ grant_type: 'client_credentials' });
    if (auth.scope !== undefined) form.set('scope', auth.scope);
    if (auth.sendAs === 'form') for (const [name, value] of [['client_id', id], ['client_secret', secret]] as const) form.set(name, value);
    const credentials = basic(encodeURIComponent(id), encodeURIComponent(secret));
    const response = await http.request({
      method: 'POST',
      url: URL.canParse(auth.tokenUrl) ? auth.tokenUrl : addressOf(access, auth.tokenUrl),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...(auth.sendAs === 'form' ? {} : { authorization: credentials }) },
      body: form.toString(),
      accept: ['application/json'],
      signal,
      idempotent: true,
    });
    const told = answer.safeParse(response.json());
    if (!told.success) throw new ConnectorError('contract', 'the token endpoint answered without an access token');
    const life = told.data.expires_in === undefined ? TOKEN_LIFE_MS : told.data.expires_in * 1000;
    held.token = { text: told.data.access_token, until: now().getTime() + life - TOKEN_MARGIN_MS };
    return held.token.text;
  };

  const signIn = async (signal: AbortSignal): Promise<Readonly<Record<string, string>>> => {
    const { auth, secrets } = access;
    switch (auth.type) {
      case 'none':
        return {};
      case 'basic':
        return { authorization: basic(secrets['USERNAME'] ?? '', secrets['PASSWORD'] ?? '') };
      case 'bearer':
        return { authorization: `Bearer ${secrets['TOKEN']}` };
      case 'apiKey':
        return { [auth.header]: secrets['API_KEY'] ?? '' };
      case 'clientCredentials': {
        const { token } = held;
        return { authorization: `Bearer ${token && token.until > now().getTime() ? token.text : await fetchToken(auth, signal)}` };
      }
    }
  };

  const send: Caller = async ({ headers, ...call }) =>
    http.request({ ...call, headers: { ...access.headers, ...headers, ...(await signIn(call.signal)) }, accept: access.accept });

  return async (call) => {
    if (new URL(call.url).origin !== new URL(access.url).origin) throw new ConnectorError('contract', 'an address of another host was given: it is not called');
    const hadToken = held.token !== null;
    try {
      return await send(call);
    } catch (error) {
      // A token can be taken back before its time: refused before anything was done, so that the call may be sent again.
      if (!hadToken || !(error instanceof ConnectorError) || error.details.status !== 401) throw error;
      held.token = null;
      return send(call);
    }
  };
}

/** The address of a path below the system's own, with a query. */
export function addressOf({ url }: Pick<Access, 'url'>, path: string, query: Readonly<Record<string, string>> = {}): string {
  const address = new URL(`${url}/${path.replace(/^\/+/, '')}`);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address.href;
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
