/**
 * One leadership of the metadata quorum: the raft machine, the controller machine and the commit queue between them.
 * Requests are handled one after the other, each on the state that the ones before it left, committed or not.
 */

import { assert, type Clock } from "@ottla/base";
import {
  buildLeaderChangeBatch,
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
import type { ElectionState, QuorumDescription, RaftAction } from "@ottla/raft";
import { RaftNode } from "@ottla/raft";
import { CommitQueue } from "./commit-queue.ts";
import { ControllerUnavailableError } from "./controller-error.ts";
import type { MetadataLog } from "./metadata-log.ts";
import type { QuorumStateStore } from "./quorum-state-store.ts";

/** What a leadership begins with. */
export interface ActiveControllerOptions {
  readonly clock: Clock;
  readonly log: MetadataLog;
  readonly quorumState: QuorumStateStore;
  readonly controller: ControllerOptions;
  /** Has replayed the whole log. */
  readonly replayer: MetadataReplayer;
  readonly lastEpoch: number;
  readonly bootstrapRecords: readonly MetadataRecord[];
  readonly publish: (update: MetadataUpdate) => void | Promise<void>;
  readonly onFailure: (error: Error) => void;
  /** Bytes were committed. */
  readonly onAppended: (sizeInBytes: number) => void;
}

/** See the file's head. */
export class ActiveController {
  readonly #options: ActiveControllerOptions;
  readonly #raft: RaftNode;
  readonly #controller: Controller;
  readonly #queue: CommitQueue;

  private constructor(options: ActiveControllerOptions, raft: RaftNode) {
    this.#options = options;
    this.#raft = raft;
    this.#controller = new Controller(options.controller, options.replayer);
    this.#queue = new CommitQueue({
      log: options.log,
      epoch: raft.epoch,
      onDurable: (endOffset) => {
        raft.step({ type: "flushed", endOffset }, options.clock.nowMs());
      },
      publish: options.publish,
      onFailure: (error) => {
        this.resign();
        options.onFailure(error);
      },
    });
  }

  /** Elects this node, opens the epoch and writes what a new leader writes. Resolves before that is committed. */
  static async elect(options: ActiveControllerOptions): Promise<ActiveController> {
    const { clock, log, quorumState, lastEpoch } = options;
    const { nodeId } = options.controller;
    const raft = new RaftNode({ nodeId, voterIds: [nodeId] });
    const stored: ElectionState | undefined = await quorumState.read();
    const actions = raft.step({ type: "start", stored, logEndOffset: log.endOffset, lastEpoch }, clock.nowMs());
    const active = new ActiveController(options, raft);
    for (const action of actions) await active.#begin(action);
    const records = active.#controller.activationRecords(options.bootstrapRecords);
    if (records.length > 0) active.#append(records);
    return active;
  }

  get epoch(): number {
    return this.#raft.epoch;
  }

  get isActive(): boolean {
    return this.#raft.isLeader;
  }

  /** The machine with its state, uncommitted records included. */
  get controller(): Controller {
    return this.#controller;
  }

  /** Where the next record will be. */
  get nextOffset(): number {
    return this.#raft.logEndOffset;
  }

  /** Everything asked for so far is committed and published. */
  get settled(): Promise<void> {
    return this.#queue.settled;
  }

  describeQuorum(): QuorumDescription {
    return this.#raft.describe(this.#options.clock.nowMs());
  }

  /**
   * Handles one request and resolves with its response once its records, or those it has read, are committed. Rejects
   * with a `ControllerUnavailableError` when they cannot be.
   */
  async submit<Response>(
    handle: (controller: Controller, context: ControllerContext) => ControllerResult<Response>,
  ): Promise<Response> {
    if (!this.isActive) throw new ControllerUnavailableError("This node is not the active controller");
    const nowMs = this.#options.clock.nowMs();
    const { records, response, isAtomic } = handle(this.#controller, { nowMs, nextOffset: this.nextOffset });
    assert(!isAtomic || records.length <= MAX_RECORDS_PER_BATCH, "an atomic operation fits one batch");
    if (records.length > 0) this.#append(records);
    try {
      await this.#queue.settled;
    } catch (cause) {
      throw new ControllerUnavailableError("The metadata log cannot be written", { cause });
    }
    return response;
  }

  /** Leads no more: nothing further is accepted. */
  resign(): void {
    this.#raft.step({ type: "resign" }, this.#options.clock.nowMs());
  }

  /** Gives records their places, takes them into the state and queues them to be written. */
  #append(records: readonly MetadataRecord[]): void {
    for (let start = 0; start < records.length; start += MAX_RECORDS_PER_BATCH) {
      const batch = records.slice(start, start + MAX_RECORDS_PER_BATCH);
      const timestampMs = this.#options.clock.nowMs();
      const [action] = this.#raft.step({ type: "propose", recordCount: batch.length }, timestampMs);
      assert(action?.type === "append", "a proposal is appended");
      const { baseOffset, epoch } = action;
      const bytes = buildMetadataBatch(batch, { baseOffset, epoch, timestampMs });
      const lastOffset = baseOffset + batch.length - 1;
      const update = this.#controller.replay({ records: batch, lastOffset, epoch, timestampMs });
      this.#options.onAppended(bytes.length);
      void this.#queue.add(bytes, lastOffset + 1, update).catch(() => {});
    }
  }

  async #begin(action: RaftAction): Promise<void> {
    switch (action.type) {
      case "persist":
        await this.#options.quorumState.write(action.state, action.voterIds);
        return;
      case "append-leader-change": {
        const { baseOffset, epoch } = action;
        const timestampMs = this.#options.clock.nowMs();
        const bytes = buildLeaderChangeBatch(action, { baseOffset, epoch, timestampMs });
        const update = this.#controller.replay({ records: [], lastOffset: baseOffset, epoch, timestampMs });
        void this.#queue.add(bytes, baseOffset + 1, update).catch(() => {});
        return;
      }
      case "become-leader":
        return;
      default:
        assert(false, `an election does not ${action.type}`);
    }
  }
}
