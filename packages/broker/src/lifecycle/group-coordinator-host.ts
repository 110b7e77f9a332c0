/**
 * Holds the group coordinator, which is imported when the first group asks or the first partition of `__consumer_offsets` is led
 * here: a broker that only moves records never loads it. What the lifecycle tells it before that is kept and told in order.
 */

import { assert } from "@ottla/base";
import type { GroupCoordinatorLifecycle, GroupCoordinatorService } from "../services/group-coordinator-service.ts";

export class GroupCoordinatorHost implements GroupCoordinatorLifecycle {
  readonly #import: () => Promise<GroupCoordinatorService>;
  #loading: Promise<void> | undefined;
  #loaded: GroupCoordinatorService | undefined;
  #early: ((coordinator: GroupCoordinatorService) => void)[] = [];

  constructor(importCoordinator: () => Promise<GroupCoordinatorService>) {
    this.#import = importCoordinator;
  }

  /** The coordinator; whoever asks has awaited `load`. */
  get current(): GroupCoordinatorService {
    assert(this.#loaded !== undefined, "the group coordinator is loaded before it is asked");
    return this.#loaded;
  }

  /** Resolves when the coordinator is there and knows everything it was told. */
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  onElection(partitionIndex: number, leaderEpoch: number): void {
    this.#tell((coordinator) => {
      coordinator.onElection(partitionIndex, leaderEpoch);
    });
    void this.load();
  }

  onResignation(partitionIndex: number, leaderEpoch: number | undefined): void {
    this.#tell((coordinator) => {
      coordinator.onResignation(partitionIndex, leaderEpoch);
    });
  }

  onTopicsChanged(change: Parameters<GroupCoordinatorLifecycle["onTopicsChanged"]>[0]): void {
    // A coordinator that was never loaded keeps nothing about topics.
    if (this.#loading === undefined) return;
    this.#tell((coordinator) => {
      coordinator.onTopicsChanged(change);
    });
  }

  onTopicsDeleted(topics: Parameters<GroupCoordinatorLifecycle["onTopicsDeleted"]>[0]): void {
    // A coordinator that was never loaded holds no offsets.
    if (this.#loading === undefined) return;
    this.#tell((coordinator) => {
      coordinator.onTopicsDeleted(topics);
    });
  }

  async stop(): Promise<void> {
    await this.#loading;
    await this.#loaded?.stop();
  }

  #tell(message: (coordinator: GroupCoordinatorService) => void): void {
    if (this.#loaded === undefined) this.#early.push(message);
    else message(this.#loaded);
  }

  async #load(): Promise<void> {
    const coordinator = await this.#import();
    this.#loaded = coordinator;
    const early = this.#early;
    this.#early = [];
    for (const message of early) message(coordinator);
  }
}
