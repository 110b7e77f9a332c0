/**
 * Makes the consumers of containers from one set of options: Kafka's consumer options in Kafka's names, with what a listener changes for itself.
 */
import { Consumer } from "@ottla/client";
import type { ClientPorts, ConsumerOptions } from "@ottla/client";

/** What a container needs of a consumer; tests give one of their own. */
export type ContainerConsumer = Pick<
  Consumer<unknown, unknown>,
  | "subscribe"
  | "subscription"
  | "assign"
  | "assignment"
  | "poll"
  | "wakeup"
  | "pause"
  | "resume"
  | "paused"
  | "seek"
  | "seekToBeginning"
  | "seekToEnd"
  | "position"
  | "committed"
  | "commitSync"
  | "commitAsync"
  | "currentLag"
  | "offsetsForTimes"
  | "beginningOffsets"
  | "endOffsets"
  | "partitionsFor"
  | "groupMetadata"
  | "enforceRebalance"
  | "close"
>;

/** Kafka's consumer options by their dotted names. */
export type ConsumerProperties = Readonly<Record<string, unknown>>;

export interface ConsumerFactory {
  /** The options that consumers get, before a listener's own. */
  readonly configurationProperties: ConsumerProperties;
  /** A consumer with these options on top; a null takes an option away. */
  createConsumer(overrides: ConsumerProperties): ContainerConsumer;
}

/** Offsets are committed by the container, so the consumer does not, unless it is told to. */
const CONTAINER_DEFAULTS: ConsumerProperties = { "enable.auto.commit": false };

export class DefaultKafkaConsumerFactory implements ConsumerFactory {
  readonly configurationProperties: ConsumerProperties;
  readonly #ports: Partial<ClientPorts> | undefined;

  /** Whether consumers get something that is no option, such as a clock or a network. */
  get hasPorts(): boolean {
    return this.#ports !== undefined;
  }

  constructor(properties: ConsumerProperties, ports?: Partial<ClientPorts>) {
    this.configurationProperties = dottedKeys(properties);
    this.#ports = ports;
  }

  createConsumer(overrides: ConsumerProperties): ContainerConsumer {
    const options = new Map<string, unknown>();
    for (const source of [CONTAINER_DEFAULTS, this.configurationProperties, dottedKeys(overrides)]) {
      for (const [name, value] of Object.entries(source)) {
        if (value === null) options.delete(name);
        else if (value !== undefined) options.set(name, value);
      }
    }
    return new Consumer<unknown, unknown>(options satisfies ConsumerOptions<unknown, unknown>, this.#ports);
  }
}

/** `groupId` → `group.id`: one spelling, so that a listener's option replaces the factory's. */
export function dottedKeys(properties: ConsumerProperties): ConsumerProperties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name.includes(".") ? name : name.replace(/[A-Z]/g, (letter) => `.${letter.toLowerCase()}`),
      value,
    ]),
  );
}
