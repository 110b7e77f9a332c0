// Who is asked for what, and when it may come. The same is compared with Apache Kafka in test/differential/scenarios/71-telemetry.ts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { METADATA_TOPIC_ID, ZERO_UUID } from "@ottla/base";
import { clientMetricsSubscription } from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import { ClientMetricsManager } from "./client-metrics-manager.ts";
import type { ClientInstance, PushRequest, TelemetryClient } from "./client-metrics-manager.ts";

const ID = "kcPDw8PDw8PDw8PDw8PDww";
const INTERVAL_MS = 10_000;
const CLIENT: TelemetryClient = {
  connectionId: "c1",
  clientId: "app-1",
  softwareName: "apache-kafka-java",
  softwareVersion: "4.3.0",
  sourceAddress: "127.0.0.1",
  sourcePort: 1234,
};

type Configs = Readonly<Record<string, string>>;

class World {
  readonly manager = new ClientMetricsManager(100);
  nowMs = 1_000_000;

  constructor(subscriptions: Readonly<Record<string, Configs>> = { all: { metrics: "*", "interval.ms": "10000" } }) {
    this.subscribe(subscriptions);
  }

  subscribe(subscriptions: Readonly<Record<string, Configs>>): void {
    this.manager.setSubscriptions(
      new Map(
        Object.entries(subscriptions).map(([name, configs]) => [
          name,
          clientMetricsSubscription(new Map(Object.entries(configs))),
        ]),
      ),
    );
  }

  tryGet(id = ID, client: Partial<TelemetryClient> = {}): number {
    return this.manager.onGet(id, { ...CLIENT, ...client }, this.nowMs).errorCode;
  }

  get(id = ID, client: Partial<TelemetryClient> = {}): ClientInstance {
    const answer = this.manager.onGet(id, { ...CLIENT, ...client }, this.nowMs);
    assert.ok("instance" in answer, `${answer.errorCode}`);
    return answer.instance;
  }

  push(instance: ClientInstance, request: Partial<PushRequest> = {}): number {
    const { clientInstanceId } = instance.identity;
    const { subscriptionId } = instance.wanted;
    const rest = { terminating: false, compressionType: 0, metrics: new Uint8Array(10) };
    return this.manager.onPush({ clientInstanceId, subscriptionId, ...rest, ...request }, CLIENT, this.nowMs).errorCode;
  }

  get count(): number {
    return this.manager.instances(this.nowMs).length;
  }
}

describe("subscriptions of client metrics", () => {
  it("are all that match, with the shortest interval; without any, none and five minutes", () => {
    const world = new World({
      a: { metrics: "x.,y.", "interval.ms": "5000" },
      b: { metrics: "y.,z.", "interval.ms": "2000", match: "client_id=app-.*" },
      c: { metrics: "w.", "interval.ms": "100", match: "client_id=other" },
    });
    const { metrics, intervalMs } = world.get().wanted;
    assert.deepEqual([...metrics].sort(), ["x.", "y.", "z."]);
    assert.equal(intervalMs, 2_000);
    const { wanted } = new World({}).get();
    assert.deepEqual([wanted.metrics, wanted.intervalMs], [[], 300_000]);
  });

  it("are everything where one of them says so", () => {
    const world = new World({ a: { metrics: "x." }, b: { metrics: "*" } });
    assert.deepEqual(world.get().wanted.metrics, ["*"]);
  });

  it("match by each of Kafka's selectors, the whole value, and all of them at once", () => {
    const matches: readonly (readonly [string, boolean])[] = [
      [`client_instance_id=${ID}`, true],
      ["client_id=app", false],
      ["client_id=app-[0-9]", true],
      ["client_software_name=apache-kafka-.*", true],
      ["client_software_version=4\\.[0-9]\\.0", true],
      ["client_source_address=127\\.0\\..*", true],
      ["client_source_port=1234", true],
      ["client_source_port=123", false],
      ["client_id=app-1,client_source_port=1", false],
      ["client_id=(?!other).*", true],
    ];
    for (const [match, isMatch] of matches) {
      assert.equal(new World({ a: { metrics: "x.", match } }).get().wanted.metrics.length, isMatch ? 1 : 0, match);
    }
    const unnamed = new World({ a: { metrics: "x.", match: "client_id=.*" } });
    assert.deepEqual(unnamed.get(ID, { clientId: "" }).wanted.metrics, ["x."]);
  });

  it("are matched in time in proportion to what the client says of itself", () => {
    const world = new World({ a: { metrics: "x.", match: "client_id=(a+)+b" } });
    assert.deepEqual(world.get(ID, { clientId: "a".repeat(30_000) }).wanted.metrics, []);
  });

  it("have the id that Apache Kafka computes", () => {
    // (int) Crc32C.compute("[*]10000") ^ Uuid.fromString(ID).hashCode(), computed by Java.
    assert.equal(new World().get().wanted.subscriptionId, -99_927_977);
  });

  it("are asked for anew when they have changed", () => {
    const world = new World();
    const before = world.get();
    world.subscribe({ all: { metrics: "x.", "interval.ms": "10000" } });
    assert.equal(world.push(before), ErrorCode.UNKNOWN_SUBSCRIPTION_ID);
    assert.equal(world.manager.unknownSubscriptions, 1);
    const after = world.get();
    assert.notEqual(after.wanted.subscriptionId, before.wanted.subscriptionId);
    assert.equal(world.tryGet(), ErrorCode.THROTTLING_QUOTA_EXCEEDED);
  });
});

describe("a client that asks and pushes", () => {
  it("pushes once at any time after it has asked, then after each interval", () => {
    const world = new World();
    const instance = world.get();
    assert.equal(world.tryGet(), ErrorCode.THROTTLING_QUOTA_EXCEEDED);
    world.nowMs += 1;
    assert.equal(world.push(instance), 0, "it has waited for some of the interval before it asked");
    world.nowMs += INTERVAL_MS - 1;
    assert.equal(world.push(instance), ErrorCode.THROTTLING_QUOTA_EXCEEDED);
    world.nowMs += 1;
    assert.equal(world.push(instance), 0);
    assert.equal(instance.counts.throttled, 2);
  });

  it("may ask at once after an error that tells it to, and only then", () => {
    const world = new World();
    const instance = world.get();
    assert.equal(world.push(instance, { compressionType: 5 }), ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
    world.get();
    assert.equal(world.tryGet(), ErrorCode.THROTTLING_QUOTA_EXCEEDED);
    world.nowMs += INTERVAL_MS;
    assert.equal(world.push(instance, { subscriptionId: 1 }), ErrorCode.UNKNOWN_SUBSCRIPTION_ID);
    world.get();
    world.nowMs += INTERVAL_MS;
    assert.equal(world.push(instance, { metrics: new Uint8Array(101) }), ErrorCode.TELEMETRY_TOO_LARGE);
    assert.equal(world.tryGet(), ErrorCode.THROTTLING_QUOTA_EXCEEDED);
  });

  it("is refused without an id, and pushes of any known compression are taken", () => {
    const world = new World();
    const instance = world.get();
    for (const clientInstanceId of [ZERO_UUID, METADATA_TOPIC_ID]) {
      assert.equal(world.push(instance, { clientInstanceId }), ErrorCode.INVALID_REQUEST);
    }
    for (const compressionType of [0, 1, 2, 3, 4]) {
      world.nowMs += INTERVAL_MS;
      assert.equal(world.push(instance, { compressionType }), 0);
    }
    world.nowMs += INTERVAL_MS;
    assert.equal(world.push(instance, { compressionType: -1 }), ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
  });

  it("pushes a last time whenever it wants, and nothing after that", () => {
    const world = new World();
    const instance = world.get();
    assert.equal(world.push(instance), 0);
    assert.equal(world.push(instance, { terminating: true }), 0);
    world.nowMs += INTERVAL_MS;
    assert.equal(world.push(instance, { terminating: true }), ErrorCode.INVALID_REQUEST);
    // As in Apache Kafka, the refused push has the last word on whether the client is terminating.
    assert.equal(world.push(instance), ErrorCode.INVALID_REQUEST);
    assert.equal(world.push(instance), 0);
  });
});

describe("a client that is gone", () => {
  it("is forgotten when its connection ends", () => {
    const world = new World();
    world.get();
    world.manager.onDisconnect("another");
    assert.equal(world.count, 1);
    world.manager.onDisconnect("c1");
    assert.equal(world.count, 0);
    world.get();
  });

  it("is forgotten when it was not heard of for a minute, or three of its intervals", () => {
    for (const [intervalMs, keptMs] of [
      [1_000, 60_000],
      [30_000, 90_000],
    ]) {
      const world = new World({ a: { metrics: "*", "interval.ms": String(intervalMs) } });
      world.get();
      world.nowMs += (keptMs ?? 0) - 1;
      assert.equal(world.count, 1);
      world.nowMs += 1;
      assert.equal(world.count, 0);
    }
  });

  it("is forgotten when 16,384 others have been heard of since", () => {
    const world = new World();
    const id = (index: number): string =>
      Buffer.from(`telemetry ${String(index).padStart(6, "0")}`).toString("base64url");
    for (let i = 0; i < 16_384; i++) world.get(id(i), { connectionId: `c${i}` });
    assert.equal(world.tryGet(id(0)), ErrorCode.THROTTLING_QUOTA_EXCEEDED);
    world.get(id(16_384), { connectionId: "c16384" });
    assert.equal(world.count, 16_384);
    assert.ok(world.manager.isKnown(id(0)), "it was heard of again");
    assert.ok(!world.manager.isKnown(id(1)));
  });
});
