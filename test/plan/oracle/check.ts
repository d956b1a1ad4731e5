/** Random lists of every audience, each walked from both ends and compared with the oracle. */
import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';
import type { TestGateway } from '../../support/gateway.js';
import type { Asker } from '../askers.js';
import type { Filled } from '../filled.js';
import type { Audience } from './audience.js';
import { mayFollow, sees } from './audience.js';
import { written } from './document.js';
import type { Listing, Selection } from './evaluate.js';
import { Oracle } from './evaluate.js';
import { Questions } from './questions.js';
import type { ListName, TypeName } from './records.js';
import { lists, records } from './records.js';
import { Rows } from './rows.js';
import type { Ask } from './walk.js';
import { firstPage, walk } from './walk.js';

/** What was asked, for those who must know that it was enough. */
export interface OracleFigures {
  /** Lists that were walked, by the kind of viewer and the type. */
  readonly walked: Record<string, number>;
  readonly withRows: Record<string, number>;
  /** Refused, as they must be. */
  refused: number;
  /** Filters that some row passes, and that none does. */
  readonly filtered: { found: number; empty: number };
  /** Records asked for by id: those that exist for the asker, and those that do not. */
  readonly single: { found: number; hidden: number };
}

const names = Object.keys(lists) as ListName[];

export interface OracleCheck {
  /** One filter of a list, in one question; throws where the answer is not what the oracle says. */
  readonly filter: (draw: GeneratorValue) => Promise<void>;
  /** One random list with what hangs on its rows, walked. */
  readonly list: (draw: GeneratorValue) => Promise<void>;
  /** One record by its id. */
  readonly record: (draw: GeneratorValue) => Promise<void>;
  readonly figures: OracleFigures;
}

export async function oracleCheck({ gateway, askers }: Pick<Filled, 'gateway' | 'askers'>): Promise<OracleCheck> {
  const rows = await Rows.read(gateway.test.database.reader);
  const known = askers.filter(({ token }) => token !== null);
  const figures: OracleFigures = { walked: {}, withRows: {}, refused: 0, filtered: { found: 0, empty: 0 }, single: { found: 0, hidden: 0 } };

  const pairs = known.flatMap((asker) => {
    const audience = audienceOf(asker);
    return names.map((type) => ({ asker, audience, type, what: `${type} of ${audience.kind}`, isOpen: mayFollow(audience, 'Query', lists[type].root) }));
  });
  /** Who may be asked for what: first what must be refused, once, then each kind of list once, then any. */
  const nextPairs = (isBold: boolean): typeof pairs => {
    if (figures.refused === 0) return pairs.filter(({ isOpen }) => !isOpen);
    const unwalked = pairs.filter(({ isOpen, what }) => isOpen && figures.walked[what] === undefined);
    return unwalked.length > 0 ? unwalked : pairs.filter(({ isOpen }) => isBold || isOpen);
  };

  const list = async (draw: GeneratorValue): Promise<void> => {
    const questions = new Questions(draw, rows);
    const isBold = questions.chance(5);
    const { asker, audience, type, what } = questions.pick(nextPairs(isBold));
    // The first list of its kind has no filter: whatever the rows, each kind of list was walked with some.
    const isFirst = figures.walked[what] === undefined;
    const asked = questions.listing(type, audience, isBold);
    const listing = isFirst ? { ...asked, filter: null } : asked;
    const ask = asking(gateway, asker);
    if (isForbidden(listing, audience)) {
      await refuses(listing, ask);
      figures.refused += 1;
      return;
    }
    const between = [draw(fc.nat), draw(fc.nat)] as const;
    const found = await walk(listing, new Oracle(rows, audience), questions.pick([1, 2, 7, 20, 100]), between, ask);
    figures.walked[what] = (figures.walked[what] ?? 0) + 1;
    if (found > 0) figures.withRows[what] = (figures.withRows[what] ?? 0) + 1;
  };

  const filter = async (draw: GeneratorValue): Promise<void> => {
    const questions = new Questions(draw, rows);
    const asker = questions.pick(known);
    const audience = audienceOf(asker);
    const type = questions.pick(names.filter((name) => mayFollow(audience, 'Query', lists[name].root)));
    const found = await firstPage(questions.filtered(type, audience), new Oracle(rows, audience), asking(gateway, asker));
    figures.filtered[found > 0 ? 'found' : 'empty'] += 1;
  };

  const record = async (draw: GeneratorValue): Promise<void> => {
    const questions = new Questions(draw, rows);
    const asker = questions.pick(known);
    const audience = audienceOf(asker);
    const type = questions.pick(names.filter((name) => mayFollow(audience, 'Query', lists[name].single)));
    const row = questions.pick(rows.of(lists[type].table));
    const query = `query One($id: ID!) { one: ${lists[type].single}(id: $id) { id } }`;
    const { data, errors } = await asking(gateway, asker)(query, { id: row['id'] });
    const must = sees(audience, type, row) ? { id: row['id'] } : null;
    if (JSON.stringify(data) !== JSON.stringify({ one: must })) throw new Error(`${asker.name}: ${query} ${row['id']} answers ${JSON.stringify({ data, errors })} and must answer ${JSON.stringify(must)}`);
    figures.single[must ? 'found' : 'hidden'] += 1;
  };

  return { filter, list, record, figures };
}

function audienceOf({ viewer: { kind, supplierId, carrierId } }: Asker): Audience {
  return { kind, partner: supplierId ?? carrierId };
}

/** Both ways, whose answers must be the same besides. */
function asking(gateway: TestGateway, { name, token, path }: Asker): Ask {
  return async (query, variables) => {
    const { passed, resolved, agree } = await gateway.bothWays({ token, path, query, variables });
    if (!agree) throw new Error(`${name}: ${query} ${JSON.stringify(variables)} answers ${JSON.stringify(passed)} and by resolvers ${JSON.stringify(resolved)}`);
    return passed;
  };
}

function isForbidden({ type, node }: Listing, audience: Audience): boolean {
  const below = (of: TypeName, { ones, lists: short, many }: Selection): boolean =>
    [...Object.keys(ones), ...short, ...Object.keys(many)].some((name) => !mayFollow(audience, of, name)) ||
    Object.entries(ones).some(([name, selection]) => below(records[of].ones[name]?.type as TypeName, selection)) ||
    Object.values(many).some((listing) => below(listing.type, listing.node));
  return !mayFollow(audience, 'Query', lists[type].root) || below(type, node);
}

/** Refused as a whole; at the partners' address what no partner may ask for does not exist. */
async function refuses(listing: Listing, ask: Ask): Promise<void> {
  const { query, variables } = written(listing);
  const { data, errors } = await ask(query, variables);
  const codes = (errors ?? []).map(({ extensions }) => String(extensions?.['code']));
  if (data || codes.length === 0 || codes.some((code) => code !== 'FORBIDDEN' && code !== 'GRAPHQL_VALIDATION_FAILED')) {
    throw new Error(`${query} ${JSON.stringify(variables)} must be refused, and answers ${JSON.stringify({ data, errors })}`);
  }
}
