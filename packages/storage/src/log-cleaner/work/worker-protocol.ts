/** What goes between a cleaner thread and the one it works for: a call, then its reply, one after the other. */
import type { StorageErrorCode } from "../../storage-error.ts";
import type { CleanedGroup, CleaningControl, GroupJob, OffsetMapJob, OffsetMapResult } from "./cleaning-job.ts";

export const WORKER_KIND = "ottla-log-cleaner";

export type CleanerCall =
  | { readonly kind: "begin"; readonly control: CleaningControl }
  | { readonly kind: "buildOffsetMap"; readonly job: OffsetMapJob }
  | { readonly kind: "cleanGroup"; readonly job: GroupJob }
  | { readonly kind: "end" };

export type CleanerResults = OffsetMapResult | CleanedGroup | undefined;

export type CleanerReply =
  | { readonly outcome: "done"; readonly result: CleanerResults }
  | { readonly outcome: "aborted" }
  | {
      readonly outcome: "failed";
      /** Undefined for anything but a `StorageError`. */
      readonly code: StorageErrorCode | undefined;
      readonly message: string;
      readonly retriable: boolean;
    };
