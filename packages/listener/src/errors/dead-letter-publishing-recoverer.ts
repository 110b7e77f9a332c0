/**
 * Sends a record that is given up to a dead-letter topic: `<topic>-dlt`, same partition, by default as in Spring. The record counts as recovered only when
 * the broker has acknowledged the dead letter; otherwise it is tried again.
 *
 * Key and value are the record's own bytes, whatever the listener's deserializers made of them: nothing is lost in between. (Spring serializes again, and
 * restores bytes only where deserializing failed.)
 */
import type { Header, ProducerRecord, TopicPartition } from "@ottla/client";
import type { ListenerConsumer } from "../container/listener-consumer.ts";
import type { Logger } from "../logging/logger.ts";
import { standardErrorLogger } from "../logging/logger.ts";
import { ambientProducer } from "../template/transaction-scope.ts";
import type { ProducerFactory } from "../template/producer-factory.ts";
import type { AnyRecord } from "./common-error-handler.ts";
import { DLT_HEADER_NAMES, deadLetterHeaders } from "./dead-letter-headers.ts";
import type { DeadLetterHeaderNames, HeaderToAdd } from "./dead-letter-headers.ts";
import { recordName } from "./failed-record-processor.ts";
import { ExceptionClassifier } from "./exception-classifier.ts";

/** Sends bytes. A `KafkaTemplate` for bytes fits. */
export interface DeadLetterSender {
  send(record: ProducerRecord<Uint8Array | null, Uint8Array | null>): Promise<unknown>;
}

/** Where to; a partition below 0 leaves it to the partitioner, undefined gives no dead letter. */
export type DestinationResolver = (record: AnyRecord, error: Error) => TopicPartition | undefined;

export interface DeadLetterOptions {
  readonly destinationResolver?: DestinationResolver;
  /** Ask whether the partition exists; one that does not is left to the partitioner. Default true. */
  readonly verifyPartition?: boolean;
  /** Fail where the resolver gives no destination; default false: the record is passed. */
  readonly throwIfNoDestinationReturned?: boolean;
  /** Do not send a record back to its own topic for an error that is never retried; default true: it is logged and passed. */
  readonly skipSameTopicFatalExceptions?: boolean;
  readonly appendOriginalHeaders?: boolean;
  readonly stripPreviousExceptionHeaders?: boolean;
  readonly excludeHeaders?: readonly HeaderToAdd[];
  /** Further headers. */
  readonly headersFunction?: (record: AnyRecord, error: Error) => readonly Header[];
  readonly headerNames?: DeadLetterHeaderNames;
  readonly classifier?: ExceptionClassifier;
  readonly logger?: Logger;
}

/** `<topic>-dlt`, same partition. */
export const DEFAULT_DESTINATION: DestinationResolver = ({ topic, partition }) => ({
  topic: `${topic}-dlt`,
  partition,
});

export class DeadLetterPublishingRecoverer {
  readonly #sender: DeadLetterSender;
  readonly #options: DeadLetterOptions;
  readonly #classifier: ExceptionClassifier;
  readonly #logger: Logger;

  constructor(sender: DeadLetterSender, options: DeadLetterOptions = {}) {
    this.#sender = sender;
    this.#options = options;
    this.#classifier = options.classifier ?? new ExceptionClassifier();
    this.#logger = options.logger ?? standardErrorLogger;
  }

  /** The recoverer as an error handler takes it. */
  readonly recover = async (record: AnyRecord, error: Error, consumer: ListenerConsumer): Promise<void> => {
    const { destinationResolver = DEFAULT_DESTINATION } = this.#options;
    const destination = destinationResolver(record, error);
    if (destination === undefined) {
      this.#noDestination(record);
      return;
    }
    const isFatalAtHome = destination.topic === record.topic && !this.#classifier.isRetryable(error);
    if (isFatalAtHome && (this.#options.skipSameTopicFatalExceptions ?? true)) {
      this.#logger.error(
        `Recovery of ${recordName(record)} skipped: it would go back to its own topic and fail again`,
        error,
      );
      return;
    }
    const partition = await this.#partition(destination, consumer);
    await this.#sender.send({
      topic: destination.topic,
      ...(partition === undefined ? {} : { partition }),
      key: record.rawKey,
      value: record.rawValue,
      headers: this.#headers(record, error),
    });
  };

  #headers(record: AnyRecord, error: Error): Header[] {
    const { excludeHeaders = [], headerNames = DLT_HEADER_NAMES, headersFunction } = this.#options;
    const headers = deadLetterHeaders(record, error, {
      names: headerNames,
      appendOriginalHeaders: this.#options.appendOriginalHeaders ?? true,
      stripPreviousExceptionHeaders: this.#options.stripPreviousExceptionHeaders ?? true,
      excluded: new Set(excludeHeaders),
    });
    return headersFunction === undefined ? headers : [...headers, ...headersFunction(record, error)];
  }

  async #partition({ topic, partition }: TopicPartition, consumer: ListenerConsumer): Promise<number | undefined> {
    if (partition < 0) return undefined;
    if (this.#options.verifyPartition === false) return partition;
    try {
      const partitions = await consumer.partitionsFor(topic);
      // A topic that does not exist yet is made by the send, if the broker allows that.
      if (partitions.length === 0 || partitions.includes(partition)) return partition;
      this.#logger.warn(`${topic} has no partition ${partition}: the partitioner chooses one`);
      return undefined;
    } catch (error) {
      this.#logger.debug(`The partitions of ${topic} are not known: ${String(error)}`);
      return partition;
    }
  }

  #noDestination(record: AnyRecord): void {
    const sentence = `No destination returned for ${recordName(record)}`;
    this.#logger.warn(sentence);
    if (this.#options.throwIfNoDestinationReturned === true) throw new Error(sentence);
  }
}

/** Sends dead letters with the producers of a factory for bytes; inside of a listener's transaction, as part of it. */
export function deadLetterSender(factory: ProducerFactory): DeadLetterSender {
  return { send: (record) => (ambientProducer(factory) ?? factory.sharedProducer()).send(record) };
}
