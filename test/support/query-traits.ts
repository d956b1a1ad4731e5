/** What a query uses of the language: so that whoever makes random ones can say that each of it came up. */
import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { Kind, visit } from 'graphql';

export const traits = ['alias', 'fragment', 'inline fragment', 'merged field', '@skip', '@include', 'variable', 'default', 'value over a default', 'variable left out', 'null', 'six levels and more', 'cursor of an ordering', 'two operations'] as const;
export type Trait = (typeof traits)[number];

export function traitsOf(document: DocumentNode, variables: Readonly<Record<string, unknown>>): ReadonlySet<Trait> {
  const found = new Set<Trait>();
  const fragments = new Map(document.definitions.filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION).map((each) => [each.name.value, each]));
  visit(document, {
    Field: ({ alias, arguments: args = [] }) => {
      if (alias) found.add('alias');
      const names = args.map(({ name }) => name.value);
      if (names.includes('orderBy') && (names.includes('after') || names.includes('before'))) found.add('cursor of an ordering');
    },
    FragmentSpread: () => void found.add('fragment'),
    InlineFragment: () => void found.add('inline fragment'),
    Directive: ({ name }) => void found.add(`@${name.value}` as Trait),
    NullValue: () => void found.add('null'),
    VariableDefinition: ({ variable, defaultValue, type }) => {
      const isGiven = Object.hasOwn(variables, variable.name.value);
      found.add('variable');
      if (defaultValue) found.add(isGiven ? 'value over a default' : 'default');
      else if (!isGiven && type.kind !== Kind.NON_NULL_TYPE) found.add('variable left out');
      if (isGiven && variables[variable.name.value] === null) found.add('null');
    },
    SelectionSet: (set) => {
      const keys = keysOf(set, fragments);
      if (new Set(keys).size < keys.length) found.add('merged field');
    },
  });
  if (document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length > 1) found.add('two operations');
  const operation = document.definitions.find((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION);
  if (operation && depthOf(operation.selectionSet, fragments) >= 6) found.add('six levels and more');
  return found;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Response keys of a selection, those of its fragments included. */
function keysOf({ selections }: SelectionSetNode, fragments: Fragments): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [(node.alias ?? node.name).value];
    const inner = node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)?.selectionSet;
    return inner ? keysOf(inner, fragments) : [];
  });
}

function depthOf({ selections }: SelectionSetNode, fragments: Fragments): number {
  const depths = selections.map((node) => {
    if (node.kind === Kind.FIELD) return 1 + (node.selectionSet ? depthOf(node.selectionSet, fragments) : 0);
    const inner = node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)?.selectionSet;
    return inner ? depthOf(inner, fragments) : 0;
  });
  return Math.max(0, ...depths);
}
