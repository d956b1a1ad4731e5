/** Checks that each member of a filter input becomes a condition, and one that every value of its type fits. */
import type { GraphQLInputField, GraphQLInputObjectType } from 'graphql';
import { getNullableType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { FilterMapping } from '../schema/mapping.js';
import type { Catalogue, Column, PlannedType } from './catalogue.js';
import { canBeCompared } from './column-fits.js';
import type { Problems } from './problems.js';
import { columnAt } from './scope.js';

interface Parts {
  readonly where: string;
  readonly member: GraphQLInputField;
  readonly type: PlannedType;
  readonly catalogue: Catalogue;
  readonly problems: Problems;
}

export function checkFilter(input: GraphQLInputObjectType, type: PlannedType, catalogue: Catalogue, problems: Problems): void {
  const members = input.getFields();
  for (const member of Object.values(members)) {
    const where = `${input.name}.${member.name}`;
    const mapping = Object.hasOwn(type.filters, member.name) ? type.filters[member.name] : undefined;
    if (mapping) checkMember({ where, member, type, catalogue, problems }, mapping);
    else problems.add(`${where} has no mapping, so every row would pass it: add it to the filters of ${type.name}.`);
  }
  for (const name of Object.keys(type.filters)) {
    if (!Object.hasOwn(members, name)) problems.add(`The filter "${name}" of ${type.name} is no member of ${input.name}: add it there, or take it out.`);
  }
}

function checkMember(parts: Parts, mapping: FilterMapping): void {
  const { where, type, catalogue, problems } = parts;
  const table = catalogue.table(type.entity);
  switch (mapping.kind) {
    case 'oneOf': {
      const column = problems.tryTo(where, () => columnAt(table, mapping.path.split('.')));
      if (column) checkList(parts, column);
      return;
    }
    case 'exists': {
      const found = problems.tryTo(where, () => {
        const target = catalogue.table(mapping.target);
        target.column(mapping.link.by);
        return { column: target.column(mapping.property), isOurs: target.targetOf(mapping.link.by) === table };
      });
      if (!found) return;
      if (!found.isOurs) problems.add(`${where} looks for rows of ${mapping.target} by "${mapping.link.by}", which does not lead to ${type.entity}: name a relation that does.`);
      checkList(parts, found.column);
      return;
    }
    case 'range': {
      const column = problems.tryTo(where, () => table.column(mapping.property));
      if (column) checkRange(parts, column);
      return;
    }
    case 'search':
      checkSearch(parts, mapping.related);
  }
}

/** The values must be a list, and none of them null, which equals nothing. */
function checkList({ where, member, problems }: Parts, column: Column): void {
  const list = getNullableType(member.type);
  if (!isListType(list) || !isNonNullType(list.ofType)) problems.add(`${where} is compared with a list of values: make it a list whose members are non-null.`);
  else checkFit(where, list.ofType, column, problems);
}

function checkRange({ where, member, problems }: Parts, column: Column): void {
  const range = getNullableType(member.type);
  const ends = isInputObjectType(range) ? Object.values(range.getFields()) : [];
  if (ends.map(({ name }) => name).sort().join() !== 'from,to') problems.add(`${where} is a range: make it an input with "from" and "to" and nothing else.`);
  else for (const end of ends) checkFit(`${where}.${end.name}`, end.type, column, problems);
}

function checkSearch({ where, member, type, catalogue, problems }: Parts, related: readonly string[]): void {
  const table = catalogue.table(type.entity);
  if (String(getNullableType(member.type)) !== 'String') problems.add(`${where} is searched for: make it a String.`);
  if (!table.isSearched && related.length === 0) problems.add(`${where} searches ${type.entity}, which has no words: give the entity a property "search", or name relations that have one.`);
  for (const property of related) {
    const target = problems.tryTo(where, () => table.column(property) && table.targetOf(property));
    if (target && !target.isSearched) problems.add(`${where} searches "${property}", which has no words: give its entity a property "search", or leave it out.`);
  }
}

function checkFit(where: string, type: GraphQLInputField['type'], column: Column, problems: Problems): void {
  if (canBeCompared(type, column)) return;
  problems.add(`${where} is of the type ${String(type)}, not every value of which can be compared with a column of the type ${column.type}: see column-fits.ts for what fits.`);
}
