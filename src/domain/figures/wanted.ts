/** JSON of those members of an answer that are wanted. What a member is stands in one place as SQL; who asks says by which name it is shown. */

/** A member that is wanted, or a text that is the same wherever it stands. */
export type Wanted = WantedMember | { readonly as: string; readonly text: string };

interface WantedMember {
  /** By which name it is shown: a quoted identifier. */
  readonly as: string;
  readonly member: string;
  /** Members that are wanted of it; none of a plain value. */
  readonly of: readonly Wanted[];
}

/** An SQL expression, or an object or list with members of its own. */
export type Member = string | { readonly members: Members; readonly json: (of: readonly Wanted[]) => string };

export type Members = Readonly<Record<string, Member>>;

/** The wanted members as a select list. */
export function selectList(members: Members, wanted: readonly Wanted[]): string {
  return wanted.map((each) => `${'text' in each ? `'${each.text}'::text` : sqlOf(members, each)} as ${each.as}`).join(', ');
}

function sqlOf(members: Members, { member: name, of }: WantedMember): string {
  const member = members[name];
  if (member === undefined) throw new Error(`There is no member ${name}.`);
  return typeof member === 'string' ? member : member.json(of);
}

export function object(members: Members): Member {
  return { members, json: (of) => rowJson(members, of) };
}

/** In place of an object or a list: one and the same value, whatever is wanted of it. */
export function fixed(members: Members, sql: string): Member {
  return { members, json: () => sql };
}

/** A few objects with members of the same names. */
export function tuple(each: readonly Members[]): Member {
  return { members: each[0] ?? {}, json: (of) => `array[${each.map((members) => rowJson(members, of)).join(', ')}]::json[]` };
}

/** An object for each row, in the order of `rows`: the SQL of a select behind its list. */
export function list(members: Members, rows: string): Member {
  return { members, json: (of) => `(select coalesce(json_agg(l$), '[]') from (select ${selectList(members, of)} ${rows}) l$)` };
}

/** Aliases with a dollar sign: no name that a client may choose is one. */
function rowJson(members: Members, of: readonly Wanted[]): string {
  return `(select row_to_json(o$) from (select ${selectList(members, of)}) o$)`;
}

/** All members under their own names. */
export function everything(members: Members): Wanted[] {
  return Object.entries(members).map(([name, member]) => ({ as: `"${name}"`, member: name, of: typeof member === 'string' ? [] : everything(member.members) }));
}

/** Whether a member of this name is wanted anywhere. */
export function wants(wanted: readonly Wanted[], name: string): boolean {
  return wanted.some((each) => 'member' in each && (each.member === name || wants(each.of, name)));
}
