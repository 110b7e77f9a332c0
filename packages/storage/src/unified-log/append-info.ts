/** Outcomes of appends that have no offsets. */
import type { LogAppendInfo } from "../log-types.ts";
import type { LogState } from "./log-state.ts";

export const NO_RECORD_ERRORS: LogAppendInfo["recordErrors"] = [];

/** An outcome without offsets. */
export function refusedInfo(
  log: LogState,
  errorCode: number,
  errorMessage: string | null,
  recordErrors: LogAppendInfo["recordErrors"] = NO_RECORD_ERRORS,
): LogAppendInfo {
  return {
    errorCode,
    errorMessage,
    recordErrors,
    firstOffset: -1,
    lastOffset: -1,
    lastLeaderEpoch: -1,
    maxTimestamp: -1,
    logAppendTimeMs: -1,
    logStartOffset: log.logStartOffset,
    sizeInBytes: 0,
    recordCount: 0,
    isDuplicate: false,
  };
}
