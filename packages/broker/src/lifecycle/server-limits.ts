/** The limits of the socket server, as the configs of Kafka say, with bounds of our own where Kafka has none. */

import type { KafkaConfig } from "@ottla/config";
import { parseConnectionOverrides } from "@ottla/config";
import { DEFAULT_SERVER_LIMITS } from "@ottla/network";
import type { ServerLimits } from "@ottla/network";

/** Reads the limits from the config. */
export function serverLimits(config: KafkaConfig): ServerLimits {
  const queuedBytesMax = config.number("queued.max.request.bytes");
  const frameBytesMax = config.number("socket.request.max.bytes");
  return {
    ...DEFAULT_SERVER_LIMITS,
    frameBytesMax,
    connectionsMax: config.number("max.connections"),
    connectionsPerIpMax: config.number("max.connections.per.ip"),
    connectionsPerIpOverrides: parseConnectionOverrides(config.string("max.connections.per.ip.overrides")),
    idleMsMax: config.number("connections.max.idle.ms"),
    // Kafka's default is no bound; a frame of the largest size must always fit.
    totalInFlightBytesMax: Math.max(
      frameBytesMax,
      queuedBytesMax > 0 ? queuedBytesMax : DEFAULT_SERVER_LIMITS.totalInFlightBytesMax,
    ),
  };
}
