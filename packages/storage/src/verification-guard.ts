/** A token of one transaction verification (KIP-890): a transactional append must show the one its verification was given. */

let nextId = 1;

export class VerificationGuard {
  /** Verifies nothing; what appends outside verified transactions carry. */
  static readonly SENTINEL: VerificationGuard = new VerificationGuard(0);

  readonly #id: number;

  private constructor(id: number) {
    this.#id = id;
  }

  static create(): VerificationGuard {
    return new VerificationGuard(nextId++);
  }

  /** True if `other` is this guard and neither is the sentinel. */
  verify(other: VerificationGuard): boolean {
    return this.#id !== 0 && this.#id === other.#id;
  }
}
