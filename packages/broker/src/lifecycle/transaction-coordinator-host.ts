/**
 * Holds the transaction coordinator, which is imported when the first producer asks for a transaction or the first partition of
 * `__transaction_state` is led here. What the lifecycle tells it before that is kept and told in order.
 */

import type {
  TransactionCoordinatorLifecycle,
  TransactionCoordinatorService,
} from "../services/transaction-coordinator-service.ts";

export class TransactionCoordinatorHost implements TransactionCoordinatorLifecycle {
  readonly #import: () => Promise<TransactionCoordinatorService>;
  #loading: Promise<TransactionCoordinatorService> | undefined;
  #loaded: TransactionCoordinatorService | undefined;
  #early: ((coordinator: TransactionCoordinatorService) => void)[] = [];

  constructor(importCoordinator: () => Promise<TransactionCoordinatorService>) {
    this.#import = importCoordinator;
  }

  /** Resolves when the coordinator is there and knows everything it was told. */
  load(): Promise<TransactionCoordinatorService> {
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

  async stop(): Promise<void> {
    await (await this.#loading)?.stop();
  }

  #tell(message: (coordinator: TransactionCoordinatorService) => void): void {
    if (this.#loaded === undefined) this.#early.push(message);
    else message(this.#loaded);
  }

  async #load(): Promise<TransactionCoordinatorService> {
    const coordinator = await this.#import();
    this.#loaded = coordinator;
    const early = this.#early;
    this.#early = [];
    for (const message of early) message(coordinator);
    return coordinator;
  }
}
