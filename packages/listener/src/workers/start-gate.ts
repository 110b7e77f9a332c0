/**
 * Lets threads begin together: members of a group that come one by one, as fast as each of them loads its module, would have it rebalance for each.
 */
export class StartGate {
  readonly #loading = new Set<Promise<void>>();

  /** Resolves when everybody has loaded, or failed to, who was loading meanwhile. Rejects when this one has failed. */
  async pass(loaded: Promise<void>): Promise<void> {
    this.#loading.add(loaded);
    try {
      await loaded;
    } finally {
      this.#loading.delete(loaded);
    }
    await Promise.allSettled(this.#loading);
  }
}
