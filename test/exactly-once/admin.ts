// What the run asks a cluster beside its clients' work. Every call ends within seconds, or throws.
import { Admin } from "@ottla/client";
import type { World } from "./world.ts";

export function openAdmin(world: World): Admin {
  const timeouts = { "default.api.timeout.ms": 10_000, "request.timeout.ms": 5000 };
  return new Admin({ "bootstrap.servers": world.bootstrap, ...timeouts }, world.ports);
}

/** A group's committed offsets of one topic, by partition. */
export async function groupOffsets(world: World, group: string): Promise<ReadonlyMap<number, number>> {
  await using admin = openAdmin(world);
  const results = await admin.listConsumerGroupOffsets([group]);
  results.throwIfAnyFailed();
  const offsets = new Map<number, number>();
  for (const [, partitions] of results.all()) {
    for (const { partition, committed } of partitions) if (committed !== null) offsets.set(partition, committed.offset);
  }
  return offsets;
}
