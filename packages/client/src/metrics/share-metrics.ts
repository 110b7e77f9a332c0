/**
 * What a share consumer measures (KIP-932): `consumer-share-fetch-manager-metrics` about its fetches and acknowledgements, and
 * `consumer-share-coordinator-metrics` about its group. Its polls are {@link PollMetrics}.
 */
import type { ClientMetrics } from "./client-metrics.ts";
import { answerSensors, consumedSensors, recordConsumed } from "./fetch-sensors.ts";
import type { Answers, Consumed } from "./fetch-sensors.ts";
import type { Sensor } from "./metrics.ts";

/** The fetches of one share consumer. */
export class ShareFetchMetrics {
  readonly #consumed: Consumed;
  readonly #answers: Answers;
  readonly #sent: Sensor;
  readonly #failed: Sensor;

  constructor({ clientId, registry }: ClientMetrics) {
    const group = registry.group("consumer-share-fetch-manager-metrics", { "client-id": clientId });
    this.#consumed = consumedSensors(group, "", {
      "records-per-request-max": ["max", "The maximum number of records in a request"],
    });
    this.#sent = group.meter("acknowledgements-send", "acknowledgements sent");
    this.#failed = group.meter("acknowledgements-error", "acknowledgements failed");
    this.#answers = answerSensors(group);
  }

  /** A fetch was answered. */
  onFetched(answer: { readonly latencyMs: number; readonly throttleTimeMs: number }): void {
    this.#answers.latency.record(answer.latencyMs);
    this.#answers.throttle.record(answer.throttleTimeMs);
  }

  /** What a fetch brought of one partition has been handed out. */
  onConsumed(bytes: number, records: number): void {
    recordConsumed(this.#consumed, bytes, records);
  }

  onAcknowledgementsSent(count: number): void {
    this.#sent.record(count);
  }

  onAcknowledgementsFailed(count: number): void {
    this.#failed.record(count);
  }
}

/** A share consumer's life in its group. */
export class ShareGroupMetrics {
  readonly #client: ClientMetrics;
  readonly #heartbeat: Sensor;
  readonly #rebalance: Sensor;
  #heartbeatSentMs: number | undefined;

  constructor(client: ClientMetrics) {
    this.#client = client;
    const group = client.registry.group("consumer-share-coordinator-metrics", { "client-id": client.clientId });
    this.#heartbeat = group.sensor({
      "heartbeat-response-time-max": ["max", "The max time taken to receive a response to a heartbeat request"],
      "heartbeat-rate": ["countRate", "The number of heartbeats per second"],
      "heartbeat-total": ["count", "The total number of heartbeats"],
    });
    this.#rebalance = group.sensor({
      "rebalance-total": ["count", "The total number of rebalance events"],
      "rebalance-rate-per-hour": ["countRatePerHour", "The number of rebalance events per hour"],
    });
    group.gauge(
      "last-heartbeat-seconds-ago",
      "The number of seconds since the last coordinator heartbeat was sent",
      (nowMs) => (this.#heartbeatSentMs === undefined ? -1 : (nowMs - this.#heartbeatSentMs) / 1_000),
    );
  }

  onHeartbeatSent(): void {
    this.#heartbeatSentMs = this.#client.registry.clock.monotonicMs();
  }

  onHeartbeat(): void {
    const nowMs = this.#client.registry.clock.monotonicMs();
    this.#heartbeat.record(nowMs - (this.#heartbeatSentMs ?? nowMs));
  }

  /** The partitions are others than before. */
  onRebalance(): void {
    this.#rebalance.record();
  }
}
