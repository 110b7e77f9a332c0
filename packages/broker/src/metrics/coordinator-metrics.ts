/**
 * What the coordinators of groups, transactions and share partitions count. Names are Kafka's sensors of `kafka.server:type=…-coordinator-metrics` as
 * the JMX exporter writes them; what Kafka does not tell is named `ottla_coordinator_…`.
 */

import type { CoordinatorMetrics, LoadSummary, ShardState } from "@ottla/coordinator";
import type { GroupCoordinatorMetrics } from "@ottla/group-coordinator";
import { errorName } from "@ottla/protocol";
import type { Metric } from "./exposition.ts";

const STATES = ["loading", "active", "failed"] as const;

/** One runtime: its partitions, and what it writes. */
export class RuntimeMeter implements CoordinatorMetrics {
  readonly #states = new Map<number, ShardState>();
  readonly #failures = new Map<number, number>();
  #loadMaxMs = 0;
  #flushes = 0;
  #records = 0;

  onStateChange(partition: number, _from: ShardState | undefined, to: ShardState): void {
    if (to === "closed") this.#states.delete(partition);
    else this.#states.set(partition, to);
  }

  onLoaded(_partition: number, { durationMs }: LoadSummary): void {
    this.#loadMaxMs = Math.max(this.#loadMaxMs, durationMs);
  }

  onFlush(_partition: number, { records }: { readonly records: number }): void {
    this.#flushes += 1;
    this.#records += records;
  }

  onAppendFailed(_partition: number, errorCode: number): void {
    this.#failures.set(errorCode, (this.#failures.get(errorCode) ?? 0) + 1);
  }

  *metrics(coordinator: "group" | "transaction" | "share"): Generator<Metric> {
    const states = [...this.#states.values()];
    const prefix = `kafka_server_${coordinator}_coordinator_metrics_`;
    yield {
      name: `${prefix}num_partitions`,
      type: "gauge",
      help: "Partitions of the coordinator's topic that are led here, by state.",
      samples: STATES.map((state) => ({ labels: { state }, value: states.filter((one) => one === state).length })),
    };
    yield {
      name: `${prefix}partition_load_time_max`,
      type: "gauge",
      help: "Milliseconds that the slowest load of a partition took since the start.",
      samples: [{ value: this.#loadMaxMs }],
    };
    yield {
      name: `ottla_coordinator_${coordinator}_batches_total`,
      type: "counter",
      help: "Batches written.",
      samples: [{ value: this.#flushes }],
    };
    yield {
      name: `ottla_coordinator_${coordinator}_records_total`,
      type: "counter",
      help: "Records in them.",
      samples: [{ value: this.#records }],
    };
    yield {
      name: `ottla_coordinator_${coordinator}_append_failures_total`,
      type: "counter",
      help: "Batches that could not be written, by error.",
      samples: [...this.#failures].map(([code, value]) => ({ labels: { error: errorName(code) }, value })),
    };
  }
}

interface GroupCounts {
  offset_commit: number;
  offset_expiration: number;
  offset_deletion: number;
  group_completed_rebalance: number;
  consumer_group_rebalance: number;
  share_group_rebalance: number;
}

const GROUP_HELP: Readonly<Record<keyof GroupCounts, string>> = {
  offset_commit: "Offsets in accepted commits.",
  offset_expiration: "Offsets that expired.",
  offset_deletion: "Offsets dropped by OffsetDelete.",
  group_completed_rebalance: "Completed rebalances of classic groups.",
  consumer_group_rebalance: "New epochs of consumer groups.",
  share_group_rebalance: "New epochs of share groups.",
};

/** See `GroupCoordinatorMetrics`. */
export class GroupMeter implements GroupCoordinatorMetrics {
  readonly #counts: GroupCounts = {
    offset_commit: 0,
    offset_expiration: 0,
    offset_deletion: 0,
    group_completed_rebalance: 0,
    consumer_group_rebalance: 0,
    share_group_rebalance: 0,
  };

  onOffsetCommits(count: number): void {
    this.#counts.offset_commit += count;
  }

  onOffsetExpirations(count: number): void {
    this.#counts.offset_expiration += count;
  }

  onOffsetDeletions(count: number): void {
    this.#counts.offset_deletion += count;
  }

  onCompletedRebalance(): void {
    this.#counts.group_completed_rebalance += 1;
  }

  onConsumerGroupRebalance(): void {
    this.#counts.consumer_group_rebalance += 1;
  }

  onShareGroupRebalance(): void {
    this.#counts.share_group_rebalance += 1;
  }

  *metrics(): Generator<Metric> {
    for (const name of Object.keys(GROUP_HELP) as (keyof GroupCounts)[]) {
      yield {
        name: `kafka_server_group_coordinator_metrics_${name}_total`,
        type: "counter",
        help: GROUP_HELP[name],
        samples: [{ value: this.#counts[name] }],
      };
    }
  }
}

/** Of one broker. */
export class CoordinatorMeters {
  readonly groups: GroupMeter = new GroupMeter();
  readonly groupRuntime: RuntimeMeter = new RuntimeMeter();
  readonly transactionRuntime: RuntimeMeter = new RuntimeMeter();
  readonly shareRuntime: RuntimeMeter = new RuntimeMeter();

  *metrics(): Generator<Metric> {
    yield* this.groups.metrics();
    yield* this.groupRuntime.metrics("group");
    yield* this.transactionRuntime.metrics("transaction");
    yield* this.shareRuntime.metrics("share");
  }
}
