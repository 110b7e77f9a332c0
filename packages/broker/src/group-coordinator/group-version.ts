/**
 * Whether groups of the consumer protocol are offered: the feature `group.version` has to be 1 (KIP-848), and
 * `group.coordinator.rebalance.protocols` has to name them.
 */

import { finalizedLevel } from "@ottla/metadata";
import { ErrorCode } from "@ottla/protocol";
import type { BrokerServices } from "../services/broker-services.ts";

const CONSUMER_PROTOCOL_LEVEL = 1;

/** The error of a request of the consumer protocol; undefined when it is offered. */
export function consumerProtocolError({
  config,
  metadata,
}: Pick<BrokerServices, "config" | "metadata">): number | undefined {
  const isConfigured = config.list("group.coordinator.rebalance.protocols").includes("consumer");
  const level = finalizedLevel(metadata.image.features, "group.version");
  return isConfigured && level >= CONSUMER_PROTOCOL_LEVEL ? undefined : ErrorCode.UNSUPPORTED_VERSION;
}
