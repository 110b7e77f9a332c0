import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, VirtualClock } from "@ottla/base";
import { logConfigOf } from "@ottla/config";
import { MetadataReplayer } from "@ottla/metadata";
import { RecordBatchBuilder } from "@ottla/records";
import { MemoryDisk, openLogManager } from "@ottla/storage";
import type { LogManager } from "@ottla/storage";
import { fileBudget } from "../lifecycle/file-budget.ts";
import { ReplicaManager } from "../replica-manager/replica-manager.ts";
import { silentLogger } from "../logging/logger.ts";
import { brokerMetrics } from "./broker-metrics.ts";
import { exposition } from "./exposition.ts";

const TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAg";

class World {
  readonly clock = new VirtualClock();
  readonly logManager: LogManager;

  private constructor(clock: VirtualClock, logManager: LogManager) {
    this.clock = clock;
    this.logManager = logManager;
  }

  static async open(): Promise<World> {
    const clock = new VirtualClock();
    const logManager = await openLogManager({
      disk: new MemoryDisk({ nowMs: () => clock.nowMs() }),
      clock,
      random: new Prng(1),
      logDirectories: ["/a", "/b"],
      clusterId: "c",
      nodeId: 1,
      configOf: () => logConfigOf({ "cleanup.policy": "compact", "min.cleanable.dirty.ratio": "0" }),
    });
    return new World(clock, logManager);
  }

  text(): string {
    const { clock, logManager } = this;
    const replicaManager = new ReplicaManager({
      localId: 1,
      clock,
      logger: silentLogger,
      logManager,
      configOf: () => ({ minInsyncReplicas: 1, compact: true, delete: false }),
      isKnownPartition: () => true,
    });
    const { image } = new MetadataReplayer().publish();
    const sources = {
      nodeId: 1,
      image: () => image,
      fileBudget: fileBudget(1000),
      connections: () => 3,
      groups: () => [],
      isrChanges: () => ({ shrinks: 1, expands: 2, failedUpdates: 3 }),
      activeControllerId: () => 1,
      uncleanElections: () => 2,
      clients: () => [],
    };
    return [...exposition(brokerMetrics({ ...sources, replicaManager, logManager }))].join("");
  }
}

describe("the metrics of logs", () => {
  it("tell of a compacted log how dirty it is and when it was cleaned, and of others nothing", async () => {
    const world = await World.open();
    const log = await world.logManager.getOrCreateLog({ topic: "t", partition: 4 }, { topicId: TOPIC_ID, isNew: true });
    for (let i = 0; i < 4; i++) {
      const builder = new RecordBatchBuilder({});
      builder.append(world.clock.nowMs(), Buffer.from("k"), Buffer.from(`v${i}`));
      await log.appendAsLeader(builder.build(), { leaderEpoch: 0 });
      log.updateHighWatermark(log.logEndOffset);
      await log.roll();
    }
    const before = world.text();
    assert.match(before, /^kafka_log_log_numlogsegments\{topic="t",partition="4"\} 5$/m);
    assert.match(before, /^ottla_log_dirty_ratio\{topic="t",partition="4"\} 0$/m);
    assert.doesNotMatch(before, /ottla_log_last_clean/);
    await world.clock.advanceAsync(5_000);
    await world.logManager.cleaner.cleanOnce();
    const after = world.text();
    const seconds = world.clock.nowMs() / 1000;
    assert.match(
      after,
      new RegExp(`^ottla_log_last_clean_timestamp_seconds\\{topic="t",partition="4"\\} ${seconds}$`, "m"),
    );
    assert.match(after, /^kafka_log_logcleanermanager_max_dirty_percent 100$/m);
    await world.logManager.close();
  });

  it("have a line for each log directory, and the bounds of files", async () => {
    const world = await World.open();
    const text = world.text();
    assert.match(text, /^kafka_log_logcleanermanager_uncleanable_partitions_count\{logDirectory="\/a"\} 0$/m);
    assert.match(text, /^kafka_log_logcleanermanager_uncleanable_partitions_count\{logDirectory="\/b"\} 0$/m);
    assert.match(text, /^process_max_fds 1000$/m);
    assert.match(text, /^ottla_partitions_max 750$/m);
    assert.match(text, /^ottla_connections_open 3$/m);
    assert.match(text, /^kafka_controller_controllerstats_uncleanleaderelections_total 2$/m);
    await world.logManager.close();
  });
});
