/**
 * The error handlers beside the default one: log and go on, stop the container, choose by kind of listener or by kind of error.
 */
import type { Logger } from "../logging/logger.ts";
import { standardErrorLogger } from "../logging/logger.ts";
import type { BatchFailure, CommonErrorHandler, RecordFailure, Resolution } from "./common-error-handler.ts";
import { recordName } from "./failed-record-processor.ts";
import { isOfKind } from "./exception-classifier.ts";
import type { ErrorKind } from "./exception-classifier.ts";
import { causesOf } from "./exceptions.ts";

/** Says that a record failed; it counts as done. */
export class CommonLoggingErrorHandler implements CommonErrorHandler {
  readonly seeksAfterHandling = false;
  readonly #logger: Logger;
  readonly #ackAfterHandle: boolean;

  constructor(options: { readonly logger?: Logger; readonly ackAfterHandle?: boolean } = {}) {
    this.#logger = options.logger ?? standardErrorLogger;
    this.#ackAfterHandle = options.ackAfterHandle ?? true;
  }

  handleRecord({ record, error }: RecordFailure): Resolution {
    this.#logger.error(`Error occurred while processing: ${recordName(record)}`, error);
    return { action: "handled", acknowledges: this.#ackAfterHandle, isRecovered: true };
  }

  handleBatch({ records, error }: BatchFailure): Resolution {
    this.#logger.error(`Error occurred while processing: ${records.map(recordName).join(", ")}`, error);
    return { action: "handled", acknowledges: this.#ackAfterHandle, isRecovered: true };
  }
}

/** Stops the container. What was done before is committed (in mode BATCH: not), what failed comes again after the next start. */
export class CommonContainerStoppingErrorHandler implements CommonErrorHandler {
  handleRecord(): Resolution {
    return { action: "stop" };
  }

  handleBatch(): Resolution {
    return { action: "stop" };
  }
}

/** One handler for record listeners, another for batch listeners. */
export class CommonMixedErrorHandler implements CommonErrorHandler {
  readonly #recordHandler: CommonErrorHandler;
  readonly #batchHandler: CommonErrorHandler;

  constructor(recordErrorHandler: CommonErrorHandler, batchErrorHandler: CommonErrorHandler) {
    this.#recordHandler = recordErrorHandler;
    this.#batchHandler = batchErrorHandler;
  }

  handleRecord(failure: RecordFailure): Resolution | Promise<Resolution> {
    return this.#recordHandler.handleRecord(failure);
  }

  handleBatch(failure: BatchFailure): Resolution | Promise<Resolution> {
    return this.#batchHandler.handleBatch(failure);
  }
}

/** A handler for each kind of error. The kind of the cause counts, not that of the wrapper; with `causeChainTraversing` any cause may match. */
export class CommonDelegatingErrorHandler implements CommonErrorHandler {
  readonly #defaultHandler: CommonErrorHandler;
  readonly #delegates: { readonly kind: ErrorKind; readonly handler: CommonErrorHandler }[] = [];
  #traverses = false;

  constructor(defaultErrorHandler: CommonErrorHandler) {
    this.#defaultHandler = defaultErrorHandler;
  }

  addDelegate(kind: ErrorKind, handler: CommonErrorHandler): this {
    this.#delegates.push({ kind, handler });
    return this;
  }

  setCauseChainTraversing(traverses: boolean): this {
    this.#traverses = traverses;
    return this;
  }

  handleRecord(failure: RecordFailure): Resolution | Promise<Resolution> {
    return this.#handlerFor(failure.error).handleRecord(failure);
  }

  handleBatch(failure: BatchFailure): Resolution | Promise<Resolution> {
    return this.#handlerFor(failure.error).handleBatch(failure);
  }

  #handlerFor(error: Error): CommonErrorHandler {
    const causes = causesOf(error);
    const looked = this.#traverses ? causes : causes.slice(causes.length > 1 ? 1 : 0, 2);
    for (const cause of looked) {
      const found = this.#delegates.find(({ kind }) => isOfKind(cause, kind));
      if (found !== undefined) return found.handler;
    }
    return this.#defaultHandler;
  }
}
