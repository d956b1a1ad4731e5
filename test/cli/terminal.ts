/** A terminal for tests of the command line: commands run in this process, over services that the test gives. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Services } from '../../src/cli/admin/index.js';
import type { Host } from '../../src/cli/host.js';
import { runCli } from '../../src/cli/program.js';
import { defaultStandards } from '../../src/domain/apply/index.js';
import { importedFacts } from '../../src/domain/imports.js';
import type { Database } from '../../src/entities/database.js';
import type { Job } from '../../src/jobs/job.js';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Terminal {
  /** The DATA_DIR; a folder of its own. */
  readonly dataDir: string;
  /** Runs one command. */
  run(...args: string[]): Promise<Ended>;
  /** The same with other settings or another process around it. */
  runWith(more: Partial<Host>, ...args: string[]): Promise<Ended>;
  remove(): void;
}

/** `services` null: whoever opens the database fails the test. */
export function openTerminal(services: Services | null): Terminal {
  const dataDir = mkdtempSync(join(tmpdir(), 'interline-cli-'));
  const runWith = async (more: Partial<Host>, ...args: string[]): Promise<Ended> => {
    const written = { out: '', err: '' };
    const host: Host = {
      out: (text) => void (written.out += text),
      err: (text) => void (written.err += text),
      isWatched: false,
      now: () => new Date('2026-03-02T08:00:00Z'),
      signal: new AbortController().signal,
      openServices: async () => {
        if (!services) throw new Error('This command needs no database');
        return { ...services, close: async () => {} };
      },
      ...more,
      env: { DATA_DIR: dataDir, ...more.env },
    };
    return { code: await runCli(args, host), ...written };
  };
  return { dataDir, runWith, run: (...args) => runWith({}, ...args), remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** Services as the gateway has them, without connectors. */
export function servicesOn(database: Database, jobs: readonly Job[] = [], config: Partial<Services['config']> = {}): Services {
  const now = (): Date => new Date('2026-03-02T08:00:00Z');
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const { calendar, zone } = defaultStandards;
  return {
    config: { oidc: null, tokenSecret: null, dataDir: '', ...config },
    database,
    now,
    jobs,
    connectors: [],
    jobContext: { database, now, log, connectors: [], pullIntervalSeconds: 300, calendar, zone },
    understandingOf: (senderId) => (senderId === 'orders' ? importedFacts() : null),
  };
}
