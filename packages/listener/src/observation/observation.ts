/**
 * What is measured of listeners and templates: a timer and a span each, by the names and tags of Spring for Apache Kafka. Whoever measures is handed in;
 * {@link openTelemetryObservation} is one who does.
 */
import type { ProducerRecord } from "@ottla/client";
import type { AnyListener } from "../container/listener.ts";
import type { AnyRecord } from "../errors/common-error-handler.ts";

/** A call of a listener. */
export interface ObservedDelivery {
  readonly listenerId: string;
  readonly groupId: string | undefined;
  /** One record, or those of a batch; a batch is never empty here. */
  readonly records: readonly AnyRecord[];
  readonly isBatch: boolean;
}

export interface KafkaObservation {
  /** Calls the listener; what it returns or throws, and what its promise becomes, goes on unchanged. */
  listener(delivery: ObservedDelivery, call: () => unknown): unknown;
  /** Sends the record, or one with further headers. */
  template<K, V, R>(
    templateName: string,
    record: ProducerRecord<K, V>,
    send: (record: ProducerRecord<K, V>) => Promise<R>,
  ): Promise<R>;
}

/** The listener as it is, with somebody who looks on. Each delivery of a record is one observation, so retries are seen as what they are. */
export function observed(listener: AnyListener, observation: KafkaObservation | undefined): AnyListener {
  if (observation === undefined) return listener;
  if (listener.isBatch) {
    return {
      isBatch: true,
      onMessages(records, context) {
        const call = (): unknown => listener.onMessages(records, context);
        const { listenerId, groupId } = context;
        return records.length === 0
          ? call()
          : observation.listener({ listenerId, groupId, records, isBatch: true }, call);
      },
    };
  }
  return {
    isBatch: false,
    onMessage(record, context) {
      const { listenerId, groupId } = context;
      return observation.listener({ listenerId, groupId, records: [record], isBatch: false }, () =>
        listener.onMessage(record, context),
      );
    },
  };
}
