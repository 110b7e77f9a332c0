import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VirtualClock } from "@ottla/base";
import { silentLogger } from "../logging/logger.ts";
import { fileBudget } from "./file-budget.ts";
import { FileWatch } from "./file-watch.ts";

function watched() {
  const clock = new VirtualClock();
  const now = { logFiles: 0, connections: 0, partitions: 0 };
  const warnings: string[] = [];
  const watch = new FileWatch({
    clock,
    logger: { ...silentLogger, warn: (fields, message) => warnings.push(`${message} ${JSON.stringify(fields)}`) },
    budget: fileBudget(1000),
    logFiles: () => now.logFiles,
    connections: () => now.connections,
    partitions: () => now.partitions,
  });
  watch.start();
  return { clock, now, warnings, watch };
}

describe("the watch over open files", () => {
  it("warns once at four fifths of the files, and again after it was calm", async () => {
    const { clock, now, warnings, watch } = watched();
    now.connections = 300;
    now.logFiles = 460;
    await clock.advanceAsync(10_000);
    assert.deepEqual(warnings, []);
    now.logFiles = 470;
    await clock.advanceAsync(60_000);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /open files; ulimit -n raises it .*"openFiles":802,"openFilesMax":1000/);
    now.logFiles = 400;
    await clock.advanceAsync(10_000);
    now.logFiles = 470;
    await clock.advanceAsync(10_000);
    assert.equal(warnings.length, 1, "it was not calm in between");
    now.logFiles = 300;
    await clock.advanceAsync(10_000);
    now.logFiles = 470;
    await clock.advanceAsync(10_000);
    assert.equal(warnings.length, 2);
    watch.stop();
    assert.equal(clock.pendingTimers, 0);
  });

  it("warns of partitions when they are made, before the bound is reached", () => {
    const { now, warnings, watch } = watched();
    now.partitions = 599;
    watch.check();
    assert.deepEqual(warnings, []);
    now.partitions = 600;
    watch.check();
    assert.match(
      warnings[0] ?? "",
      /partitions, one open file each; ulimit -n raises it .*"partitions":600.*"partitionsMax":750/,
    );
    watch.stop();
  });
});
