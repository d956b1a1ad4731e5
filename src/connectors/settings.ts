/** Settings that many connector types have. */

/** True for an https address without credentials, query and fragment; http is taken on this machine alone. */
export function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(text);
  if (search || hash || username || password) return false;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

/** The parts of a list with commas, blanks and empty parts taken away. */
export function splitList(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** True for a key or id as it can stand in a header: printable ASCII without blanks. Empty text is one too. */
export function isKey(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text);
}
