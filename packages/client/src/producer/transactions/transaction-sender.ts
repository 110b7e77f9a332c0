/**
 * Carries a transaction's requests to the coordinators, one at a time: finds the coordinator, waits before repetitions, and hands the answers to the
 * {@link TransactionManager}.
 */
import { InitProducerIdRequest } from "@ottla/protocol/messages/init-producer-id";
import { CoordinatorType } from "../../cluster-client.ts";
import type { ClusterClient } from "../../cluster-client.ts";
import { CoordinatorLookup } from "../../consumer/coordinator-lookup.ts";
import { sleep } from "../../deadline.ts";
import { KafkaError, protocolError, toKafkaError } from "../../errors.ts";
import type { Call } from "../../network/broker-connection.ts";
import type { TransactionManager } from "./transaction-manager.ts";
import {
  INIT_BUMP_VERSION_MIN,
  addOffsetsCall,
  addPartitionsCall,
  commitOffsetsCall,
  coordinatorOf,
  endCall,
  initProducerIdCall,
} from "./transaction-requests.ts";
import type { TransactionStep } from "./transaction-requests.ts";
import { onOffsetsReply, onPartitionsReply, onStepError } from "./transaction-responses.ts";
import type { AfterReply } from "./transaction-responses.ts";
import { verdictOf } from "./transaction-verdict.ts";

/** The wait before the first partitions of a transaction are added again while the one before is being ended, in milliseconds. */
const HASTY_RETRY_MS = 20;

export interface TransactionSenderOptions {
  readonly client: ClusterClient;
  readonly manager: TransactionManager;
  readonly transactionTimeoutMs: number;
  readonly hasIncompleteBatches: () => boolean;
  /** Called when an answer may have changed what can be sent. */
  readonly onProgress: () => void;
}

/** The requests of one producer's transactions. */
export class TransactionSender {
  readonly #options: TransactionSenderOptions;
  readonly #lookup: CoordinatorLookup;
  #groupLookup: CoordinatorLookup | undefined;
  readonly #closing = new AbortController();
  #isRunning = false;

  constructor(options: TransactionSenderOptions) {
    this.#options = options;
    this.#lookup = new CoordinatorLookup(options.client, options.manager.transactionalId, CoordinatorType.TRANSACTION);
  }

  /** Sends what can be sent. */
  wake(): void {
    if (this.#isRunning || this.#closing.signal.aborted || !this.#options.manager.hasSteps) return;
    this.#isRunning = true;
    void this.#run();
  }

  close(): void {
    this.#closing.abort();
  }

  async #run(): Promise<void> {
    const { hasIncompleteBatches, manager } = this.#options;
    // Each round sends one request, or waits for what it needs; what waits is bounded by what the application asked for.
    while (!this.#closing.signal.aborted) {
      const step = manager.nextStep(hasIncompleteBatches());
      if (step === undefined) break;
      await this.#serve(step);
      this.#options.onProgress();
    }
    // In the same turn as the last look, so that no wake in between is lost.
    this.#isRunning = false;
  }

  async #serve(step: TransactionStep): Promise<void> {
    const { client, manager } = this.#options;
    const lookup = this.#lookupOf(step);
    if (lookup.node === undefined) {
      // The transaction may fail meanwhile, so the request waits where it can still be dropped.
      manager.putBack(step);
      await this.#find(lookup, step);
      return;
    }
    const { node } = lookup;
    try {
      const { versions } = await client.pool.connect(node.id, "coordinator");
      const canBumpEpoch = versions.supports(InitProducerIdRequest, INIT_BUMP_VERSION_MIN);
      if (step.kind !== "commitOffsets") manager.onCoordinatorReady({ canBumpEpoch }, step);
      if (step.isRetry) await this.#pause(step.kind === "addPartitions" && step.isHasty ? HASTY_RETRY_MS : undefined);
      if (this.#closing.signal.aborted) return;
      if ((await this.#exchange(step, node.id)) === "lookup") lookup.lose();
    } catch (thrown) {
      const error = toKafkaError(thrown);
      if (error.retriable) {
        lookup.lose();
        manager.retry(step);
      } else if (error.code !== "CLOSED") manager.failStepForGood(step, error);
    }
  }

  async #exchange(step: TransactionStep, nodeId: number): Promise<AfterReply> {
    const { manager, transactionTimeoutMs } = this.#options;
    const { transactionalId } = manager;
    const ask = async <Request, Response>(call: Call<Request, Response>): Promise<Response> =>
      (await this.#options.client.send(nodeId, call, "coordinator")).response;
    switch (step.kind) {
      case "addPartitions":
        return onPartitionsReply(manager, step, await ask(addPartitionsCall(step, transactionalId)));
      case "commitOffsets":
        return onOffsetsReply(manager, step, await ask(commitOffsetsCall(step, transactionalId)));
      case "initProducerId": {
        const response = await ask(initProducerIdCall(step, transactionalId, transactionTimeoutMs));
        if (response.errorCode !== 0) return onStepError(manager, step, response.errorCode);
        manager.onInitialized(response.producerId, response.producerEpoch);
        break;
      }
      case "addOffsets": {
        const { errorCode } = await ask(addOffsetsCall(step, transactionalId));
        if (errorCode !== 0) return onStepError(manager, step, errorCode);
        manager.onOffsetsAdded(step.offsets, step.group, step.result);
        return undefined;
      }
      case "end": {
        const response = await ask(endCall(step, transactionalId));
        if (response.errorCode !== 0) return onStepError(manager, step, response.errorCode);
        manager.onCompleted(response);
        break;
      }
    }
    step.result.done();
    return undefined;
  }

  async #find(lookup: CoordinatorLookup, step: TransactionStep): Promise<void> {
    const { manager } = this.#options;
    try {
      await lookup.find();
    } catch (thrown) {
      const error = toKafkaError(thrown);
      if (error.code === "CLOSED") return;
      const { key, type } = coordinatorOf(step, manager.transactionalId);
      const verdict = error.errorCode === undefined ? undefined : verdictOf("findCoordinator", error.errorCode);
      if (verdict === "retry" || (verdict === undefined && error.retriable)) await this.#pause();
      else if (verdict === "abortable") {
        const isOfGroup = type === CoordinatorType.GROUP && error.code === "GROUP_AUTHORIZATION_FAILED";
        const sentence = `Not authorized to access group: ${key}`;
        manager.failAbortable(isOfGroup ? protocolError(error.errorCode ?? -1, sentence) : error);
      } else if (verdict === "fatal" || error.errorCode === undefined) manager.failForGood(error);
      else {
        const name = type === CoordinatorType.GROUP ? "GROUP" : "TRANSACTION";
        const sentence = `Could not find a coordinator with type ${name} with key ${key} due to unexpected error: ${error.message}`;
        manager.failForGood(new KafkaError(error.code, sentence, { errorCode: error.errorCode, fatal: true }));
      }
    }
  }

  #lookupOf(step: TransactionStep): CoordinatorLookup {
    if (step.kind !== "commitOffsets") return this.#lookup;
    const { groupId } = step.group;
    if (this.#groupLookup?.key !== groupId) this.#groupLookup = new CoordinatorLookup(this.#options.client, groupId);
    return this.#groupLookup;
  }

  async #pause(ms?: number): Promise<void> {
    const { config, ports } = this.#options.client;
    await sleep(ports.clock, Math.min(ms ?? Infinity, config["retry.backoff.ms"]), this.#closing.signal);
  }
}
