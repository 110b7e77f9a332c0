// What the sections about storage, evaluation and groups do, seen through a monitor that is told of commits and has no cluster to ask.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VirtualClock } from "@ottla/base";
import { lagConfigOf } from "../config/lag-config.ts";
import { Status } from "../evaluation/status.ts";
import { JsonLogger } from "../logger.ts";
import { LagMonitor } from "./lag-monitor.ts";

const NOW = 1_800_000_000_000;
const WHERE = { topic: "t", partition: 0 };

/** A monitor of one cluster with a topic of one partition, and its group g. */
class Scene {
  readonly clock: VirtualClock = new VirtualClock(NOW);
  readonly monitor: LagMonitor;
  #order = 0;

  constructor(sections: object) {
    const config = lagConfigOf({
      cluster: { a: { "class-name": "kafka", servers: ["127.0.0.1:1"] } },
      evaluator: { e: { "class-name": "caching", "expire-cache": 0 } },
      ...sections,
    });
    const logger = new JsonLogger(
      "fatal",
      () => undefined,
      () => this.clock.nowMs(),
    );
    this.monitor = new LagMonitor({ config, logger, clock: this.clock, isListening: false });
  }

  end(offset: number): void {
    const sample = { ...WHERE, partitionCount: 1, offset, timeMs: this.clock.nowMs() };
    this.monitor.clusters.get("a")?.onEndOffset(sample);
  }

  /** Whether the commit was kept. */
  commit(offset: number, group = "g"): boolean {
    const nowMs = this.clock.nowMs();
    const commit = { ...WHERE, group, offset, order: ++this.#order, timestampMs: nowMs };
    return this.monitor.clusters.get("a")?.onCommit(commit, nowMs) ?? false;
  }

  /** Offsets of the window, oldest first. */
  window(): readonly number[] {
    const [{ commits } = { commits: undefined }] = [...(this.monitor.clusters.get("a")?.partitionsOf("g") ?? [])];
    return Array.from({ length: commits?.length ?? 0 }, (_, at) => commits?.offset(at) ?? -1);
  }

  status(): { status: Status; complete: number } {
    const { status, partitions } = this.monitor.status("a", "g");
    return { status, complete: partitions[0]?.complete ?? 0 };
  }

  /** A group that stands still behind the end, whose window is full by `count` commits of one offset. */
  stall(count: number, offset: number, end: number): void {
    this.end(end);
    for (let at = 0; at < count; at++) {
      this.commit(offset);
      this.clock.advance(1_000);
    }
  }
}

const storage = (keys: object): object => ({ storage: { s: { "class-name": "inmemory", ...keys } } });
const evaluator = (keys: object): object => ({
  evaluator: { e: { "class-name": "caching", "expire-cache": 0, ...keys } },
});

describe("a monitor as it is configured", () => {
  it("lag config storage.intervals: so many commits are kept", () => {
    for (const intervals of [3, 5]) {
      const scene = new Scene(storage({ intervals }));
      scene.stall(7, 1, 9);
      assert.equal(scene.window().length, intervals);
      assert.equal(scene.status().complete, 1);
    }
  });

  it("lag config storage.expire-group: a group is forgotten so many seconds after its last commit", () => {
    const scene = new Scene(storage({ "expire-group": 60 }));
    scene.stall(1, 1, 9);
    scene.clock.advance(58_000);
    assert.equal(scene.status().status, Status.ERR);
    scene.clock.advance(2_000);
    assert.equal(scene.status().status, Status.NOTFOUND);
  });

  it("lag config storage.min-distance: a commit within so many seconds takes the place of the one before", () => {
    const scene = new Scene(storage({ "min-distance": 5 }));
    scene.end(100);
    for (let offset = 1; offset <= 10; offset++) {
      scene.commit(offset);
      scene.clock.advance(1_000);
    }
    assert.deepEqual(scene.window(), [5, 10]);
  });

  it("lag config storage.group-allowlist and storage.group-denylist: which groups are kept", () => {
    const scene = new Scene(storage({ "group-allowlist": "^(g|h)$", "group-denylist": "h" }));
    scene.end(9);
    assert.deepEqual([scene.commit(1, "g"), scene.commit(1, "h"), scene.commit(1, "other")], [true, false, false]);
  });

  it("lag config evaluator.allowed-lag: so many records are no lag", () => {
    const status = (allowed: number): Status => {
      const scene = new Scene(evaluator({ "allowed-lag": allowed }));
      scene.stall(10, 1, 9);
      return scene.status().status;
    };
    assert.deepEqual([status(7), status(8)], [Status.ERR, Status.OK]);
  });

  it("lag config evaluator.minimum-complete: windows less full than that are not judged", () => {
    const status = (minimum: number): Status => {
      const scene = new Scene(evaluator({ "minimum-complete": minimum }));
      scene.stall(5, 1, 9);
      return scene.status().status;
    };
    assert.deepEqual([status(0.5), status(0.6)], [Status.ERR, Status.OK]);
  });

  it("lag config evaluator.young-grace: windows that are not full are not judged for so many seconds", () => {
    const scene = new Scene(evaluator({ "young-grace": 60 }));
    scene.stall(5, 1, 9);
    assert.equal(scene.status().status, Status.OK);
    scene.clock.advance(60_000);
    assert.equal(scene.status().status, Status.ERR);
  });

  it("lag config evaluator.expire-cache: an answer holds for so many seconds", () => {
    const scene = new Scene(evaluator({ "expire-cache": 10 }));
    assert.equal(scene.status().status, Status.NOTFOUND);
    scene.stall(5, 1, 9);
    scene.clock.advance(4_000);
    assert.equal(scene.status().status, Status.NOTFOUND);
    scene.clock.advance(1_000);
    assert.equal(scene.status().status, Status.ERR);
  });
});
