import { timingSafeEqual } from 'node:crypto';
import { apiKeyPrefix, hashApiKey } from '../../domain/credentials.js';
import type { Viewer } from '../../domain/viewer.js';
import { Role } from '../../entities/enums.js';
import type { Reader } from '../../entities/database.js';
import { ExpiringCache } from './cache.js';
import type { Identity } from './identity.js';
import { AuthError } from './identity.js';

export type ApiKeyCheck = (key: string) => Promise<Identity>;

/** How long a revoked key may still be believed. */
export const rememberedMs = 15_000;

const statement = `
  select id::text, name, role, supplier_id::text, carrier_id::text, key_hash
    from api_client
   where key_hash = $1::text and revoked_at is null`;

/**
 * Checks partners' API keys. The key is looked up by its hash, so how long the look-up takes says nothing about the
 * keys that exist. A key that is in force is remembered for a short time; one that is not is looked up each time.
 */
export function apiKeys(reader: Pick<Reader, 'rows'>, now: () => Date): ApiKeyCheck {
  const known = new ExpiringCache<Identity>(2000);
  const underWay = new Map<string, Promise<Identity>>();
  return async (key) => {
    if (!key.startsWith(apiKeyPrefix) || key.length > 100) throw invalid();
    const hash = hashApiKey(key);
    const found = known.get(hash, now());
    if (found) return found;
    const lookUp = underWay.get(hash) ?? readClient(reader, hash).finally(() => underWay.delete(hash));
    underWay.set(hash, lookUp);
    const identity = await lookUp;
    known.set(hash, identity, now().getTime() + rememberedMs);
    return identity;
  };
}

async function readClient(reader: Pick<Reader, 'rows'>, hash: string): Promise<Identity> {
  const [row] = await reader.rows(statement, [hash]).catch((cause: unknown) => {
    throw new AuthError('UNAVAILABLE', 'API keys cannot be checked at the moment.', { cause });
  });
  if (!row || !sameText(row['key_hash'] ?? '', hash)) throw invalid();
  const viewer = toViewer(row);
  if (!viewer) throw new AuthError('FORBIDDEN', 'The API key belongs to no partner any more.');
  return { viewer: Object.freeze(viewer), expiresAt: null };
}

/** Null where the partner was removed, or the role is not a partner's: such a key opens nothing. */
function toViewer(row: Record<string, string | null>): Viewer | null {
  const common = { subject: `api-client:${row['id']}`, name: row['name'] ?? '' };
  const supplierId = row['supplier_id'] ?? null;
  const carrierId = row['carrier_id'] ?? null;
  if (row['role'] === Role.SUPPLIER && supplierId) return { kind: 'supplier', roles: [Role.SUPPLIER], supplierId, carrierId: null, ...common };
  if (row['role'] === Role.CARRIER && carrierId) return { kind: 'carrier', roles: [Role.CARRIER], supplierId: null, carrierId, ...common };
  return null;
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function invalid(): AuthError {
  return new AuthError('UNAUTHENTICATED', 'The API key is not valid.');
}
