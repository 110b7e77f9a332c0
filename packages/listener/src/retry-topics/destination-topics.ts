/**
 * The topics that a record goes through: its own, those of its retries, its dead-letter topic; their names by Spring's rules. Pure.
 */
import { ConfigError } from "@ottla/client";
import type { RetryBackOff, RetryTopicOptions } from "./retry-topic-options.ts";

export type DestinationType = "MAIN" | "RETRY" | "REUSABLE_RETRY_TOPIC" | "DLT";

export interface DestinationTopic {
  readonly type: DestinationType;
  /** Behind the topic's name, and the listener's id and group. */
  readonly suffix: string;
  /** How long a record waits in it, in ms. */
  readonly delayMs: number;
}

const DEFAULT_ATTEMPTS = 3;
const DEFAULT_DELAY_MS = 1_000;
const DEFAULT_MAX_DELAY_MS = 30_000;

/** The waits between deliveries: one less than there are deliveries. */
export function backOffValues(attempts: number, backOff: RetryBackOff, random: () => number): number[] {
  const { delay = DEFAULT_DELAY_MS, multiplier = 0 } = backOff;
  if (delay < 0 || multiplier < 0)
    throw new ConfigError("delay and multiplier of a retry topic's back-off must not be negative");
  const value = plainValue(backOff, random);
  return Array.from({ length: attempts - 1 }, (_unused, index) => withJitter(value(index), backOff, random));
}

/** A wait before it is moved by jitter. */
function plainValue(backOff: RetryBackOff, random: () => number): (index: number) => number {
  const { delay = DEFAULT_DELAY_MS, multiplier = 0, maxDelay } = backOff;
  return (index) => {
    if (multiplier <= 1) {
      if (multiplier === 1 || maxDelay === undefined || maxDelay <= delay) return delay;
      return Math.trunc(delay + random() * (maxDelay - delay));
    }
    const most = maxDelay === undefined || maxDelay <= 0 ? DEFAULT_MAX_DELAY_MS : maxDelay;
    const value = Math.min(delay * multiplier ** index, most);
    return Math.trunc(backOff.random === true ? Math.min(value * (1 + random() * (multiplier - 1)), most) : value);
  };
}

function withJitter(value: number, backOff: RetryBackOff, random: () => number): number {
  const { delay = DEFAULT_DELAY_MS, jitter = 0, maxDelay = DEFAULT_MAX_DELAY_MS } = backOff;
  if (jitter <= 0) return value;
  const spread = delay === 0 ? jitter : jitter * (value / delay);
  const low = Math.max(value - spread, Math.min(delay, maxDelay));
  return Math.trunc(low + random() * Math.max(0, Math.min(value + spread, Math.max(maxDelay, value)) - low));
}

export function destinationTopics(options: RetryTopicOptions, random: () => number): DestinationTopic[] {
  const { attempts = DEFAULT_ATTEMPTS, backOff = {}, dltStrategy } = options;
  if (!(Number.isInteger(attempts) && attempts >= 1))
    throw new ConfigError("attempts must be a whole number, at least 1");
  const delays = backOffValues(attempts, backOff, random);
  const names = new RetrySuffixes(options, delays);
  const topics: DestinationTopic[] = [{ type: "MAIN", suffix: "", delayMs: 0 }];
  for (let index = 0; index < names.topicCount; index++) {
    const delayMs = delays[index] as number;
    topics.push({ type: names.typeOf(delayMs), suffix: names.suffixOf(index, delayMs), delayMs });
  }
  if (dltStrategy !== "NO_DLT") topics.push({ type: "DLT", suffix: options.dltTopicSuffix ?? "-dlt", delayMs: 0 });
  return topics;
}

/** How retry topics are named, from the waits they are for. */
class RetrySuffixes {
  readonly topicCount: number;
  readonly #delays: readonly number[];
  readonly #suffix: string;
  readonly #isReused: boolean;
  readonly #isByIndex: boolean;

  constructor(options: RetryTopicOptions, delays: readonly number[]) {
    this.#delays = delays;
    this.#suffix = options.retryTopicSuffix ?? "-retry";
    this.#isReused = (options.sameIntervalTopicReuseStrategy ?? "SINGLE_TOPIC") === "SINGLE_TOPIC";
    this.#isByIndex =
      options.topicSuffixingStrategy === "SUFFIX_WITH_INDEX_VALUE" || (delays.length > 1 && new Set(delays).size === 1);
    const last = delays.at(-1);
    const reusing = this.#isReused && delays.length > 1 && last !== undefined ? this.#timesOf(last) - 1 : 0;
    this.topicCount = delays.length - reusing;
  }

  typeOf(delayMs: number): DestinationType {
    return this.#isReused && this.#timesOf(delayMs) > 1 ? "REUSABLE_RETRY_TOPIC" : "RETRY";
  }

  suffixOf(index: number, delayMs: number): string {
    if (this.#isReused && this.topicCount === 1) return this.#suffix;
    if (this.#isByIndex) return `${this.#suffix}-${index}`;
    const suffix = `${this.#suffix}-${delayMs}`;
    return !this.#isReused && this.#timesOf(delayMs) > 1
      ? `${suffix}-${index - this.#delays.indexOf(delayMs)}`
      : suffix;
  }

  #timesOf(delayMs: number): number {
    return this.#delays.filter((one) => one === delayMs).length;
  }
}
