import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LogDirDescription } from "@ottla/client";
import { logDirsJson } from "./log-dirs.ts";

function directory(path: string, partitions: readonly number[]): LogDirDescription {
  const replicas = partitions.map((partition) => ({
    topic: "m1",
    partition,
    sizeBytes: 100 + partition,
    offsetLag: 0,
    isFuture: partition === 2,
  }));
  return { path, error: null, replicas, totalBytes: undefined, usableBytes: undefined };
}

describe("log directories as JSON", () => {
  it("stand where Java's hash tables have them, as recorded of a cluster with two directories", () => {
    const brokers = [
      [1, [directory("/var/lib/run/d1a", [1, 2]), directory("/var/lib/run/d1b", [0])]],
      [2, [directory("/var/lib/run/d2a", [0, 2])]],
    ] as const;
    const one = (partition: number): string =>
      `{"partition":"m1-${partition}","size":${100 + partition},"offsetLag":0,"isFuture":${partition === 2}}`;
    const at = (path: string, ...partitions: readonly number[]): string =>
      `{"partitions":[${partitions.map(one).join(",")}],"error":null,"logDir":"${path}"}`;
    assert.equal(
      logDirsJson(brokers, new Set()),
      `{"brokers":[{"broker":1,"logDirs":[${at("/var/lib/run/d1b", 0)},${at("/var/lib/run/d1a", 2, 1)}]},` +
        `{"broker":2,"logDirs":[${at("/var/lib/run/d2a", 2, 0)}]}],"version":1}`,
    );
  });

  it("name other topics' partitions not at all", () => {
    assert.equal(
      logDirsJson([[7, [directory("/d", [0])]]], new Set(["other"])),
      '{"brokers":[{"broker":7,"logDirs":[{"partitions":[],"error":null,"logDir":"/d"}]}],"version":1}',
    );
  });
});
