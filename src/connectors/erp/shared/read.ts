import type { z } from 'zod';
import { ConnectorError } from '../../contract.js';

/** Reads a part of an answer. Throws ConnectorError('contract'), naming the call (`what`) and the place. */
export function read<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'answer'}: ${message}`);
  throw new ConnectorError('contract', `${what}: ${problems.join('; ')}`);
}
