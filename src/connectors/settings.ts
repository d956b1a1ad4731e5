/** Checks of settings that several connector types have. */

/** An https address without query; http on this machine only, where nobody listens in. */
export function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(text);
  if (search || hash || username || password) return false;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

/** Only characters that an HTTP header can carry. */
export function isPrintable(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text);
}

/** An IANA zone such as `Asia/Shanghai`. */
export function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
