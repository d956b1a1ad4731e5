import type { ApolloServerOptionsWithSchema, BaseContext } from '@apollo/server';
import type { DocumentNode } from 'graphql';

type DocumentStore = NonNullable<ApolloServerOptionsWithSchema<BaseContext>['documentStore']>;

/** Characters of source in all: some thousand ordinary documents. */
const mostCharacters = 1_000_000;

/**
 * Where Apollo keeps the documents that it has parsed and validated: the most recent ones. Apollo's own store would hold 30 MB
 * of them as JSON, which is several hundred MB as objects with the plans that hang on them.
 */
export function createDocumentStore(most = mostCharacters): DocumentStore {
  const kept = new Map<string, DocumentNode>();
  const held = { characters: 0 };
  const forget = (key: string): boolean => {
    held.characters -= sizeOf(kept.get(key));
    return kept.delete(key);
  };
  return {
    get: (key) => {
      const document = kept.get(key);
      if (document) {
        // Back to the end: the one not used for longest stands first.
        kept.delete(key);
        kept.set(key, document);
      }
      return Promise.resolve(document);
    },
    set: (key, document) => {
      forget(key);
      kept.set(key, document);
      held.characters += sizeOf(document);
      for (const [oldest] of kept) {
        if (held.characters <= most) break;
        forget(oldest);
      }
      return Promise.resolve();
    },
    delete: (key) => Promise.resolve(forget(key)),
  };
}

function sizeOf(document: DocumentNode | undefined): number {
  return document?.loc?.end ?? 0;
}
