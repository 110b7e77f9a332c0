/**
 * How many groups of each protocol there are, and in which states: `kafka.server:type=group-coordinator-metrics` and, for classic groups,
 * `kafka.coordinator.group:type=GroupMetadataManager`. Counted when somebody asks, from what ListGroups lists.
 */

import type { Metric } from "./exposition.ts";

/** A group as ListGroups lists it. */
export interface CountedGroup {
  readonly groupType?: string | undefined;
  readonly groupState?: string | undefined;
}

const PROTOCOLS = ["classic", "consumer", "share", "streams"];
const CLASSIC_STATES = ["PreparingRebalance", "CompletingRebalance", "Stable", "Dead", "Empty"];
/** The states of the other protocols, as Kafka's `state` tags have them. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  consumer: ["empty", "assigning", "reconciling", "stable", "dead"],
  share: ["empty", "stable", "dead"],
};

function counted(groups: Iterable<CountedGroup>): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { groupType = "classic", groupState = "" } of groups) {
    const protocol = groupType.toLowerCase();
    add(protocol);
    add(`${protocol} ${groupState.toLowerCase()}`);
  }
  return counts;
}

export function* groupStateMetrics(groups: Iterable<CountedGroup>): Generator<Metric> {
  const counts = counted(groups);
  const count = (key: string): number => counts.get(key) ?? 0;
  const prefix = "kafka_server_group_coordinator_metrics_";
  yield {
    name: `${prefix}group_count`,
    type: "gauge",
    help: "Groups that are coordinated here, by protocol.",
    samples: PROTOCOLS.map((protocol) => ({ labels: { protocol }, value: count(protocol) })),
  };
  for (const [protocol, states] of Object.entries(STATES)) {
    yield {
      name: `${prefix}${protocol}_group_count`,
      type: "gauge",
      help: `Groups of the ${protocol} protocol that are coordinated here, by state.`,
      samples: states.map((state) => ({ labels: { state }, value: count(`${protocol} ${state}`) })),
    };
  }
  const manager = "kafka_coordinator_group_groupmetadatamanager_numgroups";
  const classic = (name: string, help: string, value: number): Metric => {
    return { name, type: "gauge", help, samples: [{ value }] };
  };
  yield classic(manager, "Classic groups that are coordinated here.", count("classic"));
  for (const state of CLASSIC_STATES) {
    const value = count(`classic ${state.toLowerCase()}`);
    yield classic(`${manager}${state.toLowerCase()}`, `Of these the ones that are ${state}.`, value);
  }
}
