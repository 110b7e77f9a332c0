import assert from "node:assert/strict";
import { it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { CoordinatorMeters } from "./coordinator-metrics.ts";
import { exposition } from "./exposition.ts";

it("the coordinators tell their partitions by state, what they write, and what becomes of groups", () => {
  const meters = new CoordinatorMeters();
  const text = (): string => [...exposition(meters.metrics())].join("");
  meters.transactionRuntime.onStateChange(0, undefined, "loading");
  meters.transactionRuntime.onStateChange(1, undefined, "loading");
  meters.transactionRuntime.onLoaded(1, { records: 5, bytes: 99, durationMs: 7 });
  meters.transactionRuntime.onStateChange(1, "loading", "active");
  assert.match(text(), /^kafka_server_transaction_coordinator_metrics_num_partitions\{state="loading"\} 1$/m);
  assert.match(text(), /^kafka_server_transaction_coordinator_metrics_num_partitions\{state="active"\} 1$/m);
  assert.match(text(), /^kafka_server_transaction_coordinator_metrics_partition_load_time_max 7$/m);
  meters.transactionRuntime.onStateChange(1, "active", "closed");
  assert.match(text(), /^kafka_server_transaction_coordinator_metrics_num_partitions\{state="active"\} 0$/m);
  meters.shareRuntime.onFlush(0, { records: 3 });
  meters.shareRuntime.onFlush(0, { records: 2 });
  meters.shareRuntime.onAppendFailed(0, ErrorCode.NOT_ENOUGH_REPLICAS);
  assert.match(text(), /^ottla_coordinator_share_batches_total 2$/m);
  assert.match(text(), /^ottla_coordinator_share_records_total 5$/m);
  assert.match(text(), /^ottla_coordinator_share_append_failures_total\{error="NOT_ENOUGH_REPLICAS"\} 1$/m);
  meters.groups.onOffsetCommits(4);
  meters.groups.onShareGroupRebalance();
  assert.match(text(), /^kafka_server_group_coordinator_metrics_offset_commit_total 4$/m);
  assert.match(text(), /^kafka_server_group_coordinator_metrics_share_group_rebalance_total 1$/m);
});
