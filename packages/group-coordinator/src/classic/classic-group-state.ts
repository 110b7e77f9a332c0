/**
 * The states of a classic group and the moves between them.
 *
 *            join of a first member          all joined, or the rebalance timeout
 *    Empty ──────────────────────► PreparingRebalance ──────────────────────► CompletingRebalance
 *      ▲                             │   ▲    ▲                                   │         │
 *      └──── everyone has gone ──────┘   │    └── join, leave, member lost ───────┘         │ the leader's sync
 *                                        └────── join, leave, member lost ──── Stable ◄────┘ is committed
 *
 * Every state may become Dead, when this node stops being the coordinator. A group that is deleted just goes.
 */

export const ClassicGroupState = {
  EMPTY: "Empty",
  PREPARING_REBALANCE: "PreparingRebalance",
  COMPLETING_REBALANCE: "CompletingRebalance",
  STABLE: "Stable",
  DEAD: "Dead",
} as const;

export type ClassicGroupState = (typeof ClassicGroupState)[keyof typeof ClassicGroupState];

/** From which states a state can be reached. */
export const VALID_PREVIOUS_STATES: Readonly<Record<ClassicGroupState, readonly ClassicGroupState[]>> = {
  Empty: ["PreparingRebalance"],
  PreparingRebalance: ["Stable", "CompletingRebalance", "Empty"],
  CompletingRebalance: ["PreparingRebalance"],
  Stable: ["CompletingRebalance"],
  Dead: ["Stable", "PreparingRebalance", "CompletingRebalance", "Empty", "Dead"],
};
