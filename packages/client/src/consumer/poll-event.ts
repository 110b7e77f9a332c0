/**
 * Tells subscribers of `ottla:consumer:poll` what a poll gave.
 */
import type { ConsumerConfig } from "../config/consumer-config.ts";
import { pollChannel } from "../diagnostics.ts";
import type { ConsumerRecords } from "./consumer-record.ts";

/** Costs nothing while nobody listens. */
export function publishPoll<K, V>(records: ConsumerRecords<K, V>, config: ConsumerConfig): void {
  if (!pollChannel.isOn) return;
  const partitions = records.partitions.map(({ topic, partition }) => ({
    topic,
    partition,
    recordCount: records.records({ topic, partition }).length,
  }));
  pollChannel.publish({ clientId: config["client.id"], groupId: config["group.id"], partitions });
}
