/** What a `handle…` of the controller returns: records for the log, and the response for when they are committed. */

import type { MetadataRecord } from "../records/metadata-record.ts";

/** Nothing is changed by a handler itself; `replay` of the records changes the state. */
export interface ControllerResult<Response> {
  readonly records: readonly MetadataRecord[];
  readonly response: Response;
  /** Whether the records must be one batch, so that no reader sees a part of them. */
  readonly isAtomic: boolean;
}

/** What a handler may know beside the request and the state. */
export interface ControllerContext {
  /**
   * Milliseconds from an arbitrary origin, which never decrease: a session neither ends nor lasts because somebody sets the time of day.
   */
  readonly monotonicMs: number;
  /** Where the next record of the log will be. */
  readonly nextOffset: number;
}

/** Records that belong together. */
export function atomicResult<Response>(
  records: readonly MetadataRecord[],
  response: Response,
): ControllerResult<Response> {
  return { records, response, isAtomic: true };
}
