/** What everybody in a simulated cluster knows beforehand. */

/** What producers write to. */
export const TOPIC = "t";
export const PARTITIONS = 2;
export const REPLICAS = 3;
/** Every node listens there on a host of its own. */
export const BROKER_PORT = 9092;
export const CONTROLLER_PORT = 9093;
