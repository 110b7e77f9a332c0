/** The producer. */
import type { ProducerOptions } from "../config/producer-config.ts";
import type { ClientPorts } from "../client-ports.ts";
import type { Payload, ProducerRecord, RecordMetadata } from "./producer-record.ts";

/** Sends records to a cluster. */
export class Producer<K = Payload, V = Payload> implements AsyncDisposable {
  constructor(options: ProducerOptions<K, V>, ports?: Partial<ClientPorts>) {
    void options;
    void ports;
  }

  /** Sends one record. Resolves when it is acknowledged as `acks` asks; rejects with a KafkaError. */
  send(record: ProducerRecord<K, V>): Promise<RecordMetadata> {
    return Promise.reject(new Error(`not built: ${record.topic}`));
  }

  /** Sends many records; resolves when all are acknowledged, rejects with the first error after all are settled. */
  sendBatch(records: readonly ProducerRecord<K, V>[]): Promise<RecordMetadata[]> {
    return Promise.all(records.map((record) => this.send(record)));
  }

  /** Sends what is waiting now; resolves when everything sent before is acknowledged or failed. */
  flush(): Promise<void> {
    return Promise.resolve();
  }

  /** The ids of a topic's partitions. Waits for metadata up to `max.block.ms`. */
  partitionsFor(topic: string): Promise<readonly number[]> {
    return Promise.resolve([topic.length]);
  }

  /** Sends what is waiting (for at most `timeoutMs`, default 60,000), then closes the connections. */
  close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    void options;
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
