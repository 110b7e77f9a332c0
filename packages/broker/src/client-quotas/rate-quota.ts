/** A quota on a rate: bytes produced or consumed, or the time of requests. Kafka's `ClientQuotaManager`. */

import { QuotaLimits } from "./quota-limits.ts";
import { QuotaRate } from "./quota-rate.ts";
import { type QuotaWindow, SECOND_MS } from "./quota-window.ts";
import { SharedMeters } from "./shared-meters.ts";

/** Who is measured. */
export interface QuotaClient {
  /** The name of the principal, without its type. */
  readonly user: string;
  /** "" where the client has none. */
  readonly clientId: string;
}

/** See the file's head. */
export class RateQuota {
  readonly limits: QuotaLimits = new QuotaLimits();
  readonly #window: QuotaWindow;
  readonly #meters: SharedMeters<QuotaRate>;

  constructor(window: QuotaWindow) {
    this.#window = window;
    this.#meters = new SharedMeters(() => new QuotaRate(window));
  }

  /** Takes an amount in; returns for how many milliseconds the client has to be held back, 0 within its quota. */
  record({ user, clientId }: QuotaClient, amount: number, nowMs: number): number {
    const found = this.limits.find(user, clientId);
    if (found === undefined) return 0;
    const rate = this.#meters.of(found.sharedBy, nowMs);
    rate.record(amount, nowMs);
    return rate.throttleMs(found.limit, nowMs);
  }

  /** What can be had at once without being held back for sure; infinite without a quota. */
  amountMax({ user, clientId }: QuotaClient): number {
    const { count, sizeMs } = this.#window;
    const limit = this.limits.find(user, clientId)?.limit;
    return limit === undefined ? Infinity : limit * (count - 1) * (sizeMs / SECOND_MS);
  }

  /** The last quota is gone: nothing that was measured matters. */
  onLimitsChanged(): void {
    if (this.limits.isEmpty) this.#meters.clear();
  }
}
