// The layer table: which package may import which. Imports point down only, and packages of one layer never import each
// other. It is read by the tidy test; ARCHITECTURE.md draws the same picture.

/** Layer number by package name (without the scope); a package may import packages of lower layers only. */
export const LAYERS: ReadonlyMap<string, number> = new Map([
  ["base", 0],
  ["protocol", 1],
  ["config", 1],
  ["serdes", 1],
  ["records", 2],
  ["storage", 3],
  ["raft", 3],
  ["coordinator", 3],
  ["network", 3],
  ["group-coordinator", 4],
  ["transaction-coordinator", 4],
  ["share-coordinator", 4],
  ["metadata", 4],
  ["broker", 5],
  ["client", 5],
  ["listener", 6],
  ["testkit", 6],
  ["nestjs", 7],
  ["lag", 6],
  ["cli", 8],
]);

/** Pairs that the layer numbers alone would allow and that are wrong all the same: the client never sees the server. */
export const FORBIDDEN: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "client",
    ["storage", "raft", "coordinator", "group-coordinator", "transaction-coordinator", "share-coordinator", "metadata"],
  ],
  [
    "lag",
    [
      "broker",
      "storage",
      "raft",
      "coordinator",
      "group-coordinator",
      "transaction-coordinator",
      "share-coordinator",
      "metadata",
    ],
  ],
  [
    "listener",
    [
      "broker",
      "storage",
      "raft",
      "coordinator",
      "group-coordinator",
      "transaction-coordinator",
      "share-coordinator",
      "metadata",
      "records",
      "network",
      "protocol",
    ],
  ],
  ["metadata", ["storage", "network", "coordinator"]],
  ["group-coordinator", ["storage", "network", "raft"]],
  ["transaction-coordinator", ["storage", "network", "raft"]],
  ["share-coordinator", ["storage", "network", "raft"]],
]);

/** Folders below which code is pure: no input or output, clock, randomness, timers or `async`. */
export const PURE_FOLDERS: readonly string[] = [
  "packages/config/src",
  "packages/raft/src",
  "packages/metadata/src",
  "packages/group-coordinator/src",
  "packages/transaction-coordinator/src",
  "packages/share-coordinator/src",
  "packages/broker/src/partition",
  "packages/broker/src/share-partition",
  "packages/broker/src/client-metrics",
  "packages/broker/src/client-quotas",
  "packages/lag/src/evaluation",
  "packages/lag/src/groups",
  "packages/lag/src/store",
  "packages/listener/src/ack",
  "packages/listener/src/dispatch",
];
