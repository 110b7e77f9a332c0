/**
 * The quotas of one request: what it used is taken in, and the answer says for how long its connection is held back (KIP-219). Made only while there
 * are quotas.
 *
 * The time of a request is the time in which it held the event loop: not that in which it waited for a disk, for others, or for bytes to fetch.
 */

import type { Clock } from "@ottla/base";
import { ApiKey } from "@ottla/protocol";
import type { ClientQuotas } from "../client-quotas/client-quotas.ts";
import type { RequestMutationQuota } from "../client-quotas/mutation-quota.ts";
import type { QuotaClient } from "../client-quotas/rate-quota.ts";

/** Percent of a second in one millisecond. */
const PERCENT_PER_MS = 0.1;

/** The field has 32 bits: a request that uses up the quota of a month waits for no more than 24 days. */
const THROTTLE_MS_MAX = 0x7fff_ffff;

/** What brokers and controllers ask each other is not held back: Kafka's cluster actions. */
const EXEMPT: ReadonlySet<number> = new Set<number>([
  ApiKey.WriteTxnMarkers,
  ApiKey.Vote,
  ApiKey.BeginQuorumEpoch,
  ApiKey.EndQuorumEpoch,
  ApiKey.AlterPartition,
  ApiKey.Envelope,
  ApiKey.FetchSnapshot,
  ApiKey.BrokerRegistration,
  ApiKey.BrokerHeartbeat,
  ApiKey.AllocateProducerIds,
  ApiKey.ControllerRegistration,
  ApiKey.AssignReplicasToDirs,
  ApiKey.InitializeShareGroupState,
  ApiKey.ReadShareGroupState,
  ApiKey.WriteShareGroupState,
  ApiKey.DeleteShareGroupState,
  ApiKey.ReadShareGroupStateSummary,
]);

export interface RequestQuotasOptions {
  readonly quotas: ClientQuotas;
  readonly clock: Clock;
  readonly client: QuotaClient;
  readonly apiKey: number;
  /** Of the whole frame without its size. */
  readonly sizeInBytes: number;
}

/** See the file's head. */
export class RequestQuotas {
  readonly #options: RequestQuotasOptions;
  #isExempt: boolean;
  /** Undefined while the request waits. */
  #resumedMs: number | undefined;
  #usedMs = 0;
  #throttleMs = 0;
  #isFinished = false;
  #isProduceRecorded = false;
  #mutation: RequestMutationQuota | undefined;

  constructor(options: RequestQuotasOptions) {
    this.#options = options;
    this.#isExempt = EXEMPT.has(options.apiKey);
    this.#resumedMs = options.clock.monotonicMs();
  }

  /** Its time is not counted: a follower's fetch, a Produce that is not answered. */
  exempt(): void {
    this.#isExempt = true;
  }

  /** The request waits from now on. */
  pause(): void {
    if (this.#resumedMs === undefined) return;
    this.#usedMs += this.#nowMs - this.#resumedMs;
    this.#resumedMs = undefined;
  }

  /** The request is worked on again. */
  resume(): void {
    this.#resumedMs ??= this.#nowMs;
  }

  /**
   * The next request of the connection may begin before this one is answered: for how long it may not all the same, in milliseconds. A Produce request
   * counts with all its bytes.
   */
  throttleMsOfNext(): number {
    this.#recordProduce();
    return this.#throttleMs;
  }

  /** The most that may be fetched at once; more would be held back for sure. */
  get fetchBytesMax(): number {
    const { quotas, client } = this.#options;
    return quotas.fetch.amountMax(client);
  }

  /**
   * Counts bytes that are there to be sent. False: the client is held back, so it gets none of them, and they do not count.
   */
  mayFetch(sizeInBytes: number): boolean {
    const { quotas, client } = this.#options;
    this.#finish();
    this.#holdBack(quotas.fetch.record(client, sizeInBytes, this.#nowMs));
    if (this.#throttleMs === 0) return true;
    quotas.fetch.record(client, -sizeInBytes, this.#nowMs);
    return false;
  }

  /** For changes of partitions; undefined: nothing limits them. */
  mutationQuota(isStrict: boolean): RequestMutationQuota | undefined {
    const { quotas, client, clock } = this.#options;
    this.#mutation = quotas.mutation.forRequest(client, { isStrict, nowMs: () => clock.monotonicMs() });
    return this.#mutation;
  }

  /** How long the connection is held back, in whole milliseconds; `heldBackMs` is what another node said. Called when the answer is there. */
  throttleMs(heldBackMs = 0): number {
    this.#finish();
    this.#holdBack(heldBackMs);
    this.#holdBack(this.#mutation?.throttleMs(this.#nowMs) ?? 0);
    return this.#throttleMs;
  }

  /** Takes the time of the request in, once. */
  #finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.pause();
    this.#recordProduce();
    if (this.#isExempt) return;
    const { quotas, client } = this.#options;
    const throttleMs = quotas.request.record(client, this.#usedMs * PERCENT_PER_MS, this.#nowMs);
    this.#holdBack(Math.min(throttleMs, quotas.window.sizeMs));
  }

  #recordProduce(): void {
    const { quotas, client, apiKey, sizeInBytes } = this.#options;
    if (apiKey !== ApiKey.Produce || this.#isProduceRecorded) return;
    this.#isProduceRecorded = true;
    this.#holdBack(quotas.produce.record(client, sizeInBytes, this.#nowMs));
  }

  get #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }

  #holdBack(throttleMs: number): void {
    this.#throttleMs = Math.min(Math.max(this.#throttleMs, throttleMs), THROTTLE_MS_MAX);
  }
}
