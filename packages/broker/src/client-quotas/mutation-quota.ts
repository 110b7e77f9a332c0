/**
 * The quota on changes of partitions at the controller (`controller_mutation_rate`, KIP-599). For requests of a version that knows
 * THROTTLING_QUOTA_EXCEEDED it is strict: nothing more is changed while something is owed. For older ones the change is made, and the client is held
 * back.
 */

import { QuotaLimits } from "./quota-limits.ts";
import type { QuotaWindow } from "./quota-window.ts";
import type { QuotaClient } from "./rate-quota.ts";
import { SharedMeters } from "./shared-meters.ts";
import { TokenBucket } from "./token-bucket.ts";

/** What one request may change, and how long its client has to wait for it. */
export interface RequestMutationQuota {
  mayChange(partitionCount: number): boolean;
  /** Milliseconds from now on; 0: not at all. */
  throttleMs(nowMs: number): number;
}

export interface MutationQuotaOptions {
  readonly isStrict: boolean;
  readonly nowMs: () => number;
}

/** See the file's head. */
export class MutationQuota {
  readonly limits: QuotaLimits = new QuotaLimits();
  readonly #meters: SharedMeters<TokenBucket>;

  constructor(window: QuotaWindow) {
    this.#meters = new SharedMeters(() => new TokenBucket(window));
  }

  /** For one request; undefined: nothing limits it. */
  forRequest({ user, clientId }: QuotaClient, options: MutationQuotaOptions): RequestMutationQuota | undefined {
    const found = this.limits.find(user, clientId);
    if (found === undefined) return undefined;
    const { sharedBy, limit } = found;
    let throttledUntilMs = 0;
    return {
      mayChange: (partitionCount) => {
        const nowMs = options.nowMs();
        const bucket = this.#meters.of(sharedBy, nowMs);
        const isOwed = bucket.tokens(limit, nowMs) < 0;
        if (!options.isStrict || !isOwed) bucket.take(partitionCount, limit, nowMs);
        const hasToWait = options.isStrict ? isOwed : bucket.tokens(limit, nowMs) < 0;
        if (hasToWait) throttledUntilMs = nowMs + bucket.throttleMs(limit, nowMs);
        return !options.isStrict || !isOwed;
      },
      throttleMs: (nowMs) => Math.max(0, Math.trunc(throttledUntilMs - nowMs)),
    };
  }

  onLimitsChanged(): void {
    if (this.limits.isEmpty) this.#meters.clear();
  }
}
