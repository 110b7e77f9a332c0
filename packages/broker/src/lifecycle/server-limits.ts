/** The limits of the socket server, as the configs of Kafka say, with bounds of our own where Kafka has none. */

import type { KafkaConfig } from "@ottla/config";
import { parseConnectionOverrides } from "@ottla/config";
import { DEFAULT_SERVER_LIMITS } from "@ottla/network";
import type { ServerLimits } from "@ottla/network";

/** Reads the limits from the config. */
export function serverLimits(config: KafkaConfig): ServerLimits {
  const queuedBytesMax = config.number("queued.max.request.bytes");
  const frameBytesMax = config.number("socket.request.max.bytes");
  const backlog = "socket.listen.backlog.size";
  return {
    ...DEFAULT_SERVER_LIMITS,
    frameBytesMax,
    connectionsMax: config.number("max.connections"),
    connectionsPerIpMax: config.number("max.connections.per.ip"),
    connectionsPerIpOverrides: parseConnectionOverrides(config.string("max.connections.per.ip.overrides")),
    idleMsMax: config.number("connections.max.idle.ms"),
    // Deviation: Kafka's 50 loses connections of a thousand clients that come at once; it holds where it is set.
    backlog: config.staticProps.has(backlog) ? config.number(backlog) : DEFAULT_SERVER_LIMITS.backlog,
    // Kafka's default is no bound; a frame of the largest size must always fit.
    totalInFlightBytesMax: Math.max(
      frameBytesMax,
      queuedBytesMax > 0 ? queuedBytesMax : DEFAULT_SERVER_LIMITS.totalInFlightBytesMax,
    ),
  };
}
