import type { z } from 'zod';
import { ConnectorError } from './contract.js';

/** Content that stands at `path` of its message, as the schema says. Throws ConnectorError('contract') naming the members that do not fit. */
export function checkShape<Output>(schema: z.ZodType<Output>, content: unknown, path = ''): Output {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 5).map((issue) => `${path}${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new ConnectorError('contract', problems.join('; '));
}
