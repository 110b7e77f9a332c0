/**
 * What a consumer measures: `consumer-fetch-manager-metrics` altogether, by topic and by partition, `consumer-coordinator-metrics` about its group, and
 * `consumer-metrics` about its polls.
 *
 * Lag is the distance from the position to the end that may be read, as Java's is: what was committed has nothing to do with it.
 */
import type { TopicPartition } from "../topic-partition.ts";
import type { ClientMetrics } from "./client-metrics.ts";
import { answerSensors, consumedSensors, recordConsumed } from "./fetch-sensors.ts";
import type { Answers, Consumed } from "./fetch-sensors.ts";
import type { Sensor, Tags } from "./metrics.ts";

const FETCH_GROUP = "consumer-fetch-manager-metrics";
const NS_PER_MS = 1e6;

interface PartitionSensors {
  readonly tags: Tags;
  readonly lag: Sensor;
  readonly lead: Sensor;
}

/** The fetches of one consumer. */
export class FetchMetrics {
  readonly #client: ClientMetrics;
  readonly #all: Consumed;
  readonly #answers: Answers;
  readonly #lagMax: Sensor;
  readonly #leadMin: Sensor;
  readonly #topics: Map<string, Consumed> = new Map();
  readonly #partitions: Map<string, PartitionSensors> = new Map();

  constructor(client: ClientMetrics) {
    this.#client = client;
    const group = client.registry.group(FETCH_GROUP, { "client-id": client.clientId });
    this.#all = consumedSensors(group, "");
    this.#answers = answerSensors(group);
    this.#lagMax = group.sensor({
      "records-lag-max": [
        "max",
        "The maximum lag in terms of number of records for any partition in this window. NOTE: This is based on current offset and not committed offset",
      ],
    });
    this.#leadMin = group.sensor({
      "records-lead-min": ["min", "The minimum lead in terms of number of records for any partition in this window"],
    });
  }

  /** A fetch was answered; bytes and records by topic. */
  onFetched(answer: { readonly latencyMs: number; readonly throttleTimeMs: number }): void {
    this.#answers.latency.record(answer.latencyMs);
    this.#answers.throttle.record(answer.throttleTimeMs);
  }

  /** What one fetch brought has been handed out. */
  onConsumed(topic: string, bytes: number, records: number): void {
    for (const consumed of [this.#all, this.#topic(topic)]) recordConsumed(consumed, bytes, records);
  }

  /** How far a position is from the end and from the beginning of what may be read; undefined where that is not known. */
  onPosition(partition: TopicPartition, lag: number | undefined, lead: number | undefined): void {
    const sensors = this.#partition(partition);
    if (lag !== undefined) {
      sensors.lag.record(lag);
      this.#lagMax.record(lag);
    }
    if (lead !== undefined) {
      sensors.lead.record(lead);
      this.#leadMin.record(lead);
    }
  }

  /** The partitions that are assigned now; metrics of others go. */
  onAssignment(partitions: readonly TopicPartition[], preferredReplicaOf: (partition: TopicPartition) => number): void {
    const keys = new Set(partitions.map(keyOf));
    for (const [key, { tags }] of this.#partitions) {
      if (keys.has(key)) continue;
      this.#client.registry.remove(FETCH_GROUP, tags);
      this.#partitions.delete(key);
    }
    for (const partition of partitions) {
      const { tags } = this.#partition(partition);
      this.#client.registry
        .group(FETCH_GROUP, tags)
        .gauge(
          "preferred-read-replica",
          "The current read replica for the partition, or -1 if reading from leader",
          () => preferredReplicaOf(partition),
        );
    }
  }

  #topic(topic: string): Consumed {
    let sensors = this.#topics.get(topic);
    if (sensors === undefined) {
      const group = this.#client.registry.group(FETCH_GROUP, { "client-id": this.#client.clientId, topic });
      sensors = consumedSensors(group, " for a topic");
      this.#topics.set(topic, sensors);
    }
    return sensors;
  }

  #partition(partition: TopicPartition): PartitionSensors {
    const key = keyOf(partition);
    let sensors = this.#partitions.get(key);
    if (sensors === undefined) {
      const { clientId, registry } = this.#client;
      const tags = { "client-id": clientId, topic: partition.topic, partition: String(partition.partition) };
      const group = registry.group(FETCH_GROUP, tags);
      sensors = {
        tags,
        lag: group.sensor({
          "records-lag": ["last", "The latest lag of the partition"],
          "records-lag-max": ["max", "The max lag of the partition"],
          "records-lag-avg": ["avg", "The average lag of the partition"],
        }),
        lead: group.sensor({
          "records-lead": ["last", "The latest lead of the partition"],
          "records-lead-min": ["min", "The min lead of the partition"],
          "records-lead-avg": ["avg", "The average lead of the partition"],
        }),
      };
      this.#partitions.set(key, sensors);
    }
    return sensors;
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/** A consumer's life in its group. */
export class GroupMetrics {
  readonly #heartbeat: Sensor;
  readonly #commit: Sensor;
  readonly #join: Sensor | undefined;
  readonly #sync: Sensor | undefined;
  readonly #rebalance: Sensor;
  readonly #failed: Sensor;
  readonly #callbacks: Readonly<Record<"assigned" | "revoked" | "lost", Sensor>>;
  #rebalanceBegunMs: number | undefined;
  #heartbeatSentMs: number | undefined;
  readonly #client: ClientMetrics;

  constructor(client: ClientMetrics, options: { readonly isClassic: boolean; readonly assigned: () => number }) {
    this.#client = client;
    const group = client.registry.group("consumer-coordinator-metrics", { "client-id": client.clientId });
    const timed = (base: string, what: string): Sensor =>
      group.sensor({
        [`${base}-avg`]: ["avg", `The average time taken for ${what}`],
        [`${base}-max`]: ["max", `The max time taken for ${what}`],
      });
    this.#heartbeat = group.sensor({
      "heartbeat-response-time-max": ["max", "The max time taken to receive a response to a heartbeat request"],
      "heartbeat-rate": ["countRate", "The number of heartbeats per second"],
      "heartbeat-total": ["count", "The total number of heartbeats"],
    });
    this.#commit = group.sensor({
      "commit-latency-avg": ["avg", "The average time taken for a commit request"],
      "commit-latency-max": ["max", "The max time taken for a commit request"],
      "commit-rate": ["countRate", "The number of commit calls per second"],
      "commit-total": ["count", "The total number of commit calls"],
    });
    if (options.isClassic) {
      const classic = (base: string, what: string): Sensor =>
        group.sensor({
          [`${base}-time-avg`]: ["avg", `The average time taken for a group ${what}`],
          [`${base}-time-max`]: ["max", `The max time taken for a group ${what}`],
          [`${base}-rate`]: ["countRate", `The number of group ${what}s per second`],
          [`${base}-total`]: ["count", `The total number of group ${what}s`],
        });
      this.#join = classic("join", "rejoin");
      this.#sync = classic("sync", "sync");
    }
    this.#rebalance = group.sensor({
      "rebalance-latency-avg": ["avg", "The average time taken for a group to complete a successful rebalance"],
      "rebalance-latency-max": ["max", "The max time taken for a group to complete a successful rebalance"],
      "rebalance-latency-total": ["total", "The total number of milliseconds this consumer has spent in rebalances"],
      "rebalance-total": ["count", "The total number of successful rebalance events"],
      "rebalance-rate-per-hour": ["countRatePerHour", "The number of successful rebalance events per hour"],
    });
    this.#failed = group.sensor({
      "failed-rebalance-total": ["count", "The total number of failed rebalance events"],
      "failed-rebalance-rate-per-hour": ["countRatePerHour", "The number of failed rebalance events per hour"],
    });
    this.#callbacks = {
      assigned: timed("partition-assigned-latency", "a partition-assigned rebalance listener callback"),
      revoked: timed("partition-revoked-latency", "a partition-revoked rebalance listener callback"),
      lost: timed("partition-lost-latency", "a partition-lost rebalance listener callback"),
    };
    group.gauge(
      "assigned-partitions",
      "The number of partitions currently assigned to this consumer",
      options.assigned,
    );
    const since = (ms: number | undefined, nowMs: number): number => (ms === undefined ? -1 : (nowMs - ms) / 1_000);
    group.gauge(
      "last-heartbeat-seconds-ago",
      "The number of seconds since the last coordinator heartbeat was sent",
      (nowMs) => since(this.#heartbeatSentMs, nowMs),
    );
    group.gauge(
      "last-rebalance-seconds-ago",
      "The number of seconds since the last successful rebalance event",
      (nowMs) => since(this.#rebalance.lastMs, nowMs),
    );
  }

  onHeartbeatSent(): void {
    this.#heartbeatSentMs = this.#nowMs();
  }

  onHeartbeat(latencyMs: number): void {
    this.#heartbeat.record(latencyMs);
  }

  onCommit(latencyMs: number): void {
    this.#commit.record(latencyMs);
  }

  onJoin(latencyMs: number): void {
    this.#join?.record(latencyMs);
  }

  onSync(latencyMs: number): void {
    this.#sync?.record(latencyMs);
  }

  /** A rebalance begins, if none has already. */
  onRebalanceBegin(): void {
    this.#rebalanceBegunMs ??= this.#nowMs();
  }

  onRebalanceEnd(): void {
    if (this.#rebalanceBegunMs === undefined) return;
    this.#rebalance.record(this.#nowMs() - this.#rebalanceBegunMs);
    this.#rebalanceBegunMs = undefined;
  }

  onRebalanceFailed(): void {
    this.#failed.record();
    this.#rebalanceBegunMs = undefined;
  }

  /** The application's listener took its time. */
  onCallback(which: "assigned" | "revoked" | "lost", ms: number): void {
    this.#callbacks[which].record(ms);
  }

  #nowMs(): number {
    return this.#client.registry.clock.monotonicMs();
  }
}

/** The polls of one consumer or share consumer. */
export class PollMetrics {
  readonly #between: Sensor;
  readonly #idle: Sensor;
  /** A share consumer has no positions to commit. */
  readonly #commitSync: Sensor | undefined;
  readonly #committed: Sensor | undefined;
  readonly #client: ClientMetrics;
  #begunMs: number | undefined;
  #betweenMs = 0;

  constructor(client: ClientMetrics, kind: "consumer" | "consumer-share" = "consumer") {
    this.#client = client;
    const group = client.registry.group(`${kind}-metrics`, { "client-id": client.clientId });
    this.#between = group.sensor({
      "time-between-poll-avg": ["avg", "The average delay between invocations of poll() in milliseconds."],
      "time-between-poll-max": ["max", "The max delay between invocations of poll() in milliseconds."],
    });
    this.#idle = group.sensor({
      "poll-idle-ratio-avg": [
        "avg",
        "The average fraction of time the consumer's poll() is idle as opposed to waiting for the user code to process records.",
      ],
    });
    if (kind === "consumer") {
      this.#commitSync = group.sensor({
        "commit-sync-time-ns-total": ["total", "The total time the consumer has spent in commitSync in nanoseconds"],
      });
      this.#committed = group.sensor({
        "committed-time-ns-total": ["total", "The total time the consumer has spent in committed in nanoseconds"],
      });
    }
    group.gauge("last-poll-seconds-ago", "The number of seconds since the last poll() invocation.", (nowMs) =>
      this.#begunMs === undefined ? -1 : (nowMs - this.#begunMs) / 1_000,
    );
  }

  onPollBegin(): void {
    const nowMs = this.#client.registry.clock.monotonicMs();
    this.#betweenMs = this.#begunMs === undefined ? 0 : nowMs - this.#begunMs;
    this.#between.record(this.#betweenMs);
    this.#begunMs = nowMs;
  }

  onPollEnd(): void {
    const ms = this.#client.registry.clock.monotonicMs() - (this.#begunMs ?? 0);
    const totalMs = ms + this.#betweenMs;
    this.#idle.record(totalMs === 0 ? 0 : ms / totalMs);
  }

  onCommitSync(ms: number): void {
    this.#commitSync?.record(ms * NS_PER_MS);
  }

  onCommitted(ms: number): void {
    this.#committed?.record(ms * NS_PER_MS);
  }
}
