/** Many subscribers of the same thing, counted together. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Subscriber, SubscriberOptions } from './subscriber.js';
import { subscribe } from './subscriber.js';

const connectingAtOnce = 50;
const mostMs = 300_000;

export class Crowd {
  private readonly members: Subscriber[] = [];
  private readonly got: Uint32Array;
  private delivered = 0;
  private trouble: string | null = null;
  private wake: (() => void) | null = null;
  private wanted = Infinity;

  private constructor(readonly size: number) {
    this.got = new Uint32Array(size);
  }

  /** Returns once every member has got an event of `publish`, which is called until then. */
  static async gather(size: number, options: Omit<SubscriberOptions, 'onNext' | 'onTrouble'>, publish: (count: number) => Promise<void>): Promise<Crowd> {
    const crowd = new Crowd(size);
    for (let first = 0; first < size; first += connectingAtOnce) {
      const places = Array.from({ length: Math.min(connectingAtOnce, size - first) }, (_, index) => first + index);
      crowd.members.push(...(await Promise.all(places.map((place) => subscribe({ ...options, ...crowd.ears(place) })))));
    }
    while (crowd.got.includes(0)) {
      crowd.throwIfTroubled();
      await publish(1);
      await crowd.untilSilent();
    }
    return crowd;
  }

  /** Events delivered so far, over all members. */
  get deliveries(): number {
    return this.delivered;
  }

  /** Resolves when so many have been delivered in all. */
  async until(deliveries: number): Promise<void> {
    this.throwIfTroubled();
    if (this.delivered >= deliveries) return;
    this.wanted = deliveries;
    const timer = setTimeout(() => {
      this.trouble = `Of ${deliveries} deliveries ${this.delivered} came within ${mostMs} ms.`;
      this.wake?.();
    }, mostMs);
    await new Promise<void>((resolve) => (this.wake = resolve));
    clearTimeout(timer);
    this.wanted = Infinity;
    this.throwIfTroubled();
  }

  /** Resolves when nothing has come for a while. */
  async untilSilent(): Promise<void> {
    for (let before = -1; before !== this.delivered; ) {
      before = this.delivered;
      await delay(500);
    }
  }

  close(): void {
    for (const member of this.members) member.close();
  }

  private ears(place: number): Pick<SubscriberOptions, 'onNext' | 'onTrouble'> {
    return {
      onNext: () => {
        this.got[place] = (this.got[place] as number) + 1;
        this.delivered += 1;
        if (this.delivered >= this.wanted) this.wake?.();
      },
      onTrouble: (what) => {
        this.trouble ??= what;
        this.wake?.();
      },
    };
  }

  private throwIfTroubled(): void {
    if (this.trouble !== null) throw new Error(this.trouble);
  }
}
