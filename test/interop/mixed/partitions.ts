// What tests of clusters that are ours and Apache's see and do of partitions: who leads, who is in sync, where replicas lie, what is on the disks.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Admin } from "@ottla/client";
import { until } from "../../support/until.ts";

export interface PartitionView {
  readonly partition: number;
  /** −1 for none. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

const SETTLED_MS = 60_000;
const PREFERRED = 0;

export function openAdmin(bootstrap: string): Admin {
  return new Admin({ "bootstrap.servers": bootstrap, "request.timeout.ms": 10_000 });
}

/** Empty while the asked broker does not know the topic. */
export async function partitionsOf(admin: Admin, topic: string): Promise<PartitionView[]> {
  const results = await admin.describeTopics([topic]);
  return [...results].flatMap(([, outcome]) =>
    outcome.ok
      ? outcome.value.partitions.map(({ partition, leader, replicas, isr }) => ({
          partition,
          leader: leader?.id ?? -1,
          replicas: replicas.map(({ id }) => id),
          isr: isr.map(({ id }) => id),
        }))
      : [],
  );
}

/**
 * Waits until it is true of every partition of the topic; resolves with the partitions as they are then.
 * @throws Error with how the partitions are instead
 */
export async function untilPartitions(
  admin: Admin,
  topic: string,
  [what, isTrue]: readonly [string, (partition: PartitionView) => boolean],
): Promise<PartitionView[]> {
  let last: PartitionView[] = [];
  try {
    await until(
      what,
      async () => {
        last = await partitionsOf(admin, topic);
        return last.length > 0 && last.every(isTrue);
      },
      SETTLED_MS,
    );
  } catch (error) {
    throw new Error(`${topic}: not in time: ${what}; ${JSON.stringify(last)}`, { cause: error });
  }
  return last;
}

export function inSync(count: number): readonly [string, (partition: PartitionView) => boolean] {
  return [`${count} replicas in sync`, ({ isr }) => isr.length === count];
}

export function ledBy(id: number): readonly [string, (partition: PartitionView) => boolean] {
  return [`led by ${id}`, ({ leader }) => leader === id];
}

/** Puts the replicas of every partition there; resolves when nothing is left of where they were. A topic that nobody has made yet is waited for. */
export async function reassign(admin: Admin, topic: string, replicas: readonly number[]): Promise<void> {
  const before = await untilPartitions(admin, topic, ["is there", () => true]);
  const moves = before.map(({ partition }) => ({ topic, partition, replicas }));
  (await admin.alterPartitionReassignments(moves)).throwIfAnyFailed();
  await untilPartitions(admin, topic, [
    `reassigned to ${replicas.join(", ")}`,
    (partition) => partition.replicas.join() === replicas.join() && partition.isr.length === replicas.length,
  ]);
}

/** Has the first of its replicas lead every partition. */
export async function electPreferred(admin: Admin, topic: string): Promise<void> {
  await until(
    `${topic} is led by the first replicas`,
    async () => {
      const found = await untilPartitions(admin, topic, ["is there", () => true]);
      const others = found.filter(({ leader, replicas }) => leader !== replicas[0]);
      // That it leads already, or is not in sync at the moment, is seen the next time.
      if (others.length > 0)
        await admin.electLeaders(
          PREFERRED,
          others.map(({ partition }) => ({ topic, partition })),
        );
      return others.length === 0;
    },
    SETTLED_MS,
  );
}

/** The bytes of a partition's segments, in their order; empty where there are none. */
export function segmentBytes(logDir: string, topic: string, partition: number): Buffer {
  const directory = join(logDir, `${topic}-${partition}`);
  if (!existsSync(directory)) return Buffer.alloc(0);
  const segments = readdirSync(directory).filter((name) => name.endsWith(".log"));
  return Buffer.concat(segments.toSorted().map((name) => readFileSync(join(directory, name))));
}

/** When nobody writes any more, every replica comes to have the same record batches, to the last. */
export async function assertSameBytes(logDirs: readonly string[], topic: string, partition: number): Promise<void> {
  let replicas: readonly Buffer[] = [];
  const told = (bytes: Buffer): string =>
    `${bytes.length} bytes ${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}`;
  try {
    await until(`the replicas of ${topic}-${partition} are the same`, () => {
      replicas = logDirs.map((logDir) => segmentBytes(logDir, topic, partition));
      const [first, ...others] = replicas;
      assert.ok(first !== undefined && others.length > 0);
      return first.length > 0 && others.every((other) => other.equals(first));
    });
  } catch (error) {
    const [first = Buffer.alloc(0)] = replicas;
    const differs = replicas.map((other) => first.findIndex((byte, at) => other[at] !== byte));
    const what = replicas.map((bytes, index) => `${logDirs[index]}: ${told(bytes)}, differs at ${differs[index]}`);
    throw new Error(`the replicas of ${topic}-${partition} are not the same:\n${what.join("\n")}`, { cause: error });
  }
}
