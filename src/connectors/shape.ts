import type { z } from 'zod';
import { ConnectorError } from './contract.js';

/** Content from outside in the documented shape. Throws ConnectorError('contract') naming up to five members that are not. */
export function readShape<Output>(schema: z.ZodType<Output>, content: unknown, path = ''): Output {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 5).map((issue) => `${path}${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new ConnectorError('contract', problems.join('; '));
}
