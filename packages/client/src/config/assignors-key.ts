/**
 * The option `partition.assignment.strategy`: assignors by protocol name, by Kafka's class name, or as objects.
 */
import type { PartitionAssignor } from "../consumer/assignors/assignor.ts";
import { CooperativeStickyAssignor } from "../consumer/assignors/cooperative-sticky-assignor.ts";
import { RangeAssignor } from "../consumer/assignors/range-assignor.ts";
import { RoundRobinAssignor } from "../consumer/assignors/round-robin-assignor.ts";
import { StickyAssignor } from "../consumer/assignors/sticky-assignor.ts";
import type { ConfigKey } from "./definition.ts";

const MAKERS: ReadonlyMap<string, () => PartitionAssignor> = new Map<string, () => PartitionAssignor>([
  ["range", () => new RangeAssignor()],
  ["RangeAssignor", () => new RangeAssignor()],
  ["roundrobin", () => new RoundRobinAssignor()],
  ["RoundRobinAssignor", () => new RoundRobinAssignor()],
  ["sticky", () => new StickyAssignor()],
  ["StickyAssignor", () => new StickyAssignor()],
  ["cooperative-sticky", () => new CooperativeStickyAssignor()],
  ["CooperativeStickyAssignor", () => new CooperativeStickyAssignor()],
]);

/** The declaration of `partition.assignment.strategy`; each resolved config gets instances of its own. */
export function assignorsKey(): ConfigKey<readonly PartitionAssignor[]> {
  return {
    get defaultValue(): readonly PartitionAssignor[] {
      return [new RangeAssignor(), new CooperativeStickyAssignor()];
    },
    parse(given) {
      const items: readonly unknown[] =
        typeof given === "string" ? given.split(",") : Array.isArray(given) ? given : [given];
      if (items.length === 0) throw new Error("must name at least one assignor");
      const assignors = items.map(assignorOf);
      if (new Set(assignors.map((one) => one.name)).size < assignors.length) {
        throw new Error("names the same assignor twice");
      }
      return assignors;
    },
  };
}

function assignorOf(item: unknown): PartitionAssignor {
  if (typeof item === "object" && item !== null && "assign" in item && "name" in item) return item as PartitionAssignor;
  const make = typeof item === "string" ? MAKERS.get(item.trim().split(".").pop() ?? "") : undefined;
  if (make === undefined) {
    throw new Error("must hold range, roundrobin, sticky, cooperative-sticky, or objects with name and assign");
  }
  return make();
}
