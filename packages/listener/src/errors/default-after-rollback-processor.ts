/**
 * Spring's DefaultAfterRollbackProcessor: the records are delivered again as the back-off says (ten deliveries without a wait, by default), then a recoverer takes
 * them. Batches come again for ever, unless the container has `batchRecoverAfterRollback`.
 */
import { ConfigError } from "@ottla/client";
import type { KafkaTemplate } from "../template/kafka-template.ts";
import type { AfterRollbackProcessor, RolledBack } from "./after-rollback-processor.ts";
import type { Resolution } from "./common-error-handler.ts";
import { FailedRecordProcessor } from "./failed-record-processor.ts";
import type { FailedRecordProcessorOptions } from "./failed-record-processor.ts";

export interface DefaultAfterRollbackProcessorOptions extends FailedRecordProcessorOptions {
  /** Sends the offset of what was recovered to the transaction; a template of the transaction manager's producer factory. Default: none. */
  readonly kafkaOperations?: Pick<KafkaTemplate, "isTransactional" | "sendOffsetsToTransaction">;
  /**
   * Recover in a new transaction and commit the offset of what was recovered with it; needs `kafkaOperations`. Default false: what was recovered is passed, and its
   * offset is committed with a later record of its partition.
   */
  readonly commitRecovered?: boolean;
}

const HANDLED: Resolution = { action: "handled", acknowledges: true, isRecovered: true };

export class DefaultAfterRollbackProcessor extends FailedRecordProcessor implements AfterRollbackProcessor {
  readonly processInTransaction: boolean;
  readonly #kafkaOperations: DefaultAfterRollbackProcessorOptions["kafkaOperations"];

  /** Throws a `ConfigError` for `commitRecovered` without `kafkaOperations`, or with ones that are not transactional. */
  constructor(options: DefaultAfterRollbackProcessorOptions = {}) {
    super(options);
    const { kafkaOperations, commitRecovered = false } = options;
    if (commitRecovered && kafkaOperations === undefined)
      throw new ConfigError("kafkaOperations are required when commitRecovered is true");
    if (commitRecovered && kafkaOperations?.isTransactional === false)
      throw new ConfigError("commitRecovered needs kafkaOperations whose producer factory is transactional");
    this.#kafkaOperations = kafkaOperations;
    this.processInTransaction = commitRecovered;
  }

  async process(rollback: RolledBack): Promise<Resolution> {
    const [record] = rollback.records;
    if (!rollback.recoverable) return this.retryBatch(rollback.records, rollback);
    if (record === undefined) return HANDLED;
    return await this.retryOrRecover(record, rollback, HANDLED, () => this.#commit(rollback));
  }

  async processBatch(rollback: RolledBack): Promise<Resolution> {
    if (!rollback.recoverable) return this.retryBatch(rollback.records, rollback);
    return await this.retryOrRecoverBatch(rollback.records, rollback, HANDLED, () => this.#commit(rollback));
  }

  async #commit({ offsets, consumer }: RolledBack): Promise<void> {
    if (!this.processInTransaction || offsets.length === 0) return;
    await this.#kafkaOperations?.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
  }
}
