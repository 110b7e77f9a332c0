export * from "./election-state.ts";
export { type ReplicaState, UNKNOWN_HIGH_WATERMARK } from "./leader-state.ts";
export type { EpochEntry } from "./log-positions.ts";
export * from "./raft-event.ts";
export * from "./raft-message.ts";
export * from "./raft-node.ts";
export * from "./raft-options.ts";
