/** The name under which an object is locked: its type and its id, or the business key of one that does not exist yet. */
export function lockKey(type: string, id: string): string {
  return `${type}:${id}`;
}

/** The name under which the making of a record from an outside system is locked. */
export function sourceLockKey(system: string, kind: string, externalId: string): string {
  return `source:${system}:${kind}:${externalId}`;
}

/** An object is about to be changed that was not locked before the first write. */
export class StaleLocks extends Error {
  constructor(readonly key: string) {
    super(`${key} is changed without its lock`);
    this.name = 'StaleLocks';
  }
}
