import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Viewer } from '../../domain/viewer.js';
import type { Authenticate } from '../auth/authenticate.js';
import { bearerOf, credentialsOf } from '../auth/authenticate.js';
import type { Credentials, Identity } from '../auth/identity.js';
import { AuthError } from '../auth/identity.js';
import { assertAudience } from '../graphql/handler.js';
import type { CloseWith } from './codes.js';
import { closeCodes } from './codes.js';
import type { Outlet } from './outlet.js';

export interface SessionSettings {
  readonly authenticate: Authenticate;
  readonly audience: readonly Viewer['kind'][];
  /** How often the credential of an open socket is looked at again, in milliseconds. */
  readonly recheckMs: number;
  readonly now: () => Date;
}

/** One WebSocket: who is at its other end, for how long still, and what runs on it. */
export class Session {
  readonly language: string | null;
  private identity: Identity | null = null;
  private credentials: Credentials | null = null;
  private recheck: NodeJS.Timeout | null = null;
  private countedAs: string | null = null;
  private readonly operations = new Map<string, { readonly controller: AbortController; readonly onEnd: (() => void)[] }>();

  constructor(
    private readonly socket: WebSocket,
    readonly outlet: Outlet,
    private readonly request: IncomingMessage,
    readonly requestId: string,
    private readonly settings: SessionSettings,
  ) {
    this.language = request.headers['accept-language'] ?? null;
  }

  get now(): () => Date {
    return this.settings.now;
  }

  /** Call after `open` alone. */
  viewer(): Viewer {
    if (!this.identity) throw new AuthError('UNAUTHENTICATED', 'The socket is not initialised.');
    return this.identity.viewer;
  }

  /** Authenticates by the connection parameters, or by the headers of the upgrade. Null where it worked, else how to close. */
  async open(params: Readonly<Record<string, unknown>> | undefined): Promise<CloseWith | null> {
    this.credentials = fromParams(params) ?? credentialsOf(this.request.headers);
    const refusal = await this.authenticate();
    if (!refusal) this.scheduleRecheck();
    return refusal;
  }

  /** Counts the socket for its viewer; how to close where that viewer has too many. */
  enter(perViewer: Map<string, number>, most: number): CloseWith | null {
    // The socket may be gone already: nobody would count it out again.
    if (this.socket.readyState !== this.socket.OPEN) return closeCodes.unavailable;
    const name = `${this.viewer().kind}:${this.viewer().subject}`;
    const count = perViewer.get(name) ?? 0;
    if (count >= most) return closeCodes.tooMany;
    perViewer.set(name, count + 1);
    this.countedAs = name;
    return null;
  }

  leave(perViewer: Map<string, number>): void {
    if (this.countedAs === null) return;
    const left = (perViewer.get(this.countedAs) ?? 1) - 1;
    if (left > 0) perViewer.set(this.countedAs, left);
    else perViewer.delete(this.countedAs);
  }

  /** Closes with a reason; forced where the other end does not answer. */
  close({ code, reason }: CloseWith): void {
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), 5000).unref();
  }

  startOperation(id: string): AbortSignal {
    const controller = new AbortController();
    this.operations.set(id, { controller, onEnd: [] });
    return controller.signal;
  }

  whenEnded(id: string, onEnd: () => void): void {
    this.operations.get(id)?.onEnd.push(onEnd);
  }

  endOperation(id: string): void {
    const operation = this.operations.get(id);
    if (!operation) return;
    this.operations.delete(id);
    operation.controller.abort();
    for (const onEnd of operation.onEnd) onEnd();
  }

  /** The socket is gone. */
  closed(): void {
    if (this.recheck) clearTimeout(this.recheck);
    for (const id of [...this.operations.keys()]) this.endOperation(id);
  }

  private async authenticate(): Promise<CloseWith | null> {
    const before = this.identity;
    try {
      const identity = await this.settings.authenticate(this.credentials ?? { bearer: null, apiKey: null });
      assertAudience(identity.viewer, this.settings.audience);
      if (before && !sameViewer(before.viewer, identity.viewer)) return closeCodes.withdrawn;
      this.identity = identity;
      return null;
    } catch (error) {
      if (!(error instanceof AuthError)) throw error;
      // An issuer or a database that is away for a moment does not end sockets that were let in before.
      if (error.code === 'UNAVAILABLE') return before ? null : closeCodes.unavailable;
      if (error.code === 'TOKEN_EXPIRED') return closeCodes.expired;
      if (before) return closeCodes.withdrawn;
      return error.code === 'FORBIDDEN' ? closeCodes.forbidden : closeCodes.unauthenticated;
    }
  }

  /** At the token's end, and every so often before it: a key may be revoked while its socket stays open. */
  private scheduleRecheck(): void {
    const left = (this.identity?.expiresAt?.getTime() ?? Infinity) - this.now().getTime();
    const wait = Math.min(Math.max(left, 0) + 1, this.settings.recheckMs);
    this.recheck = setTimeout(() => void this.lookAgain(), wait).unref();
  }

  private async lookAgain(): Promise<void> {
    const { expiresAt } = this.identity ?? { expiresAt: null };
    const isOver = expiresAt !== null && expiresAt <= this.now();
    const refusal = isOver ? closeCodes.expired : await this.authenticate().catch(() => null);
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (refusal) this.close(refusal);
    else this.scheduleRecheck();
  }
}

/** `{ authorization: 'Bearer …' }` or `{ apiKey: '…' }`; names in any case, as clients have them. Null where neither is there. */
function fromParams(params: Readonly<Record<string, unknown>> | undefined): Credentials | null {
  const named = new Map(Object.entries(params ?? {}).map(([name, value]) => [name.toLowerCase().replaceAll('-', ''), value]));
  const text = (name: string): string | null => {
    const value = named.get(name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const bearer = bearerOf(text('authorization') ?? undefined);
  const apiKey = text('apikey') ?? text('xapikey');
  return bearer === null && apiKey === null ? null : { bearer, apiKey };
}

function sameViewer(a: Viewer, b: Viewer): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
