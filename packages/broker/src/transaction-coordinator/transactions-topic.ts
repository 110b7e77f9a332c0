/** `__transaction_state`: its name, and how it is created when the first client asks for a transaction's coordinator. */

import type { KafkaConfig } from "@ottla/config";
import type { InternalTopicSpec } from "../group-coordinator/offsets-topic.ts";

export const TRANSACTION_STATE_TOPIC_NAME = "__transaction_state";

/**
 * As `transaction.state.log.*` say; compacted, uncompressed and without unclean elections whatever the broker's defaults are.
 * As with `__consumer_offsets`, the replication factor is taken at its word.
 */
export function transactionsTopicSpec(config: KafkaConfig): InternalTopicSpec {
  return {
    name: TRANSACTION_STATE_TOPIC_NAME,
    numPartitions: config.number("transaction.state.log.num.partitions"),
    replicationFactor: config.number("transaction.state.log.replication.factor"),
    configs: new Map([
      ["unclean.leader.election.enable", "false"],
      ["compression.type", "uncompressed"],
      ["cleanup.policy", "compact"],
      ["min.insync.replicas", String(config.number("transaction.state.log.min.isr"))],
      ["segment.bytes", String(config.number("transaction.state.log.segment.bytes"))],
    ]),
  };
}
