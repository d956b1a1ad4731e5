import { ConnectorError } from './errors.js';

export interface BreakerOptions {
  /** Consecutive transient failures after which calls are refused without being tried. */
  readonly failures: number;
  /** How long calls are refused before one is let through as a probe, in milliseconds. */
  readonly openMs: number;
}

export type BreakerState = 'closed' | 'open' | 'probing';

/**
 * Circuit breaker: spares an outside system that is down, and our callers the wait. After `openMs` a single probe is let
 * through; its success closes the circuit, its transient failure opens it again. Any answer, even a refusal, shows that
 * the other side is up.
 */
export class CircuitBreaker {
  #failures = 0;
  #openUntil: number | null = null;
  #probing = false;

  constructor(
    private readonly options: BreakerOptions,
    private readonly now: () => Date,
  ) {}

  /** `open`: calls are refused; `probing`: the next call, or the one under way, shows whether it is up again. */
  state(): BreakerState {
    if (this.#openUntil === null) return 'closed';
    return this.#openUntil > this.now().getTime() ? 'open' : 'probing';
  }

  /** Asks for one attempt. Throws ConnectorError('transient') while the circuit is open. */
  enter(): void {
    if (this.#openUntil === null) return;
    const wait = this.#openUntil - this.now().getTime();
    if (wait > 0 || this.#probing) {
      throw new ConnectorError('transient', 'not tried: the last calls all failed, the outside system is given time to recover', {
        retryAfterMs: Math.max(wait, 0),
        notSent: true,
      });
    }
    this.#probing = true;
  }

  /** The attempt was answered. */
  answered(): void {
    this.#failures = 0;
    this.#openUntil = null;
    this.#probing = false;
  }

  /** The attempt failed in a way that time may heal. */
  failed(): void {
    this.#failures += 1;
    if (this.#probing || this.#failures >= this.options.failures) {
      this.#openUntil = this.now().getTime() + this.options.openMs;
    }
    this.#probing = false;
  }

  /** The attempt was given up by the caller and says nothing about the other side. */
  abandoned(): void {
    this.#probing = false;
  }
}
