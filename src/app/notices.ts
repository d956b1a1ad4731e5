/** Pulls that notices ask for: messages which say that something has changed and not what. */
import type { Scheduler } from '../jobs/scheduler.js';
import { pullConnectorsJob } from '../jobs/pull-connectors.js';
import type { Log } from '../server/log.js';
import type { Connections } from './connections.js';

/** Passes notices on as requests for a pull. What comes before there is a scheduler waits for it. */
export class Notices {
  readonly #early = new Set<string>();
  #scheduler: Scheduler | null = null;

  constructor(
    private readonly connections: Connections['byId'],
    private readonly log: Log,
  ) {}

  /** Returns at once. Where the request fails nothing is lost: the pull comes at its time. */
  note(connectorId: string): void {
    if (!this.connections.get(connectorId)?.pull) return;
    if (this.#scheduler === null) {
      this.#early.add(connectorId);
      return;
    }
    this.#scheduler.request(pullConnectorsJob.name, connectorId).catch((error: unknown) => {
      this.log.warn({ err: error, connectorId }, 'a notice could not ask for a pull; the next one by the schedule brings what changed');
    });
  }

  heed(scheduler: Scheduler): void {
    this.#scheduler = scheduler;
    for (const connectorId of this.#early) this.note(connectorId);
    this.#early.clear();
  }
}
