/** What a person at a terminal is told once the gateway runs: where it is, how to get in, what to try. */
import { hostname } from 'node:os';
import type { App } from '../app.js';
import type { Config } from '../config.js';
import { developmentSecret, issueApiKey, revokeApiKey, signStaffToken, staffRoles } from '../domain/credentials.js';
import { ApiClient, Carrier, Supplier } from '../entities/index.js';

const by = { actor: 'gateway', channel: 'start-up' };
const tokenDays = 30;

export interface Occasion {
  readonly now: Date;
  /** Whether a person reads it, and not whoever collects the logs. */
  readonly isTerminal: boolean;
}

/** The text for standard output; with an OIDC issuer or in production only the addresses. */
export async function greeting(app: App, config: Config, occasion: Occasion): Promise<string> {
  const lines = [
    '',
    'Interline is ready.',
    `  Graph for our own people   ${app.url}/graphql`,
    `  Graph for partners         ${app.url}/partner/graphql`,
    ...(config.introspection ? [`  Try it in a browser        ${app.url}/graphiql`] : []),
    `  Health and metrics         ${app.url}/readyz  ${app.url}/metrics`,
    '',
  ];
  if (!config.production && config.oidc === null) lines.push(...(await credentials(app, config, occasion)), ...tries(app.url));
  return `${lines.join('\n')}\n`;
}

async function credentials(app: App, { tokenSecret, dataDir }: Config, { now, isTerminal }: Occasion): Promise<string[]> {
  // A secret that somebody set may guard more than a trial, and what is not read at a terminal is kept with the logs.
  if (tokenSecret !== null && !isTerminal) return ['Tokens are not printed here, since TOKEN_SECRET is set: npm run -s token -- --role analyst', ''];
  const secret = tokenSecret ?? developmentSecret(dataDir);
  const expiresAt = new Date(now.getTime() + tokenDays * 86_400_000);
  const lines = [`Tokens for development, good for ${tokenDays} days (header "Authorization: Bearer …"):`];
  for (const role of staffRoles) {
    const token = await signStaffToken(secret, { roles: [role], subject: `dev-${role.toLowerCase()}`, name: `Developer (${role})`, issuedAt: now, expiresAt });
    lines.push(`  ${role.padEnd(17)} ${token}`);
  }
  return [...lines, ...(await partnerKeys(app, now)), ''];
}

/**
 * A key for one supplier and one carrier, made anew at each start: only hashes are kept. Those of the last start at this
 * address end; another gateway on the same database has just shown its own to somebody.
 */
async function partnerKeys({ database, url }: App, now: Date): Promise<string[]> {
  const em = database.em.fork();
  const name = `first steps at ${hostname()}:${new URL(url).port}`;
  const old = await em.find(ApiClient, { name, revokedAt: null });
  for (const client of old) await revokeApiKey(database, { now, by }, client.id);
  const [supplier] = await em.find(Supplier, {}, { orderBy: { number: 'asc' }, limit: 1 });
  const [carrier] = await em.find(Carrier, {}, { orderBy: { number: 'asc' }, limit: 1 });
  const lines: string[] = [];
  for (const [role, partner] of [['SUPPLIER', supplier], ['CARRIER', carrier]] as const) {
    if (!partner) continue;
    const { key } = await issueApiKey(database, { now, by }, { role, partner: partner.id, name });
    lines.push(`  ${role.padEnd(17)} ${key}   (${partner.number}, ${partner.name})`);
  }
  return lines;
}

function tries(url: string): string[] {
  return [
    'Worth trying, as ANALYST or SALES:',
    '  { orders(first: 5, filter: {status: [SHIPPED]}) { nodes { number customer { name } shipments { nodes { status trackingEvents(first: 3) { nodes { occurredAt description } } } } } } }',
    '  { deliveryPerformance(subject: PURCHASE_ORDER, groupBy: [SUPPLIER]) { rows { keys { label } numerator denominator rate meanDelayDays } } }',
    '  subscription { shipmentStatusChanged { from to occurredAt shipment { number carrier { name } } } }',
    `  (paste them into ${url}/graphiql)`,
  ];
}
