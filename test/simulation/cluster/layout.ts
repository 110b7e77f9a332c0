/** What everybody in a simulated cluster knows beforehand. */

/** What producers write to. */
export const TOPIC = "t";
export const PARTITIONS = 2;
/** In some runs there is another, whose records are deleted. */
export const DELETED_TOPIC = "d";
export const REPLICAS = 3;
/** Every node listens there on a host of its own. */
export const BROKER_PORT = 9092;
export const CONTROLLER_PORT = 9093;

/** What a node of a cluster is: `process.roles`. */
export type Roles = "broker,controller" | "broker" | "controller";

const COMBINED = "broker,controller";

/** The smallest cluster that goes on without one of its nodes: most runs are of it. */
export const SMALL_LAYOUT: readonly Roles[] = [COMBINED, COMBINED, COMBINED];

/** Others, all as often: five voters, brokers that are no voters, voters that are no brokers, and both in one. */
export const LARGE_LAYOUTS: readonly (readonly Roles[])[] = [
  [COMBINED, COMBINED, COMBINED, COMBINED, COMBINED],
  [COMBINED, COMBINED, COMBINED, "broker", "broker"],
  [COMBINED, "controller", "controller", "broker", "broker"],
  ["controller", "controller", "controller", "broker", "broker", "broker"],
];

export function isVoter(roles: Roles): boolean {
  return roles !== "broker";
}

export function isBroker(roles: Roles): boolean {
  return roles !== "controller";
}
