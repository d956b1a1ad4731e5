/** What Kuaidi100 sends: pushes as a form, answers of the query as JSON. Members that are not named here are ignored. */
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { readJson } from '../../json.js';
import { readShape } from '../../shapes.js';

/** Absent, null and empty mean the same. */
const text = (max: number) => z.string().max(max).nullish();

/** Documented as a number here and as text there. */
const code = z.union([z.string().max(100), z.int().transform(String)]).nullish();

const event = z.object({
  time: text(100),
  ftime: text(100),
  context: text(10_000),
  status: text(100),
  statusCode: code,
  areaCode: text(100),
  areaName: text(1_000),
  location: text(1_000),
});

const result = z.object({ com: text(100), nu: z.string().min(1).max(255), state: code, data: z.array(event).nullish() });

const push = z.object({ status: text(100), message: text(1_000), lastResult: result, destResult: result.partial().nullish() });

/** The answer to a request that was refused, and to every subscription. */
const reply = z.object({ result: z.boolean().nullish(), returnCode: code, message: text(1_000) });

export type Result = z.infer<typeof result>;
export type Event = z.infer<typeof event>;
export type Push = z.infer<typeof push>;
export type QueryReply = { readonly kind: 'found'; readonly content: unknown } | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** A push, as it stands in the form's `param`. Throws ConnectorError('contract'). */
export function readPush(body: Uint8Array): { readonly push: Push; readonly param: string } {
  const param = new URLSearchParams(Buffer.from(body).toString('utf8')).get('param');
  if (param === null) throw new ConnectorError('contract', 'the form has no param');
  return { push: readShape(push, readJson(Buffer.from(param))), param };
}

/** What the query found about a parcel, once it is a message of its own. Throws ConnectorError('contract'). */
export function readResult(body: Uint8Array): Result {
  return readShape(result, readJson(body));
}

/** The answer of the query: what was found, or why nothing was. Throws ConnectorError('contract'). */
export function readQueryReply(content: unknown): QueryReply {
  const refusal = readShape(reply, content);
  if (refusal.returnCode != null) return { kind: 'refused', code: refusal.returnCode, message: refusal.message ?? '' };
  readShape(result, content);
  return { kind: 'found', content };
}

/** The answer to a subscription. Throws ConnectorError('contract'). */
export function readSubscriptionReply(content: unknown): { readonly code: string; readonly message: string } {
  const { returnCode, message } = readShape(reply, content);
  if (returnCode == null) throw new ConnectorError('contract', 'returnCode: missing');
  return { code: returnCode, message: message ?? '' };
}
