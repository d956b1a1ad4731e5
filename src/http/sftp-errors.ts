import { ConnectorError, type ConnectorErrorKind } from './errors.js';

/** Status codes of SFTP version 3 (draft-ietf-secsh-filexfer-02, section 7). */
const statuses: Readonly<Record<number, readonly [ConnectorErrorKind, string]>> = {
  2: ['rejected', 'no such file or folder'],
  3: ['auth', 'no right to do that'],
  4: ['rejected', 'the host failed to do it'],
  6: ['transient', 'no connection'],
  7: ['transient', 'the connection was lost'],
  8: ['rejected', 'the host cannot do that'],
};

/** Where in the talk an error arose, as ssh2 names it. */
const levels: Readonly<Record<string, ConnectorErrorKind>> = {
  'client-authentication': 'auth',
  // A host with another key than the pinned one is not the host that we mean.
  handshake: 'auth',
  protocol: 'contract',
};

/** Every failure of a session in the words of connectors; messages carry no secrets. */
export function sftpError(where: string, error: Error): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const { level, code } = error as Error & { readonly level?: string; readonly code?: number | string };
  if (code === 'ERR_ADDRESS_REFUSED') return new ConnectorError('config', `${where}: ${error.message}`);
  if (typeof code === 'number' && Object.hasOwn(statuses, code)) {
    const [kind, text] = statuses[code]!;
    return new ConnectorError(kind, `${where}: ${text}`, { cause: error });
  }
  const kind = level !== undefined && Object.hasOwn(levels, level) ? levels[level]! : 'transient';
  return new ConnectorError(kind, `${where}: ${error.message}`, { cause: error });
}
