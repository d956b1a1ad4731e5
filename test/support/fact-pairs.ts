import type { Normalised } from '../../src/connectors/contract.js';

/** What a message gave, to be compared with the facts written beside it: members that are hashes are taken out. */
export function withoutHashes(normalised: Normalised): { readonly plain: unknown; readonly hashes: readonly string[] } {
  const hashes: string[] = [];
  // What keys and versions must do is tested where they are made, not how they look.
  const text = JSON.stringify(normalised, (key, value: unknown) => {
    if (key !== 'eventKey' && key !== 'version') return value;
    hashes.push(String(value));
    return undefined;
  });
  return { plain: JSON.parse(text) as unknown, hashes };
}
