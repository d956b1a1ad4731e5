/** What SF sends: routes, pushed as XML in a form or as JSON, and the answers of its query. Other members are ignored. */
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { readJson } from '../../json.js';
import { readShape } from '../../shapes.js';
import { childOf, childrenOf, readXml } from '../../xml.js';

/** Absent, null and empty mean the same. */
const text = (max: number) => z.string().max(max).nullish();
const code = z.union([z.string().max(100), z.int().transform(String)]).nullish();

const route = z.object({
  acceptTime: text(100),
  acceptAddress: text(1_000),
  remark: text(10_000),
  opCode: code,
  reasonCode: code,
  reasonName: text(1_000),
});

const pushedRoute = route.extend({ mailno: z.string().min(1).max(255) });
const pushedRoutes = z.array(pushedRoute).max(1_000);
const jsonPush = z.object({ Body: z.object({ WaybillRoute: pushedRoutes }) });

const parcelRoutes = z.object({ mailNo: z.string().min(1).max(255), routes: z.array(route).nullish() });
const envelope = z.object({ apiResultCode: z.string().max(100), apiErrorMsg: text(1_000), apiResultData: z.string().nullish() });
const result = z.object({
  success: z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]),
  errorCode: code,
  errorMsg: text(1_000),
  msgData: z.unknown().optional(),
  // Of the printing alone, in the place of `msgData`.
  obj: z.unknown().optional(),
});
const foundRoutes = z.object({ routeResps: z.array(z.unknown()).nullish() }).nullish();

export type Route = z.infer<typeof route>;
export type PushedRoute = z.infer<typeof pushedRoute>;
export type ParcelRoutes = z.infer<typeof parcelRoutes>;

/** A push in either of SF's two formats. Throws ConnectorError('contract'). */
export function readPush(body: Uint8Array): readonly PushedRoute[] {
  const content = Buffer.from(body).toString('utf8');
  if (content.trimStart().startsWith('{')) return readShape(jsonPush, readJson(body)).Body.WaybillRoute;
  const xml = new URLSearchParams(content).get('content');
  if (xml === null) throw new ConnectorError('contract', 'neither JSON nor a form with a content');
  const root = readXml(xml);
  const routes = childOf(root, 'Body');
  if (root.name !== 'Request' || !routes) throw new ConnectorError('contract', 'no Request with a Body');
  return readShape(pushedRoutes, childrenOf(routes, 'WaybillRoute').map(({ attributes }) => Object.fromEntries(attributes)), 'WaybillRoute.');
}

/** The routes of one parcel, once they are a message of their own. Throws ConnectorError('contract'). */
export function readParcelRoutes(body: Uint8Array): ParcelRoutes {
  return readShape(parcelRoutes, readJson(body));
}

/** The frame of every answer: whether the platform passed the call on. Throws ConnectorError('contract'). */
export function readEnvelope(content: unknown): { readonly code: string; readonly message: string; readonly data: string } {
  const { apiResultCode, apiErrorMsg, apiResultData } = readShape(envelope, content);
  return { code: apiResultCode, message: apiErrorMsg ?? '', data: apiResultData ?? '' };
}

export interface Result {
  readonly success: boolean;
  readonly code: string;
  /** Code and message in one line. */
  readonly words: string;
  readonly msgData: unknown;
  readonly obj: unknown;
}

/** What a service answered to a call that was passed on. Throws ConnectorError('contract'). */
export function readResult(data: string): Result {
  const { success, errorCode, errorMsg, msgData, obj } = readShape(result, readJson(Buffer.from(data)), 'apiResultData.');
  return { success, code: errorCode ?? '', words: `SF answers ${errorCode ?? 'no code'}: ${(errorMsg ?? '').slice(0, 200)}`, msgData, obj };
}

/** What was found, parcel by parcel. Throws ConnectorError('contract'), or 'rejected' where SF takes exception to what was asked. */
export function readRoutes(data: string): readonly { readonly mailNo: string; readonly content: unknown }[] {
  const { success, words, msgData } = readResult(data);
  if (!success) throw new ConnectorError('rejected', words);
  return (readShape(foundRoutes, msgData, 'msgData.')?.routeResps ?? []).flatMap((content) => {
    const { mailNo, routes } = readShape(parcelRoutes, content, 'routeResps.');
    return routes?.length ? [{ mailNo, content }] : [];
  });
}
