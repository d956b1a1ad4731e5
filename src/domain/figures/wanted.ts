/**
 * JSON of those members of an answer that are wanted. What a member is stands in one place, as SQL that makes its JSON text;
 * who asks says by which name it is shown.
 */
import { listOf, objectOf, textSql, tupleOf } from '../../entities/json-text.js';
import type { Piece } from '../../entities/json-text.js';

/** A member that is wanted, or a text that is the same wherever it stands. */
export type Wanted = WantedMember | { readonly as: string; readonly text: string };

interface WantedMember {
  /** By which name it is shown; a name of GraphQL's, which needs no escaping anywhere. */
  readonly as: string;
  readonly member: string;
  /** Members that are wanted of it; none of a plain value. */
  readonly of: readonly Wanted[];
}

/** A value, or an object or list with members of its own. */
export type Member = readonly Piece[] | { readonly members: Members; readonly json: (of: readonly Wanted[]) => readonly Piece[] };

export type Members = Readonly<Record<string, Member>>;

/** SQL of the JSON text of an object with the wanted members. */
export function objectSql(members: Members, wanted: readonly Wanted[]): string {
  return textSql(objectPieces(members, wanted));
}

export function object(members: Members): Member {
  return { members, json: (of) => objectPieces(members, of) };
}

/** In place of an object or a list: one and the same JSON, whatever is wanted of it. */
export function fixed(members: Members, json: string): Member {
  return { members, json: () => [json] };
}

/** A few objects with members of the same names. */
export function tuple(each: readonly Members[]): Member {
  return { members: each[0] ?? {}, json: (of) => tupleOf(each.map((members) => objectPieces(members, of))) };
}

/** An object for each row, in the order of `rows`, the SQL behind a select's `from`. */
export function list(members: Members, rows: string): Member {
  return { members, json: (of) => listOf(objectPieces(members, of), rows) };
}

/** All members under their own names. */
export function everything(members: Members): Wanted[] {
  return Object.entries(members).map(([name, member]) => ({ as: name, member: name, of: 'members' in member ? everything(member.members) : [] }));
}

/** Whether a member of this name is wanted anywhere. */
export function wants(wanted: readonly Wanted[], name: string): boolean {
  return wanted.some((each) => 'member' in each && (each.member === name || wants(each.of, name)));
}

function objectPieces(members: Members, wanted: readonly Wanted[]): Piece[] {
  return objectOf(wanted.map((each) => [each.as, 'text' in each ? [`"${each.text}"`] : memberPieces(members, each)]));
}

function memberPieces(members: Members, { member: name, of }: WantedMember): readonly Piece[] {
  const member = members[name];
  if (member === undefined) throw new Error(`There is no member ${name}.`);
  return 'members' in member ? member.json(of) : member;
}
