/**
 * How fast replicas that are named in a topic's config may be copied: on their leader (`leader.replication.throttled.…`) and on the follower
 * (`follower.replication.throttled.…`), each with a rate for the whole broker. What is in sync is counted, but never held back. KIP-73.
 */

import type { Clock } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import { WindowedRate } from "../partition/windowed-rate.ts";
import type { Replica } from "./replica.ts";

export interface ReplicationThrottleOptions {
  readonly nodeId: number;
  readonly side: "leader" | "follower";
  readonly clock: Clock;
  readonly config: () => KafkaConfig;
}

const SECOND_MS = 1000;
const ALL_REPLICAS = "*";

/** See the file's head. */
export class ReplicationThrottle {
  readonly #options: ReplicationThrottleOptions;
  readonly #rateName: string;
  readonly #rate: WindowedRate;

  constructor(options: ReplicationThrottleOptions) {
    this.#options = options;
    this.#rateName = `${options.side}.replication.throttled.rate`;
    const number = (name: string): number => options.config().number(name);
    this.#rate = new WindowedRate({
      windowMs: number("replication.quota.window.size.seconds") * SECOND_MS,
      windowsMax: number("replication.quota.window.num"),
    });
  }

  /** Whether the topic's config names the replica on this broker. */
  appliesTo({ partition, config }: Replica): boolean {
    const names =
      this.#options.side === "leader"
        ? config.leaderReplicationThrottledReplicas
        : config.followerReplicationThrottledReplicas;
    if (names === undefined || names.length === 0) return false;
    return names[0] === ALL_REPLICAS || names.includes(`${partition}:${this.#options.nodeId}`);
  }

  /** Whether more was copied of late than the rate allows. */
  get isExceeded(): boolean {
    const { clock } = this.#options;
    return this.#rate.perSecond(clock.monotonicMs()) > this.#limit;
  }

  /** Bytes of a replica that it applies to were copied. */
  record(sizeInBytes: number): void {
    this.#rate.record(sizeInBytes, this.#options.clock.monotonicMs());
  }

  /** Bytes a second. */
  get #limit(): number {
    const { brokerProps, defaultBrokerProps } = this.#options.config();
    const text = brokerProps.get(this.#rateName) ?? defaultBrokerProps.get(this.#rateName);
    return text === undefined ? Infinity : Number(text);
  }
}
