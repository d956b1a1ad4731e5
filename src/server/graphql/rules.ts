/**
 * Limits on documents, as validation rules: the same for HTTP and for WebSockets. Each runs in time linear in the
 * document, fragments included: a fragment is measured once, however often it is spread.
 */
import type { ASTVisitor, FragmentDefinitionNode, SelectionSetNode, ValidationContext, ValidationRule } from 'graphql';
import { GraphQLError, Kind, NoSchemaIntrospectionCustomRule } from 'graphql';

export interface DocumentLimits {
  /** Lexical tokens of a document. */
  readonly tokens: number;
  /** Fields, inline fragments and spreads of one operation, fragments counted as often as they are spread. */
  readonly selections: number;
  /** Fields below one another. Introspection is not counted: its own depth is bounded by graphql-js. */
  readonly depth: number;
  /** Fields with an alias in a document. */
  readonly aliases: number;
  readonly introspection: boolean;
}

export const defaultDocumentLimits: DocumentLimits = { tokens: 2000, selections: 500, depth: 15, aliases: 100, introspection: true };

/** The rules beside those of the GraphQL specification. */
export function documentRules(limits: DocumentLimits): ValidationRule[] {
  const rules = [depthRule(limits.depth), selectionsRule(limits.selections), aliasesRule(limits.aliases), noNulRule];
  return limits.introspection ? rules : [...rules, NoSchemaIntrospectionCustomRule];
}

/** Text with U+0000 can be stored nowhere: PostgreSQL refuses it. Better said before anything runs. */
export const noNulRule: ValidationRule = (context) => ({
  StringValue(node) {
    if (node.value.includes('\0')) context.reportError(new GraphQLError('Text must not contain the character U+0000.', { nodes: node }));
  },
});

function aliasesRule(most: number): ValidationRule {
  return (context) => {
    const seen = { aliases: 0 };
    return {
      Field(node) {
        if (node.alias) seen.aliases += 1;
      },
      Document: {
        leave: () => {
          if (seen.aliases > most) context.reportError(new GraphQLError(`The document has ${seen.aliases} aliases; ${most} are allowed.`));
        },
      },
    };
  };
}

function depthRule(most: number): ValidationRule {
  return perOperation(
    (selections, ofFragment) => {
      const deepest = (set: SelectionSetNode): number =>
        set.selections.reduce((depth, node) => {
          if (node.kind === Kind.FRAGMENT_SPREAD) return Math.max(depth, ofFragment(node.name.value));
          if (node.kind === Kind.INLINE_FRAGMENT) return Math.max(depth, deepest(node.selectionSet));
          if (node.name.value.startsWith('__')) return depth;
          return Math.max(depth, 1 + (node.selectionSet ? deepest(node.selectionSet) : 0));
        }, 0);
      return deepest(selections);
    },
    (name, depth) => (depth > most ? `${name} is ${depth} levels deep; ${most} are allowed.` : null),
  );
}

function selectionsRule(most: number): ValidationRule {
  return perOperation(
    (selections, ofFragment) => {
      const count = (set: SelectionSetNode): number =>
        set.selections.reduce((sum, node) => {
          if (node.kind === Kind.FRAGMENT_SPREAD) return sum + 1 + ofFragment(node.name.value);
          return sum + 1 + (node.selectionSet ? count(node.selectionSet) : 0);
        }, 0);
      return count(selections);
    },
    (name, count) => (count > most ? `${name} selects too much: ${count} fields and fragments, ${most} are allowed.` : null),
  );
}

type Measure = (selections: SelectionSetNode, ofFragment: (name: string) => number) => number;

/** Measures each operation, each fragment once; a fragment within itself counts nothing (another rule refuses it). */
function perOperation(measure: Measure, judge: (name: string, value: number) => string | null): ValidationRule {
  return (context: ValidationContext): ASTVisitor => {
    const known = new Map<string, number>();
    const ofFragment = (name: string): number => {
      const found = known.get(name);
      if (found !== undefined) return found;
      known.set(name, 0);
      const fragment: FragmentDefinitionNode | null | undefined = context.getFragment(name);
      const value = fragment ? measure(fragment.selectionSet, ofFragment) : 0;
      known.set(name, value);
      return value;
    };
    return {
      OperationDefinition(node) {
        const name = node.name ? `Operation ${node.name.value}` : 'The operation';
        const complaint = judge(name, measure(node.selectionSet, ofFragment));
        if (complaint) context.reportError(new GraphQLError(complaint, { nodes: node }));
        return undefined;
      },
    };
  };
}
