/**
 * One leadership of the metadata quorum: the controller machine on top of the log. Requests are handled one after the other, each on the
 * state that the ones before it left, committed or not.
 */

import { assert, type Clock } from "@ottla/base";
import {
  buildMetadataBatch,
  Controller,
  type ControllerContext,
  type ControllerOptions,
  type ControllerResult,
  MAX_RECORDS_PER_BATCH,
  type MetadataRecord,
  type MetadataReplayer,
  type MetadataUpdate,
} from "@ottla/metadata";
import type { QuorumDescription } from "@ottla/raft";
import type { Leadership, MetadataQuorum } from "../quorum/metadata-quorum.ts";
import { ControllerUnavailableError } from "./controller-error.ts";
import { PendingCommits } from "./pending-commits.ts";

/** What a leadership begins with. */
export interface ActiveControllerOptions {
  readonly clock: Clock;
  readonly quorum: MetadataQuorum;
  readonly controller: ControllerOptions;
  /** Has replayed everything before the leadership, and perhaps its first record. */
  readonly replayer: MetadataReplayer;
  readonly leadership: Leadership;
  readonly bootstrapRecords: readonly MetadataRecord[];
  readonly publish: (update: MetadataUpdate) => void | Promise<void>;
  /** Bytes were appended. */
  readonly onAppended: (sizeInBytes: number) => void;
}

/** See the file's head. */
export class ActiveController {
  readonly #options: ActiveControllerOptions;
  readonly #controller: Controller;
  readonly #commits: PendingCommits;
  #hasResigned = false;

  /** Writes what a new leader writes, before anything else. The quorum leads the epoch of `leadership`. */
  constructor(options: ActiveControllerOptions) {
    this.#options = options;
    const { replayer, leadership, clock } = options;
    this.#controller = new Controller(options.controller, replayer, clock.monotonicMs());
    this.#commits = new PendingCommits(options.publish);
    const { epochStartOffset, epoch, timestampMs } = leadership;
    if (replayer.nextOffset === epochStartOffset) {
      const update = this.#controller.replay({ records: [], lastOffset: epochStartOffset, epoch, timestampMs });
      this.#commits.add(epochStartOffset + 1, update);
    }
    const records = this.#controller.activationRecords(options.bootstrapRecords);
    if (records.length > 0) this.#append(records);
  }

  get epoch(): number {
    return this.#options.leadership.epoch;
  }

  /** False from the moment the quorum is led by nobody or by another, also before `resign` is called. */
  get isActive(): boolean {
    return !this.#hasResigned && this.#options.quorum.leads(this.epoch);
  }

  /** The machine with its state, uncommitted records included. */
  get controller(): Controller {
    return this.#controller;
  }

  /** Where the next record will be. */
  get nextOffset(): number {
    return this.#options.quorum.nextOffset;
  }

  /** Everything asked for so far is committed and published. */
  get settled(): Promise<void> {
    return this.#commits.settled;
  }

  describeQuorum(): QuorumDescription {
    return this.#options.quorum.describe();
  }

  /**
   * Handles one request and resolves with its response once its records, or those it has read, are committed. Rejects
   * with a `ControllerUnavailableError` when they cannot be.
   */
  async submit<Response>(
    handle: (controller: Controller, context: ControllerContext) => ControllerResult<Response>,
  ): Promise<Response> {
    if (!this.isActive) throw new ControllerUnavailableError("This node is not the active controller");
    const monotonicMs = this.#options.clock.monotonicMs();
    const { records, response, isAtomic } = handle(this.#controller, { monotonicMs, nextOffset: this.nextOffset });
    assert(!isAtomic || records.length <= MAX_RECORDS_PER_BATCH, "an atomic operation fits one batch");
    if (records.length > 0) this.#append(records);
    try {
      await this.#commits.settled;
    } catch (cause) {
      throw new ControllerUnavailableError("The metadata log cannot be written", { cause });
    }
    return response;
  }

  /** Everything below is committed. */
  onCommitted(highWatermark: number): void {
    this.#commits.onCommitted(highWatermark);
  }

  /** Leads no more: nothing further is accepted, what waits is rejected. */
  resign(error: Error): void {
    this.#hasResigned = true;
    this.#commits.fail(error);
  }

  /** Gives records their places, takes them into the state and has them written. */
  #append(records: readonly MetadataRecord[]): void {
    const { quorum, clock } = this.#options;
    for (let start = 0; start < records.length; start += MAX_RECORDS_PER_BATCH) {
      const batch = records.slice(start, start + MAX_RECORDS_PER_BATCH);
      const timestampMs = clock.nowMs();
      const place = quorum.propose(batch.length);
      const { baseOffset, epoch } = place;
      const bytes = buildMetadataBatch(batch, { baseOffset, epoch, timestampMs });
      const lastOffset = baseOffset + batch.length - 1;
      const update = this.#controller.replay({ records: batch, lastOffset, epoch, timestampMs });
      this.#options.onAppended(bytes.length);
      this.#commits.add(lastOffset + 1, update);
      quorum.write(bytes, batch.length, place);
    }
  }
}
