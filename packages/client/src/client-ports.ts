/**
 * The ports between a client and the world. Every client takes them as its second argument; the defaults are the real ones.
 */
import { systemClock, systemRandom } from "@ottla/base";
import type { Clock, Random } from "@ottla/base";
import { nodeNetwork } from "@ottla/network";
import type { Network } from "@ottla/network";
import { processLogger } from "./logger.ts";
import type { Logger } from "./logger.ts";

/** Where time, randomness and connections come from, and where lines of the log go. */
export interface ClientPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  /** Default: warnings and errors through `process.emitWarning`. */
  readonly logger: Logger;
}

/** The real ports, with the given ones in their place. */
export function clientPorts(given: Partial<ClientPorts> = {}): ClientPorts {
  return {
    clock: given.clock ?? systemClock,
    random: given.random ?? systemRandom,
    network: given.network ?? nodeNetwork,
    logger: given.logger ?? processLogger,
  };
}
