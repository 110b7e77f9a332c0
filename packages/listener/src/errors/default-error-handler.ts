/** Spring's DefaultErrorHandler: the record is tried again as the back-off says (ten deliveries without a wait, by default), then a recoverer takes it. */
import type { BatchFailure, CommonErrorHandler, RecordFailure, Resolution } from "./common-error-handler.ts";
import { FailedRecordProcessor } from "./failed-record-processor.ts";
import type { FailedRecordProcessorOptions } from "./failed-record-processor.ts";

export interface DefaultErrorHandlerOptions extends FailedRecordProcessorOptions {
  /** Commit past what was recovered; default true. */
  readonly ackAfterHandle?: boolean;
  /** The same in MANUAL_IMMEDIATE; default false. */
  readonly commitRecovered?: boolean;
}

export class DefaultErrorHandler extends FailedRecordProcessor implements CommonErrorHandler {
  readonly commitRecovered: boolean;
  readonly #handled: Resolution;

  constructor(options: DefaultErrorHandlerOptions = {}) {
    super(options);
    this.commitRecovered = options.commitRecovered ?? false;
    this.#handled = { action: "handled", acknowledges: options.ackAfterHandle ?? true, isRecovered: true };
  }

  async handleRecord(failure: RecordFailure): Promise<Resolution> {
    return await this.retryOrRecover(failure.record, failure, this.#handled);
  }

  async handleBatch(failure: BatchFailure): Promise<Resolution> {
    return await this.retryOrRecoverBatch(failure.records, failure, this.#handled);
  }
}
