import type { DestinationStream, Logger } from 'pino';
import { pino } from 'pino';
import { originalStack } from './original-stack.js';

export type Log = Logger;

export interface LogSettings {
  readonly level: string;
  /** Where the lines go; standard output where absent. */
  readonly destination?: DestinationStream;
}

/** Members that hold secrets wherever a log call happens to pass them. */
const secretMembers = ['authorization', 'cookie', 'set-cookie', 'x-api-key', 'apiKey', 'password', 'secret', 'token', 'key'];

/**
 * One JSON object per line. Secrets are kept out twice: members with a secret's name are replaced, and whatever looks
 * like a credential inside any text (a message of a library, a URL) is blotted out of the finished line.
 */
export function createLog({ level, destination }: LogSettings): Log {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: toldError },
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretMembers.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]), censor: '[secret]' },
    hooks: { streamWrite: withoutCredentials },
  };
  return destination ? pino(options, destination) : pino(options);
}

function toldError(error: Error): object {
  const told = pino.stdSerializers.err(error);
  // Whatever is thrown may stand here, a bare text too.
  return typeof told?.stack === 'string' ? Object.assign(told, { stack: originalStack(told.stack) }) : told;
}

/** Blots out API keys, JWTs, bearer values and passwords in addresses. */
export function withoutCredentials(text: string): string {
  return text
    .replace(/ilk_[\w-]{8,}/g, 'ilk_[secret]')
    .replace(/eyJ[\w-]{4,}\.[\w-]+\.[\w-]*/g, '[secret]')
    .replace(/(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 [secret]')
    .replace(/(\w+:\/\/[^\s:/@"]*:)[^\s@/"]+@/g, '$1[secret]@');
}
