/** Whatever valid query is asked, by whomever: the text passed through and the resolvers' answer must be the same JSON. */
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getVariableValues, parse, print, validate } from 'graphql';
import type { Graph } from '../../src/app/graph.js';
import type { Viewer } from '../../src/domain/viewer.js';
import { mayAsk } from '../../src/schema/access.js';
import type { Random } from '../hard/random.js';
import type { TestDatabase } from '../support/database.js';
import type { BothAnswers } from '../support/both-ways.js';
import { agreeInTurn } from '../support/both-ways.js';
import type { GraphqlAnswer, TestGateway } from '../support/gateway.js';
import type { Trait } from '../support/query-traits.js';
import { traits, traitsOf } from '../support/query-traits.js';
import type { Saying, Words } from '../support/random-arguments.js';
import { often } from '../support/random-arguments.js';
import type { RandomQuery } from '../support/random-query.js';
import { randomQuery } from '../support/random-query.js';
import { addAsked, askable } from '../support/schema-coverage.js';
import type { Asker } from './askers.js';
import { tellEitherMistake } from './either-mistake.js';
import { withFilled } from './filled.js';
import { moves, wordsOf } from './words.js';

export interface QueryFigures {
  readonly asked: number;
  /** Answered whole by the plan, and the same by the resolvers; one in five once more past Apollo. */
  readonly compared: number;
  /** Of those compared: with objects in a list, so that the answer speaks of records and not only of their absence. */
  readonly withRows: number;
  /** The same both ways, with parts that code computes. */
  readonly computed: number;
  /** The same errors both ways, about arguments that make no sense. */
  readonly mistaken: number;
  /** Refused in the same words both ways: fields that this viewer may not ask for, or nobody who asks. */
  readonly refused: number;
  /** Beyond the limits of a document, and so not run. */
  readonly tooLarge: number;
  /** Answered and the same both ways: documents that were asked again with other values, and by somebody else. */
  readonly withOtherValues: number;
  readonly byOthers: number;
  /** Queries whose answers differ, or that should not have failed, with their variables. */
  readonly differences: readonly string[];
  /** How many of all that were not too large used each. */
  readonly traits: Readonly<Record<Trait, number>>;
  /** How many each viewer asked that were compared. */
  readonly viewers: Readonly<Record<string, number>>;
  /** Fields, filters and orderings that none of the queries compared named. */
  readonly neverAsked: readonly string[];
}

type Outcome = 'compared' | 'computed' | 'mistaken' | 'refused' | 'tooLarge' | 'different';

export interface Comparing {
  readonly onAsked?: (asked: number) => void;
  /** Fields that the queries are made of; all that there are unless something is said. */
  readonly about?: (type: string, field: string) => boolean;
}

/** Asks until `count` queries were answered by the plan and compared. */
export async function compareQueries(test: TestDatabase, random: Random, count: number, { onAsked = () => {}, about = () => true }: Comparing = {}): Promise<QueryFigures> {
  return withFilled(test, random, async ({ gateway, graph, askers }) =>
    compareAll({ gateway, graph, askers: askers.filter(({ viewer, schema }) => hasRoot(schema, viewer, about)), words: await wordsOf(gateway, graph), random, count, onAsked, about }),
  );
}

/** Whether this viewer may ask for any of it. */
function hasRoot(schema: GraphQLSchema, { roles }: Viewer, about: Comparison['about']): boolean {
  return Object.keys(schema.getQueryType()?.getFields() ?? {}).some((field) => about('Query', field) && mayAsk(roles, 'Query', field));
}

interface Comparison extends Required<Comparing> {
  readonly gateway: TestGateway;
  readonly graph: Graph;
  readonly askers: readonly Asker[];
  readonly words: Words;
  readonly random: Random;
  readonly count: number;
}

/** Other values for the variables of each document. */
const timesAgain = 2;

async function compareAll(comparison: Comparison): Promise<QueryFigures> {
  const { gateway, graph, askers, random, count, onAsked } = comparison;
  const outcomes: Record<Outcome, number> = { compared: 0, computed: 0, mistaken: 0, refused: 0, tooLarge: 0, different: 0 };
  const counted = Object.fromEntries(traits.map((trait) => [trait, 0])) as Record<Trait, number>;
  const viewers = Object.fromEntries(askers.map(({ name }) => [name, 0]));
  const differences: string[] = [];
  const named = new Set<string>();
  const state = { asked: 0, withRows: 0, withOtherValues: 0, byOthers: 0 };
  const ask = async (asker: Asker, question: Question, isKnown: boolean): Promise<Compared> => {
    const compared = await compare(gateway, graph, asker, question, random.next() < 0.2);
    if (isKnown && compared.passed) {
      // What was kept may have misled both ways alike; of a text that nobody has sent yet nothing is kept.
      const anew = await gateway.bothWays({ ...asker, ...question, query: `${question.text}\n# ${random.next()}` });
      const isSame = agreeInTurn([compared.passed, anew.passed]) || (await tellEitherMistake(parse(question.text), [anew.passed, compared.passed], sameAsker(gateway, asker, question)));
      if (!isSame) {
        differences.push(`${asker.name}, known ${JSON.stringify(compared.passed)}, anew ${JSON.stringify(anew.passed)}: ${question.text} ${JSON.stringify(question.variables)}`);
      }
    }
    if (compared.outcome === 'different') differences.push(`${asker.name}, ${compared.how}: ${question.operationName ?? ''} ${question.text} ${JSON.stringify(question.variables)}`);
    return compared;
  };
  const roots = rootsOf(comparison);
  while (outcomes.compared < count && state.asked < 3 * count) {
    // Every fourth is of one root alone, in turn, and says much of it: some are for few to ask, and chance leaves them or their filters out.
    const alone = state.asked % 4 === 3 ? roots[Math.floor(state.asked / 4) % roots.length] : undefined;
    const asker = (alone ? alone.askers[random.below(alone.askers.length)] : askers[state.asked % askers.length]) as Asker;
    const question = randomQuestion({ ...comparison, ...(alone && { about: alone.about, saying: often }) }, asker);
    const document = parse(question.text);
    const { outcome, rows } = await ask(asker, question, false);
    outcomes[outcome] += 1;
    state.asked += 1;
    if (outcome !== 'tooLarge') {
      for (const trait of traitsOf(document, question.variables)) counted[trait] += 1;
      // The plan, its shape and the verdict on the access are there by now: other values and other askers must not get what was kept of these.
      for (const again of otherQuestions(question)) state.withOtherValues += isAnswered(await ask(asker, again, true)) ? 1 : 0;
      state.byOthers += isAnswered(await ask(anotherAsker(askers, asker, random), question, true)) ? 1 : 0;
    }
    if (outcome === 'compared' || outcome === 'computed') {
      state.withRows += rows ? 1 : 0;
      viewers[asker.name] = (viewers[asker.name] ?? 0) + 1;
      addAsked(asker.schema, document, named);
    }
    onAsked(state.asked);
  }
  const { different: _, ...figures } = outcomes;
  const neverAsked = [...askable(graph.staff)].filter((member) => !named.has(member) && !moves.has(member));
  return { ...state, ...figures, differences, traits: counted, viewers, neverAsked };
}

/** Each field of `Query` with those who may ask it. */
function rootsOf({ graph, askers, about }: Comparison): readonly Pick<Comparison, 'askers' | 'about'>[] {
  return Object.keys(graph.staff.getQueryType()?.getFields() ?? {}).flatMap((root) => {
    const alone = (type: string, field: string): boolean => about(type, field) && (type !== 'Query' || field === root);
    const able = askers.filter(({ schema, viewer }) => hasRoot(schema, viewer, alone));
    return able.length > 0 ? [{ askers: able, about: alone }] : [];
  });
}

interface Question extends RandomQuery {
  /** Where the document has two. */
  readonly operationName?: string;
  /** The same document for its other operation, for none, and for one that it has not. */
  readonly siblings?: readonly Question[];
}

function randomQuestion({ random, words, about, saying }: Comparison & { readonly saying?: Saying }, { schema, viewer }: Asker): Question {
  // Now and then without regard for what this viewer may ask.
  const isBold = random.next() < 0.03;
  const may = (type: string, field: string): boolean => !moves.has(`${type}.${field}`) && about(type, field) && (isBold || mayAsk(viewer.roles, type, field));
  const query = randomQuery(schema, random, may, words, { saying });
  if (random.next() >= 0.06) return query;
  const other = randomQuery(schema, random, may, words, { name: 'Other', saying });
  const text = `${query.text}\n${other.text}`;
  return { ...query, text, operationName: 'Random', siblings: [{ ...other, text, operationName: 'Other' }, ...[undefined, 'Missing'].map((operationName) => ({ ...query, text, operationName }))] };
}

function otherQuestions(question: Question): readonly Question[] {
  const hasVariables = Object.keys(question.otherVariables()).length > 0;
  const again = hasVariables ? Array.from({ length: timesAgain }, () => ({ ...question, variables: question.otherVariables() })) : [];
  return [...again, ...(question.siblings ?? [])];
}

/** At the same address; one time in two of the same kind, who is given the same plan. */
function anotherAsker(askers: readonly Asker[], { name, path, viewer }: Asker, random: Random): Asker {
  const others = askers.filter((other) => other.name !== name && other.path === path);
  const alike = others.filter((other) => other.viewer.kind === viewer.kind);
  const among = alike.length > 0 && random.next() < 0.5 ? alike : others;
  return among[random.below(among.length)] as Asker;
}

/** Asks another text as this one was asked: by the same viewer, with the same values. */
function sameAsker(gateway: TestGateway, { token, path }: Pick<Asker, 'token' | 'path'>, { variables, operationName }: Pick<Question, 'variables' | 'operationName'>): (query: string) => Promise<BothAnswers> {
  return (query) => gateway.bothWays({ token, path, query, variables, operationName });
}

interface Compared {
  readonly outcome: Outcome;
  /** How the answers differ. */
  readonly how?: string;
  readonly rows?: boolean;
  /** The answer, where it is the same both ways. */
  readonly passed?: GraphqlAnswer;
}

const isAnswered = ({ outcome }: Compared): boolean => outcome === 'compared' || outcome === 'computed';

const refusals: Readonly<Record<string, Outcome>> = {
  BAD_USER_INPUT: 'mistaken',
  OPERATION_RESOLUTION_FAILURE: 'mistaken',
  FORBIDDEN: 'refused',
  UNAUTHENTICATED: 'refused',
  GRAPHQL_VALIDATION_FAILED: 'tooLarge',
  GRAPHQL_PARSE_FAILED: 'tooLarge',
  QUERY_TOO_COSTLY: 'tooLarge',
};

async function compare(gateway: TestGateway, graph: Graph, { token, path, viewer, schema }: Asker, { text: query, variables, operationName }: Question, recurs: boolean): Promise<Compared> {
  const different = (how: string, what: unknown): Compared => ({ outcome: 'different', how: `${how} ${JSON.stringify(what)}` });
  const document = parse(query);
  const invalid = validate(schema, document);
  if (invalid.length > 0) return different('not valid', invalid);
  const { passed, resolved, statuses, agree } = await gateway.bothWays({ token, path, query, variables, operationName, recurs });
  if (!agree) {
    const isMistaken = await tellEitherMistake(document, [passed, resolved], sameAsker(gateway, { token, path }, { variables, operationName }));
    return isMistaken ? { outcome: 'mistaken' } : different('answers differ', { statuses, passed, resolved });
  }
  if (passed.errors) {
    const found = new Set(passed.errors.map(({ extensions }) => refusals[String(extensions?.['code'])]));
    const [outcome] = found;
    return found.size === 1 && outcome ? { outcome, passed } : different('refused', passed.errors);
  }
  const rows = /\[\{/.test(JSON.stringify(passed.data));
  const operation = operationOf(document, operationName);
  if (asksCode(document, operation)) return { outcome: 'computed', rows, passed };
  return (await isPlanned(graph, schema, viewer, document, operation, variables)) ? { outcome: 'compared', rows, passed } : different('not planned, and not mistaken', passed);
}

function operationOf({ definitions }: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = definitions.filter((each): each is OperationDefinitionNode => each.kind === 'OperationDefinition');
  return operations.find((each) => each.name?.value === name) ?? (operations[0] as OperationDefinitionNode);
}

/** Whether the plan answers the query whole; `graph` is one that reads nothing. */
async function isPlanned({ planner }: Graph, schema: GraphQLSchema, viewer: Viewer, document: DocumentNode, operation: OperationDefinitionNode, given: RandomQuery['variables']): Promise<boolean> {
  const fragments = Object.fromEntries(
    document.definitions.filter((each): each is FragmentDefinitionNode => each.kind === 'FragmentDefinition').map((each) => [each.name.value, each]),
  );
  const { coerced: variables } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  return variables !== undefined && (await planner.whole(document, operation, { schema, fragments, variables }, viewer)) !== null;
}

/** Whether the plan leaves the operation to the resolvers: for what code computes, for evidence, and for figures beside records. */
function asksCode(document: DocumentNode, { selectionSet }: OperationDefinitionNode): boolean {
  const roots = selectionSet.selections.map((node) => (node.kind === 'Field' ? node.name.value : ''));
  const figures = roots.filter((root) => root === 'deliveryPerformance').length;
  return roots.some((root) => ['viewer', 'events', 'kpis', 'connectors'].includes(root)) || (figures > 0 && figures < roots.length) || /\bevidence\b/.test(print(document));
}
