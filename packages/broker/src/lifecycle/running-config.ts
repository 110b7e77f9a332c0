/** The broker's configuration in effect: what it was started with, under the dynamic configs of the metadata. */

import type { KafkaConfig } from "@ottla/config";
import type { MetadataImage } from "@ottla/metadata";

export class RunningConfig {
  #current: KafkaConfig;

  constructor(config: KafkaConfig) {
    this.#current = config;
  }

  get current(): KafkaConfig {
    return this.#current;
  }

  /** Takes over the dynamic configs of an image. */
  onImage(image: MetadataImage): void {
    const ofThisBroker = image.configs.brokerConfigs(String(this.#current.nodeId));
    const ofAllBrokers = image.configs.brokerConfigs("");
    if (isSame(ofThisBroker, this.#current.brokerProps) && isSame(ofAllBrokers, this.#current.defaultBrokerProps))
      return;
    this.#current = this.#current.withDynamicConfigs(ofThisBroker, ofAllBrokers);
  }
}

/** An image has the same object until something of it changes. */
function isSame(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean {
  return one === other || (one.size === 0 && other.size === 0);
}
