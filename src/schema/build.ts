/**
 * The two schemas: the whole graph for our own people, and the part of it that some partner may see. The second is
 * cut out of the first by the access table, so both have one meaning.
 */
import 'reflect-metadata';
import { filterSchema, pruneSchema } from '@graphql-tools/utils';
import type { GraphQLSchema } from 'graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import type { MiddlewareFn, NonEmptyArray, PubSub } from 'type-graphql';
import { isForPartners } from './access.js';
import { fromDomain } from './errors.js';
import type { Language } from './messages.js';

type ResolverClasses = NonEmptyArray<new (...dependencies: never[]) => object>;

/** `instanceOf` hands out the resolver objects, which the wiring made with what they need. */
export function buildGraph(resolvers: ResolverClasses, instanceOf: (resolver: unknown) => object): GraphQLSchema {
  return buildSchemaSync({
    resolvers: resolvers as NonEmptyArray<never>,
    container: { get: (resolver) => instanceOf(resolver) },
    globalMiddlewares: [speakToClients],
    pubSub: noTopics,
    validate: false,
    emitSchemaFile: false,
    // It would ask the schema for all of itself; GraphQL checks it all the same before it answers the first time.
    skipCheck: true,
  });
}

/** type-graphql asks for topics wherever there are subscriptions; ours read the event log instead. */
const noTopics: PubSub = {
  publish: () => {
    throw new Error('Events are appended to the event log, not published.');
  },
  subscribe: () => {
    throw new Error('Subscriptions read the event log, not a topic.');
  },
};

/** What the domain refuses is said in the asker's language. */
const speakToClients: MiddlewareFn<{ language: Language }> = async ({ context }, next) => {
  try {
    return await next();
  } catch (error) {
    throw fromDomain(error, context.language) ?? error;
  }
};

export function cutForPartners(graph: GraphQLSchema): GraphQLSchema {
  const mine = (type: string, field: string): boolean => isForPartners(type, field);
  const cut = filterSchema({
    schema: graph,
    rootFieldFilter: (operation, field) => mine(operation, field),
    objectFieldFilter: mine,
  });
  return pruneSchema(cut);
}

/** The text that is committed as schema.graphql and partner.graphql. */
export function schemaText(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
