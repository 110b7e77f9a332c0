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
    if (ofThisBroker !== this.#current.brokerProps || ofAllBrokers !== this.#current.defaultBrokerProps) {
      this.#current = this.#current.withDynamicConfigs(ofThisBroker, ofAllBrokers);
    }
  }
}
