/** What came from outside, read by zod shapes. */
import { z } from 'zod';
import { ConnectorError } from './contract.js';

/** A text that may be left out; absent and null mean the same. */
export const optionalText = (max: number) => z.string().max(max).nullish();

/** Reads content that stands at `path` of its message. Throws ConnectorError('contract') naming the members that are not as documented. */
export function readShape<Output>(schema: z.ZodType<Output>, content: unknown, path = ''): Output {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 5).map((issue) => `${path}${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new ConnectorError('contract', problems.join('; '));
}
