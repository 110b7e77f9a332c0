// A producer that commits offsets in transactions, each of them ended by a marker that is sent until it is written. It alone commits its
// partition of its group, so it knows what may be read at any time.
import assert from "node:assert/strict";
import { VerificationGuard } from "@ottla/storage";
import { ErrorCode } from "@ottla/protocol";
import type { TransactionVerification } from "../../../packages/broker/src/transaction-coordinator/transaction-verification.ts";
import type { GroupCoordinator } from "../../../packages/broker/src/group-coordinator/group-coordinator.ts";
import type { World } from "./simulated-member.ts";

const TOPIC = "transactional";
const RETRY_MS = 200;

export class TransactionalCommitter {
  readonly #world: World;
  readonly #coordinator: GroupCoordinator;
  readonly #group: string;
  readonly #partition: number;
  readonly #markedPartition: number;
  /** What counts: of the last transaction that was committed. */
  #settled = -1;
  #epoch = 0;
  isAlive = true;
  readonly counts = { committed: 0, aborted: 0, fetches: 0 };

  constructor(world: World, coordinator: GroupCoordinator, group: string, partition: number) {
    this.#world = world;
    this.#coordinator = coordinator;
    this.#group = group;
    this.#partition = partition;
    this.#markedPartition = coordinator.partitionFor(group);
  }

  /** Transaction after transaction, until it is stopped between two. */
  async run(): Promise<void> {
    while (this.isAlive) {
      await this.#transact();
      await this.#sleep(this.#world.random.float() * 2_000);
    }
  }

  /** What is to be read while no transaction is open. */
  async checkSettled(): Promise<void> {
    for (;;) {
      const fetched = await this.#fetch(true);
      if (fetched !== undefined) {
        assert.deepEqual(fetched, { errorCode: ErrorCode.NONE, offset: this.#settled }, this.#name);
        return;
      }
      await this.#sleep(RETRY_MS);
    }
  }

  async #transact(): Promise<void> {
    const { random } = this.#world;
    this.#epoch++;
    let offset = -1;
    // A producer that does not know whether its offsets were taken aborts.
    let isCommitting = random.float() < 0.7;
    let hasOffsets = false;
    for (let i = 1 + (random.uint32() % 3); i > 0; i--) {
      offset = this.#world.nextOffset();
      const isTaken = await this.#commit(offset);
      isCommitting &&= isTaken;
      hasOffsets ||= isTaken;
      if (hasOffsets && random.float() < 0.5) await this.#checkOpen();
    }
    await this.#mark(isCommitting ? "commit" : "abort");
    if (isCommitting) this.#settled = offset;
    this.counts[isCommitting ? "committed" : "aborted"]++;
    await this.checkSettled();
  }

  /** Whoever wants what is stable is told to wait; whoever does not is told what counts. */
  async #checkOpen(): Promise<void> {
    const requiresStable = this.#world.random.float() < 0.5;
    const fetched = await this.#fetch(requiresStable);
    if (fetched === undefined) return;
    this.counts.fetches++;
    const expected = requiresStable
      ? { errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT, offset: -1 }
      : { errorCode: ErrorCode.NONE, offset: this.#settled };
    assert.deepEqual(fetched, expected, `${this.#name}, while a transaction is open`);
  }

  async #commit(offset: number): Promise<boolean> {
    const partition = {
      partitionIndex: this.#partition,
      committedOffset: offset,
      committedLeaderEpoch: -1,
      committedMetadata: "",
    };
    const request = {
      transactionalId: this.#name,
      groupId: this.#group,
      producerId: this.#producerId,
      producerEpoch: this.#epoch,
      generationId: -1,
      memberId: "",
      groupInstanceId: null,
      topics: [{ name: TOPIC, partitions: [partition] }],
    };
    const context = { apiVersion: 5, clientId: "c", clientHost: "/h" };
    const { topics } = await this.#coordinator.commitTransactionalOffsets(request, context);
    return (topics?.[0]?.partitions?.[0]?.errorCode ?? 0) === ErrorCode.NONE;
  }

  async #mark(outcome: "commit" | "abort"): Promise<void> {
    const marker = {
      producerId: this.#producerId,
      producerEpoch: this.#epoch,
      coordinatorEpoch: 0,
      outcome,
      transactionVersion: 1,
    };
    while ((await this.#coordinator.completeTransaction(this.#markedPartition, marker)) !== ErrorCode.NONE) {
      await this.#sleep(RETRY_MS);
    }
  }

  /** The answer for the partition; undefined when the coordinator cannot say. */
  async #fetch(requireStable: boolean): Promise<{ readonly errorCode: number; readonly offset: number } | undefined> {
    const topics = [{ name: TOPIC, topicId: "AAAAAAAAAAAAAAAAAAAAAA", partitionIndexes: [this.#partition] }];
    const request = { groupId: this.#group, memberId: null, memberEpoch: -1, topics };
    const fetched = await this.#coordinator.fetchOffsets(request, { requireStable, apiVersion: 9 });
    const partition = fetched.topics?.[0]?.partitions?.[0];
    if ((fetched.errorCode ?? 0) !== 0 || partition === undefined) return undefined;
    return { errorCode: partition.errorCode ?? ErrorCode.NONE, offset: partition.committedOffset ?? -1 };
  }

  get #producerId(): bigint {
    return BigInt(1_000 + this.#partition);
  }

  get #name(): string {
    return `${this.#group}/${this.#partition}`;
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#world.clock.setTimer(ms, resolve));
  }
}

/** Every write is part of a transaction that is known. */
export const EVERYTHING_IS_VERIFIED: Pick<TransactionVerification, "verify"> = {
  verify: ({ writes }) => Promise.resolve(writes.map(() => VERIFIED)),
};

const VERIFIED = { errorCode: ErrorCode.NONE, guard: VerificationGuard.SENTINEL };
