/** Documents that Apollo does not see, because they come over a WebSocket or recur: parsed, limited and validated here. */
import type { DocumentNode, GraphQLSchema, ValidationRule } from 'graphql';
import { GraphQLError, parse, specifiedRules, validate } from 'graphql';
import { nestedTooDeeply } from '../errors.js';
import type { DocumentLimits } from './rules.js';
import { documentRules } from './rules.js';

export interface Documents {
  /** The same text gives the same document object. Throws nothing: what is wrong comes back, with codes. */
  get(source: string): DocumentNode | readonly GraphQLError[];
}

export function createDocuments(schema: GraphQLSchema, limits: DocumentLimits, hideSuggestions: boolean): Documents {
  const rules = documentRules(limits);
  const valid = new Map<string, DocumentNode>();
  return {
    get: (source) => {
      const found = valid.get(source);
      if (found) {
        // Back to the end: the one not used for longest stands first.
        valid.delete(source);
        valid.set(source, found);
        return found;
      }
      const document = check(schema, source, rules, limits.tokens, hideSuggestions);
      if (!Array.isArray(document)) remember(valid, source, document as DocumentNode);
      return document;
    },
  };
}

const remembered = 300;

function remember(valid: Map<string, DocumentNode>, source: string, document: DocumentNode): void {
  const [oldest] = valid.keys();
  if (valid.size >= remembered && oldest !== undefined) valid.delete(oldest);
  valid.set(source, document);
}

/** The limits come first: some rules of the specification take more than linear time. */
function check(schema: GraphQLSchema, source: string, rules: ValidationRule[], maxTokens: number, hideSuggestions: boolean): DocumentNode | GraphQLError[] {
  try {
    const document = parse(source, { maxTokens });
    const errors = validate(schema, document, rules);
    const all = errors.length > 0 ? errors : validate(schema, document, specifiedRules, { hideSuggestions });
    return all.length > 0 ? all.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) : document;
  } catch (error) {
    if (error instanceof RangeError) return [withCode(new GraphQLError(nestedTooDeeply), 'GRAPHQL_PARSE_FAILED')];
    if (!(error instanceof GraphQLError)) throw error;
    return [withCode(error, 'GRAPHQL_PARSE_FAILED')];
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  error.extensions['code'] ??= code;
  return error;
}
