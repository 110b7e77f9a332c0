export * from "./election-state.ts";
export * from "./raft-event.ts";
export * from "./raft-node.ts";
