import { ConnectorError, type ConnectorErrorKind } from './errors.js';

/** What an answer's status means. A status that is not named takes its class's meaning below. */
const KIND_BY_STATUS: Readonly<Record<number, ConnectorErrorKind>> = {
  401: 'auth',
  403: 'auth',
  407: 'auth',
  408: 'transient',
  421: 'transient',
  425: 'transient',
  429: 'throttled',
  // The server will not learn the method or the protocol version by being asked again.
  501: 'rejected',
  505: 'rejected',
};

const KIND_BY_CLASS: Readonly<Record<number, ConnectorErrorKind>> = { 3: 'rejected', 4: 'rejected', 5: 'transient' };

/** What an answer outside 2xx means to the caller. */
export function kindOfStatus(status: number): ConnectorErrorKind {
  return KIND_BY_STATUS[status] ?? KIND_BY_CLASS[Math.trunc(status / 100)] ?? 'contract';
}

/** Codes of Node's network, TLS, HTTP parser and zlib errors. A code that is not named is transient. */
const KIND_BY_CODE: readonly (readonly [RegExp, ConnectorErrorKind, string])[] = [
  [/^ERR_ADDRESS_REFUSED$/, 'rejected', 'address refused'],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/,
    'auth',
    'the server cannot prove who it is',
  ],
  [/^(EPROTO|ERR_SSL_)/, 'contract', 'no TLS connection could be agreed'],
  [/^HPE_/, 'contract', 'the answer is not HTTP'],
  [/^(Z_|ERR__ERROR_|ERR_BROTLI_|ZSTD_)/, 'contract', 'the answer cannot be decompressed'],
  [/^ERR_(INVALID_|HTTP_INVALID_|UNESCAPED_)/, 'config', 'the request cannot be sent as it is'],
];

/** Codes of calls that found nobody to send anything to. */
const NOT_CONNECTED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

/** Error for a call that got no complete answer. `target` names the call without its query or its headers. */
export function networkError(target: string, code: string, message: string): ConnectorError {
  for (const [pattern, kind, meaning] of KIND_BY_CODE) {
    if (pattern.test(code)) return new ConnectorError(kind, `${target}: ${meaning}: ${message} (${code})`);
  }
  return new ConnectorError('transient', `${target}: no complete answer: ${message || 'connection failed'} (${code || 'no code'})`, {
    notSent: NOT_CONNECTED.has(code),
  });
}
