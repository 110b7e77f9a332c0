/** Over which time a quota is measured: `quota.window.num` windows of `quota.window.size.seconds`. */

export interface QuotaWindow {
  /** Windows that are kept, at least 1. */
  readonly count: number;
  /** Length of each, at least 1 s. */
  readonly sizeMs: number;
}

export const SECOND_MS = 1000;
