import { ConnectorError } from '../../contract.js';
import type { ODataClient } from './client.js';
import { readList, type Page, type Row } from './envelope.js';

/** Lists that belong to a record, by navigation property; and what belongs to their rows. */
export interface Lists {
  readonly [property: string]: Lists;
}

/** Links followed in one call. */
const LINKS_PER_CALL = 50;

/**
 * Records with their lists in place. `$expand` asks for them; a service that writes links instead (`__deferred`), or cuts a
 * list (`__next`), is asked again, many links in one call. Throws ConnectorError('contract') for a list that is neither.
 */
export async function withLists(client: ODataClient, service: string, rows: readonly Row[], lists: Lists, signal: AbortSignal): Promise<Row[]> {
  let whole = [...rows];
  for (const [property, inner] of Object.entries(lists)) {
    const found = await listsOf(client, service, whole, property, signal);
    // All rows' lists in one go, so that links further down are followed together too.
    const children = await withLists(client, service, found.flat(), inner, signal);
    let at = 0;
    whole = whole.map((row, index) => ({ ...row, [property]: children.slice(at, (at += found[index]!.length)) }));
  }
  return whole;
}

async function listsOf(client: ODataClient, service: string, rows: readonly Row[], property: string, signal: AbortSignal): Promise<Row[][]> {
  const lists = rows.map((row) => {
    const list = readList(row[property]);
    if (list === null) throw new ConnectorError('contract', `a record without its list ${property}`);
    return list;
  });
  const links = lists.flatMap((list) => ('deferred' in list ? [list.deferred] : []));
  const followed: Page[] = [];
  for (let start = 0; start < links.length; start += LINKS_PER_CALL) {
    followed.push(...(await client.linked(service, links.slice(start, start + LINKS_PER_CALL), signal)));
  }
  const whole: Row[][] = [];
  for (const list of lists) {
    const page = 'deferred' in list ? followed.shift()! : list;
    const rest = page.next === null ? [] : await client.all(service, page.next, signal);
    whole.push([...page.rows, ...rest]);
  }
  return whole;
}
