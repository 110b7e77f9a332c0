/** A producer factory that is connected to nothing: its producer notes what it is given, and acknowledges it. */
import type { ProducerRecord } from "@ottla/client";
import type { ProducerFactory, TemplateProducer } from "../template/producer-factory.ts";

/** Every send is noted in `sent`. */
export function recordingProducers(sent: ProducerRecord<unknown, unknown>[]): ProducerFactory {
  const done = (): Promise<void> => Promise.resolve();
  const producer: TemplateProducer = {
    send: (record) => {
      const offset = sent.push(record) - 1;
      const { topic, partition = 0, timestamp = 0 } = record;
      return Promise.resolve({
        topic,
        partition: partition ?? 0,
        offset,
        timestamp: timestamp ?? 0,
        serializedKeySize: -1,
        serializedValueSize: -1,
      });
    },
    flush: done,
    partitionsFor: () => Promise.resolve([0]),
    metrics: () => [],
    initTransactions: done,
    beginTransaction: () => undefined,
    sendOffsetsToTransaction: done,
    commitTransaction: done,
    abortTransaction: done,
    close: done,
  };
  const factory: ProducerFactory = {
    configurationProperties: {},
    transactionIdPrefix: undefined,
    isTransactionCapable: false,
    sharedProducer: () => producer,
    acquire: () => Promise.resolve(producer),
    release: done,
    reset: done,
    copyWith: () => factory,
    close: done,
  };
  return factory;
}
