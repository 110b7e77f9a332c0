/** What a runtime tells about itself. Every hook is optional; none may throw. */

/** Where a hosted partition stands. `failed` waits for a higher leader epoch. */
export type ShardState = "loading" | "active" | "failed" | "closed";

export interface CoordinatorMetrics {
  /** A partition changed its state; `from` is undefined for a new one. */
  onStateChange?(partition: number, from: ShardState | undefined, to: ShardState): void;
  /** A partition's log has been replayed. */
  onLoaded?(partition: number, summary: LoadSummary): void;
  /** A batch is on its way: how long its first record waited, and what it holds. */
  onFlush?(
    partition: number,
    batch: { readonly lingerMs: number; readonly records: number; readonly bytes: number },
  ): void;
  /** An append was refused or failed. */
  onAppendFailed?(partition: number, errorCode: number): void;
}

export interface LoadSummary {
  readonly records: number;
  readonly bytes: number;
  readonly durationMs: number;
}
