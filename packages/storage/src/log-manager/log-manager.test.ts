import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Prng, VirtualClock } from "@ottla/base";
import type { LogConfig } from "@ottla/config";
import { MemoryDisk, type MemoryDiskOptions } from "../disk/memory-disk.ts";
import { ProcessDisk } from "../disk/process-disk.ts";
import { StorageError } from "../storage-error.ts";
import { batch, logConfig } from "../testing/fixtures.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";
import { type LogManager, openLogManager } from "./log-manager.ts";
import type { LogManagerOptions } from "./log-manager-options.ts";

const LEADER = { leaderEpoch: 0 };
const ID = "AAAAAAAAAAAAAAAAAAAAAg";
const T0 = 1_735_689_600_000;

class World {
  readonly clock = new VirtualClock();
  readonly disk: MemoryDisk;
  readonly messages: string[] = [];
  readonly failed: string[] = [];
  config: Partial<LogConfig> = {};

  constructor(options: MemoryDiskOptions = {}) {
    this.disk = new MemoryDisk({ nowMs: () => this.clock.nowMs(), ...options });
  }

  async open(options: Partial<LogManagerOptions> = {}): Promise<LogManager> {
    return await openLogManager({
      disk: new ProcessDisk(this.disk),
      clock: this.clock,
      random: new Prng(7),
      logDirectories: ["/a"],
      clusterId: "cluster",
      nodeId: 1,
      configOf: () => logConfig(this.config),
      logger: (level, message) => this.messages.push(`${level} ${message}`),
      onDirectoryFailure: (directory) => this.failed.push(directory),
      ...options,
    });
  }

  async text(path: string): Promise<string> {
    return Buffer.from(await this.disk.readFile(path)).toString();
  }

  async names(path: string): Promise<string[]> {
    return (await this.disk.list(path)).map((entry) => entry.name);
  }
}

async function create(manager: LogManager, topic: string, partition = 0): Promise<UnifiedLog> {
  return await manager.getOrCreateLog({ topic, partition }, { topicId: ID, isNew: true });
}

async function append(log: UnifiedLog, count = 1): Promise<void> {
  const info = await log.appendAsLeader(batch({ count, timestamp: T0 }), LEADER);
  assert.equal(info.errorCode, 0, info.errorMessage ?? "");
  log.updateHighWatermark(log.logEndOffset);
}

describe("the directory", () => {
  test("has Kafka's files after a clean stop, and everything is found again", async () => {
    const world = new World();
    const manager = await world.open();
    await append(await create(manager, "orders", 1), 3);
    const other = await create(manager, "a-b.c_d");
    await append(other, 2);
    other.maybeIncrementLogStartOffset(1, "client delete records request");
    await manager.close({ brokerEpoch: 69 });
    assert.deepEqual(await world.names("/a"), [
      ".kafka_cleanshutdown",
      "a-b.c_d-0",
      "log-start-offset-checkpoint",
      "meta.properties",
      "orders-1",
      "recovery-point-offset-checkpoint",
      "replication-offset-checkpoint",
    ]);
    assert.equal(await world.text("/a/.kafka_cleanshutdown"), '{"version":0,"brokerEpoch":69}');
    assert.equal(await world.text("/a/recovery-point-offset-checkpoint"), "0\n2\norders 1 3\na-b.c_d 0 2\n");
    assert.equal(await world.text("/a/replication-offset-checkpoint"), "0\n2\norders 1 3\na-b.c_d 0 2\n");
    assert.equal(await world.text("/a/log-start-offset-checkpoint"), "0\n1\na-b.c_d 0 1\n");
    assert.match(
      await world.text("/a/meta.properties"),
      /^#\nnode\.id=1\ndirectory\.id=[\w-]{22}\nversion=1\ncluster\.id=cluster\n$/,
    );

    const again = await world.open();
    assert.equal(again.previousBrokerEpoch, 69);
    assert.ok(!(await world.names("/a")).includes(".kafka_cleanshutdown"));
    const found = again.getLog({ topic: "a-b.c_d", partition: 0 })!;
    assert.deepEqual([found.logStartOffset, found.highWatermark, found.logEndOffset, found.topicId], [1, 2, 2, ID]);
    assert.equal(again.highWatermarkCheckpoint({ topic: "orders", partition: 1 }), 3);
    await again.close();
  });

  test("an unclean stop is recovered, and has no broker epoch", async () => {
    const world = new World();
    const manager = await world.open();
    await append(await create(manager, "t"), 3);
    await manager.checkpointRecoveryPoints();
    world.disk.crash({ random: new Prng(1), kind: "process" });
    const again = await world.open();
    assert.deepEqual([again.previousBrokerEpoch, again.getLog({ topic: "t", partition: 0 })?.logEndOffset], [-1, 3]);
    assert.ok(world.messages.some((message) => /with recovery/.test(message)));
    await again.close();
  });

  test("is locked against a second manager", async () => {
    const world = new World();
    const manager = await world.open();
    await assert.rejects(world.open(), { code: "LOG_DIR_LOCKED" });
    await manager.close();
    await (await world.open()).close();
  });

  test("of another cluster or node is refused, and its lock let go", async () => {
    const world = new World();
    await (await world.open()).close();
    await assert.rejects(world.open({ clusterId: "other" }), { code: "INCONSISTENT_CLUSTER_ID" });
    await assert.rejects(world.open({ nodeId: 2 }), { code: "INCONSISTENT_NODE_ID" });
    await (await world.open()).close();
  });

  test("keeps its id, and gets one if meta.properties has none", async () => {
    const world = new World();
    await world.disk.mkdir("/a");
    await world.disk.replaceFile("/a/meta.properties", Buffer.from("#x\nversion=1\nnode.id=1\ncluster.id=cluster\n"));
    const manager = await world.open();
    const directoryId = manager.directoryId("/a");
    assert.match(directoryId ?? "", /^[\w-]{22}$/);
    await manager.close();
    const again = await world.open();
    assert.equal(again.directoryId("/a"), directoryId);
    await again.close();
  });

  test("with a child that is no log is refused with a sentence; files, the metadata log and tiered storage's are passed over", async () => {
    const world = new World();
    for (const name of ["__cluster_metadata-0", "remote-log-index-cache"]) await world.disk.mkdir(`/a/${name}`);
    await world.disk.replaceFile("/a/README", new Uint8Array(1));
    await (await world.open()).close();
    await world.disk.mkdir("/a/lost+found");
    await assert.rejects(
      world.open(),
      /Found directory \/a\/lost\+found, 'lost\+found' is not in the form of topic-partition/,
    );
  });

  test("with a damaged checkpoint does more work and loses nothing", async () => {
    const world = new World();
    const manager = await world.open();
    await append(await create(manager, "t"), 3);
    await manager.close();
    for (const text of ["0\n5\nt 0 3\n", "7\n", "0\nx\n", "0\n1\nt zero 3\n"]) {
      await world.disk.replaceFile("/a/recovery-point-offset-checkpoint", Buffer.from(text));
      await world.disk.unlink("/a/.kafka_cleanshutdown");
      const again = await world.open();
      assert.equal(again.getLog({ topic: "t", partition: 0 })?.logEndOffset, 3);
      await again.close();
    }
  });
});

describe("logs", () => {
  test("are created once, however many ask, and refuse another topic id", async () => {
    const world = new World();
    const manager = await world.open();
    const logs = await Promise.all([1, 2, 3].map(() => create(manager, "t")));
    assert.equal(new Set(logs).size, 1);
    await assert.rejects(manager.getOrCreateLog({ topic: "t", partition: 0 }, { topicId: "AAAAAAAAAAAAAAAAAAAAAw" }), {
      code: "INCONSISTENT_TOPIC_ID",
    });
    await manager.close();
  });

  test("are deleted at once by name, by content after file.delete.delay.ms, or at the next start", async () => {
    const world = new World();
    world.config = { fileDeleteDelayMs: 1000 };
    const manager = await world.open();
    for (const topic of ["one", "two"]) await append(await create(manager, topic));
    await manager.deleteLog({ topic: "one", partition: 0 });
    assert.equal(manager.getLog({ topic: "one", partition: 0 }), undefined);
    const marked = (await world.names("/a")).find((name) => name.startsWith("one"));
    assert.match(marked ?? "", /^one-0\.[0-9a-f]{32}-delete$/);
    await append(await create(manager, "one"), 5);
    await world.clock.advanceAsync(1000);
    assert.ok(!(await world.names("/a")).includes(marked!));
    await manager.deleteLog({ topic: "two", partition: 0 });
    await manager.close();
    assert.ok((await world.names("/a")).some((name) => name.endsWith("-delete")));
    const again = await world.open();
    assert.deepEqual(
      again.allLogs().map((log) => [log.topicPartition.topic, log.logEndOffset]),
      [["one", 5]],
    );
    await world.clock.advanceAsync(1000);
    assert.ok(!(await world.names("/a")).some((name) => name.endsWith("-delete")));
    await again.close();
  });

  test("of deleted topics are set aside as stray, and left alone by later starts", async () => {
    const world = new World();
    const manager = await world.open();
    for (const topic of ["keep", "gone"]) await append(await create(manager, topic));
    await manager.removeStrayLogs((log) => log.topicPartition.topic === "gone");
    assert.deepEqual(
      manager.allLogs().map((log) => log.topicPartition.topic),
      ["keep"],
    );
    await manager.close();
    const stray = (await world.names("/a")).find((name) => name.startsWith("gone"));
    assert.match(stray ?? "", /^gone-0\.[0-9a-f]{32}-stray$/);
    const again = await world.open();
    assert.equal(again.allLogs().length, 1);
    await again.close();
    assert.ok((await world.names("/a")).includes(stray!));
  });

  test("with a topic name of 249 characters get a marked name that still fits a file system", async () => {
    const world = new World();
    const manager = await world.open();
    const topic = "t".repeat(249);
    await create(manager, topic);
    await manager.deleteLog({ topic, partition: 0 });
    const [marked] = (await world.names("/a")).filter((name) => name.startsWith("ttt"));
    assert.equal(marked?.length, 255);
    await manager.close();
  });

  test("take a changed topic config without a restart", async () => {
    const world = new World();
    const manager = await world.open();
    const log = await create(manager, "t");
    world.config = { segmentBytes: 100 };
    manager.updateTopicConfig("t");
    await append(log);
    await append(log);
    assert.equal(log.segmentCount, 2);
    await manager.close();
  });
});

describe("several directories", () => {
  const two = { logDirectories: ["/a", "/b"] };

  test("share the partitions, or take the one that is named", async () => {
    const world = new World();
    const manager = await world.open(two);
    for (let i = 0; i < 4; i++) await create(manager, "t", i);
    assert.deepEqual(
      manager.allLogs().map((log) => log.parentDirectory),
      ["/a", "/b", "/a", "/b"],
    );
    const targetDirectoryId = manager.directoryId("/b")!;
    const log = await manager.getOrCreateLog({ topic: "u", partition: 0 }, { topicId: ID, targetDirectoryId });
    assert.equal(log.parentDirectory, "/b");
    await manager.close();
    const again = await world.open(two);
    assert.equal(again.allLogs().length, 5);
    await again.close();
  });

  test("share the partitions that are made at the same time", async () => {
    const world = new World();
    const manager = await world.open(two);
    await Promise.all([0, 1, 2, 3].map((partition) => create(manager, "t", partition)));
    assert.deepEqual(
      manager
        .allLogs()
        .map((log) => log.parentDirectory)
        .sort(),
      ["/a", "/a", "/b", "/b"],
    );
    await manager.close();
  });

  test("that are cordoned get no new partitions, unless all are", async () => {
    const world = new World();
    let cordoned = ["/a"];
    const manager = await world.open({ ...two, cordonedLogDirectories: () => cordoned });
    for (let i = 0; i < 2; i++) await create(manager, "t", i);
    cordoned = ["/a", "/b"];
    await create(manager, "t", 2);
    assert.deepEqual(
      manager.allLogs().map((log) => log.parentDirectory),
      ["/b", "/b", "/a"],
    );
    await manager.close();
  });

  test("one that fails goes offline with its logs, the other serves on", async () => {
    let fails = false;
    const world = new World({
      onOperation: ({ kind, path }) =>
        fails && kind === "write" && path.startsWith("/a/")
          ? { error: new StorageError("IO", "dead disk") }
          : undefined,
    });
    const manager = await world.open(two);
    const [bad, good] = [await create(manager, "t", 0), await create(manager, "t", 1)];
    assert.deepEqual([bad.parentDirectory, good.parentDirectory], ["/a", "/b"]);
    fails = true;
    assert.notEqual((await bad.appendAsLeader(batch(), LEADER)).errorCode, 0);
    await append(good);
    assert.deepEqual(world.failed, ["/a"]);
    assert.equal(manager.getLog({ topic: "t", partition: 0 }), undefined);
    assert.deepEqual(
      (await manager.directories()).map(({ path, isOnline }) => [path, isOnline]),
      [
        ["/a", false],
        ["/b", true],
      ],
    );
    await assert.rejects(manager.getOrCreateLog({ topic: "x", partition: 0 }, { topicId: ID }), {
      code: "LOG_DIR_OFFLINE",
    });
    assert.equal((await create(manager, "y")).parentDirectory, "/b");
    await manager.close();
    assert.ok(!(await world.names("/a")).includes(".kafka_cleanshutdown"));
    assert.ok((await world.names("/b")).includes(".kafka_cleanshutdown"));
  });

  test("a full disk is no failed directory", async () => {
    let isFull = false;
    const world = new World({
      onOperation: ({ kind }) =>
        isFull && kind === "write" ? { error: new StorageError("NO_SPACE", "full") } : undefined,
    });
    const manager = await world.open();
    const log = await create(manager, "t");
    isFull = true;
    assert.notEqual((await log.appendAsLeader(batch(), LEADER)).errorCode, 0);
    assert.deepEqual(world.failed, []);
    isFull = false;
    await append(log);
    assert.equal(log.logEndOffset, 1);
    await manager.close();
  });

  test("the same partition in two of them is refused", async () => {
    const world = new World();
    for (const directory of ["/a", "/b"]) await world.disk.mkdir(`${directory}/t-0`);
    await assert.rejects(world.open(two), /Duplicate log directories for t-0 are found in both/);
  });

  test("a future log moves the partition", async () => {
    const world = new World();
    const manager = await world.open(two);
    const current = await create(manager, "t");
    await append(current, 3);
    const targetDirectoryId = manager.directoryId("/b")!;
    const future = await manager.getOrCreateLog(
      { topic: "t", partition: 0 },
      { topicId: ID, isFuture: true, targetDirectoryId },
    );
    assert.ok(future.isFuture);
    const bytes = batch({ count: 3, leaderEpoch: 0 });
    await future.appendAsFollower(bytes, 0);
    await manager.replaceCurrentWithFutureLog({ topic: "t", partition: 0 });
    const moved = manager.getLog({ topic: "t", partition: 0 })!;
    assert.deepEqual(
      [moved.parentDirectory, moved.directory, moved.isFuture, moved.logEndOffset],
      ["/b", "/b/t-0", false, 3],
    );
    await append(moved, 2);
    await manager.close();
    const again = await world.open(two);
    assert.deepEqual(
      again.allLogs().map((log) => [log.directory, log.logEndOffset]),
      [["/b/t-0", 5]],
    );
    await again.close();
  });
});

describe("periodic tasks", () => {
  test("retention, checkpoints and flush.ms run at their intervals", async () => {
    const world = new World();
    world.config = { flushMs: 2500, retentionMs: 60_000, segmentBytes: 100 };
    const manager = await world.open();
    manager.startTasks();
    const log = await create(manager, "t");
    await append(log);
    await append(log);
    await world.clock.advanceAsync(2000);
    assert.ok(log.recoveryPoint < 2);
    await world.clock.advanceAsync(1000);
    assert.equal(log.recoveryPoint, 2);
    await world.clock.advanceAsync(3000);
    assert.equal(await world.text("/a/replication-offset-checkpoint"), "0\n1\nt 0 2\n");
    await world.clock.advanceAsync(24_000);
    assert.equal(await world.text("/a/recovery-point-offset-checkpoint"), "0\n1\nt 0 2\n");
    assert.equal(log.segmentCount, 2);
    await world.clock.advanceAsync(300_000);
    assert.deepEqual([log.logStartOffset, log.segmentCount], [2, 1]);
    await manager.close();
    assert.equal(world.clock.pendingTimers, 0);
  });

  test("checkpoints that say nothing new are not written again", async () => {
    const world = new World();
    const manager = await world.open();
    await append(await create(manager, "t"));
    await manager.checkpointHighWatermarks();
    const before = world.disk.counts.get("rename");
    await manager.checkpointHighWatermarks();
    assert.equal(world.disk.counts.get("rename"), before);
    await manager.close();
  });

  test("silent producers expire", async () => {
    const world = new World();
    const manager = await world.open({ producerIdExpirationMs: 1000, producerIdExpirationCheckIntervalMs: 5000 });
    manager.startTasks();
    const log = await create(manager, "t");
    await log.appendAsLeader(batch({ producerId: 1n, timestamp: world.clock.nowMs() }), LEADER);
    assert.equal(log.activeProducers().length, 1);
    await world.clock.advanceAsync(5000);
    assert.equal(log.activeProducers().length, 0);
    await manager.close();
  });
});

test("open files stay within their bound, whatever the number of partitions", async () => {
  const world = new World();
  const manager = await world.open({ openFilesMax: 10 });
  for (let i = 0; i < 50; i++) await append(await create(manager, "t", i));
  for (const log of manager.allLogs()) await append(log);
  await Promise.resolve();
  assert.ok(manager.environment.files.size <= 10);
  assert.ok(world.disk.openFiles <= 12, `${world.disk.openFiles} are open`);
  await manager.close();
  assert.equal(world.disk.openFiles, 0);
});

describe("a stop with many logs", () => {
  const worldThatCounts = (): { world: World; synced: string[] } => {
    const synced: string[] = [];
    const world = new World({
      tracksDurability: true,
      onOperation: ({ kind, path }) => {
        if (kind === "sync" || kind === "syncDirectory") synced.push(path);
        return undefined;
      },
    });
    return { world, synced };
  };

  test("does not wait for the disk for those that were never written", async () => {
    const { world, synced } = worldThatCounts();
    const manager = await world.open();
    for (let i = 0; i < 20; i++) (await create(manager, "t", i)).assignEpochStartOffset(5, 0);
    await append(manager.getLog({ topic: "t", partition: 3 })!);
    synced.length = 0;
    await manager.close();
    assert.ok(
      synced.some((path) => path.startsWith("/a/t-3/")),
      "the one that was written",
    );
    assert.deepEqual(
      synced.filter((path) => /^\/a\/t-(?!3\b)/.test(path)),
      [],
    );
    assert.match(await world.text("/a/t-7/leader-epoch-checkpoint"), /^0\n1\n5 0\n$/);
  });

  test("leaves logs that a power failure afterwards does not harm", async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { world } = worldThatCounts();
      const manager = await world.open();
      for (let i = 0; i < 5; i++) (await create(manager, "t", i)).assignEpochStartOffset(5, 0);
      await append(manager.getLog({ topic: "t", partition: 3 })!, 4);
      await manager.close();
      world.disk.crash({ random: new Prng(seed), kind: "power" });
      const again = await world.open();
      for (let i = 0; i < 5; i++) {
        const log = await create(again, "t", i);
        assert.equal(log.logEndOffset, i === 3 ? 4 : 0, `seed ${seed}`);
        await append(log);
      }
      await again.close();
    }
  });

  test("has no more files open than a few logs need", async () => {
    const world = new World();
    const manager = await world.open({ openFilesMax: 60 });
    for (let i = 0; i < 300; i++) await append(await create(manager, "t", i));
    let most = 0;
    const open = world.disk.open.bind(world.disk);
    world.disk.open = async (path, mode) => {
      const file = await open(path, mode);
      most = Math.max(most, world.disk.openFiles);
      return file;
    };
    await manager.close();
    assert.ok(most < 60 + 32 * 4, `${most} were open at once`);
  });
});

test("a topic of many partitions that goes writes the checkpoints a few times", async () => {
  const world = new World();
  const manager = await world.open();
  for (let i = 0; i < 50; i++) await append(await create(manager, "t", i));
  await manager.checkpointRecoveryPoints();
  let writes = 0;
  const replace = world.disk.replaceFile.bind(world.disk);
  world.disk.replaceFile = (path, bytes, options) => {
    if (path.endsWith("recovery-point-offset-checkpoint")) writes++;
    return replace(path, bytes, options);
  };
  await Promise.all(Array.from({ length: 50 }, (_, partition) => manager.deleteLog({ topic: "t", partition })));
  assert.ok(writes > 0 && writes < 10, `${writes} times`);
  assert.doesNotMatch(await world.text("/a/recovery-point-offset-checkpoint"), /^t \d/m);
  await manager.close();
});
