/**
 * Two roots of one query may each hold a mistake that takes the whole answer with it. One of the two is told, the one that is met first
 * (GraphQL 2021, 6.4.4): where something is read before it is met, as with the evidence of figures, that depends on which read is faster.
 */
import type { DirectiveNode, DocumentNode } from 'graphql';
import { Kind, print } from 'graphql';
import type { BothAnswers } from '../support/both-ways.js';
import type { GraphqlAnswer } from '../support/gateway.js';

/** Whether answers tell mistakes of different roots, each of which is told both ways where its root is asked for alone. */
export async function tellEitherMistake(document: DocumentNode, answers: readonly GraphqlAnswer[], bothWays: (query: string) => Promise<BothAnswers>): Promise<boolean> {
  const told = answers.map(mistakeOf);
  if (new Set(told.map((mistake) => mistake?.root)).size < 2) return false;
  for (const mistake of told) {
    if (!mistake) return false;
    const { agree, passed } = await bothWays(print(onlyRoot(document, mistake.root)));
    if (!agree || mistakeOf(passed)?.text !== mistake.text) return false;
  }
  return true;
}

/** What of the client's an answer without data blames, and below which root. */
function mistakeOf({ data, errors = [] }: GraphqlAnswer): { readonly root: string; readonly text: string } | null {
  const [error] = errors;
  if (data !== null || errors.length !== 1 || error?.extensions?.['code'] !== 'BAD_USER_INPUT') return null;
  const { message, path = [] } = error;
  return { root: String(path[0]), text: JSON.stringify([message, path]) };
}

/** `@skip(if: true)`, or what does the same beside a `@skip` that is there already. */
function leavingOut(directives: readonly DirectiveNode[]): DirectiveNode {
  const isSkipping = directives.some(({ name }) => name.value === 'skip');
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: isSkipping ? 'include' : 'skip' },
    arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'if' }, value: { kind: Kind.BOOLEAN, value: !isSkipping } }],
  };
}

/** The document with all other roots skipped. They stay in it, so that every variable and fragment is still used. */
function onlyRoot(document: DocumentNode, key: string): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
      const selections = definition.selectionSet.selections.map((root) => {
        if (root.kind !== Kind.FIELD || (root.alias ?? root.name).value === key) return root;
        const { directives = [] } = root;
        return { ...root, directives: [...directives, leavingOut(directives)] };
      });
      return { ...definition, selectionSet: { ...definition.selectionSet, selections } };
    }),
  };
}
