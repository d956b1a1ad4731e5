/** What a person at a terminal is told once the gateway runs: where it is, how to get in, what to try. */
import type { App } from '../app.js';
import type { Config } from '../config.js';
import { developmentSecret, issueApiKey, revokeApiKey, signStaffToken, staffRoles } from '../domain/credentials.js';
import { ApiClient, Carrier, Supplier } from '../entities/index.js';

const by = { actor: 'gateway', channel: 'start-up' };
const keyName = 'first steps';
const tokenDays = 30;

/** Prints to standard output; with an OIDC issuer or in production only the addresses. */
export async function greet(app: App, config: Config, now: Date): Promise<void> {
  const lines = [
    '',
    'Interline is ready.',
    `  Graph for our own people   ${app.url}/graphql`,
    `  Graph for partners         ${app.url}/partner/graphql`,
    ...(config.introspection ? [`  Try it in a browser        ${app.url}/graphiql`] : []),
    `  Health and metrics         ${app.url}/readyz  ${app.url}/metrics`,
    '',
  ];
  if (!config.production && config.oidc === null) lines.push(...(await credentials(app, config, now)), ...tries(app.url));
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function credentials(app: App, config: Config, now: Date): Promise<string[]> {
  const secret = config.tokenSecret ?? developmentSecret(config.dataDir);
  const expiresAt = new Date(now.getTime() + tokenDays * 86_400_000);
  const lines = [`Tokens for development, good for ${tokenDays} days (header "Authorization: Bearer …"):`];
  for (const role of staffRoles) {
    const token = await signStaffToken(secret, { roles: [role], subject: `dev-${role.toLowerCase()}`, name: `Developer (${role})`, issuedAt: now, expiresAt });
    lines.push(`  ${role.padEnd(17)} ${token}`);
  }
  return [...lines, ...(await partnerKeys(app, now)), ''];
}

/** A key for one supplier and one carrier, made anew at each start: only hashes are kept. */
async function partnerKeys({ database }: App, now: Date): Promise<string[]> {
  const em = database.em.fork();
  const old = await em.find(ApiClient, { name: keyName, revokedAt: null });
  for (const client of old) await revokeApiKey(database, { now, by }, client.id);
  const [supplier] = await em.find(Supplier, {}, { orderBy: { number: 'asc' }, limit: 1 });
  const [carrier] = await em.find(Carrier, {}, { orderBy: { number: 'asc' }, limit: 1 });
  const lines: string[] = [];
  for (const [role, partner] of [['SUPPLIER', supplier], ['CARRIER', carrier]] as const) {
    if (!partner) continue;
    const { key } = await issueApiKey(database, { now, by }, { role, partner: partner.id, name: keyName });
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
