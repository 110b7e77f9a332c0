/**
 * Holds a coordinator that is imported when it is first asked for, or when the first partition of its topic is led here: a broker that
 * only moves records never loads it. What the lifecycle tells it before that is kept and told in order.
 */

import { assert } from "@ottla/base";

/** What every coordinator is told, and that it ends. */
export interface HostedCoordinator {
  onElection(partitionIndex: number, leaderEpoch: number): void;
  onResignation(partitionIndex: number, leaderEpoch: number | undefined): void;
  stop(): Promise<void>;
}

export class CoordinatorHost<C extends HostedCoordinator> implements HostedCoordinator {
  readonly #import: () => Promise<C>;
  #loading: Promise<C> | undefined;
  #loaded: C | undefined;
  #early: ((coordinator: C) => void)[] = [];

  constructor(importCoordinator: () => Promise<C>) {
    this.#import = importCoordinator;
  }

  /** The coordinator, if anybody has wanted it. */
  get loaded(): C | undefined {
    return this.#loaded;
  }

  /** The coordinator; whoever asks has awaited `load`. */
  get current(): C {
    assert(this.#loaded !== undefined, "a coordinator is loaded before it is asked");
    return this.#loaded;
  }

  /** Resolves when the coordinator is there and knows everything it was told. */
  load(): Promise<C> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  onElection(partitionIndex: number, leaderEpoch: number): void {
    this.tell((coordinator) => {
      coordinator.onElection(partitionIndex, leaderEpoch);
    });
    void this.load();
  }

  onResignation(partitionIndex: number, leaderEpoch: number | undefined): void {
    this.tell((coordinator) => {
      coordinator.onResignation(partitionIndex, leaderEpoch);
    });
  }

  async stop(): Promise<void> {
    await (await this.#loading)?.stop();
  }

  /** Whether it is there or on its way. */
  protected get isWanted(): boolean {
    return this.#loading !== undefined;
  }

  protected tell(message: (coordinator: C) => void): void {
    if (this.#loaded === undefined) this.#early.push(message);
    else message(this.#loaded);
  }

  async #load(): Promise<C> {
    const coordinator = await this.#import();
    this.#loaded = coordinator;
    for (const message of this.#early.splice(0)) message(coordinator);
    return coordinator;
  }
}
