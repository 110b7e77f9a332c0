import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { Prng, VirtualClock, ZERO_UUID } from "@ottla/base";
import { ConfigResourceType, ConfigsImage } from "@ottla/metadata";
import { ErrorCode } from "@ottla/protocol";
import type { GetTelemetrySubscriptionsResponse } from "@ottla/protocol/messages/get-telemetry-subscriptions";
import type { ServerConnection } from "@ottla/network";
import { compress, CompressionType } from "@ottla/records";
import { gauge, metricsData } from "../client-metrics/testing/metrics-bytes.ts";
import { exposition } from "../metrics/exposition.ts";
import { ClientTelemetry } from "./client-telemetry.ts";
import type { TelemetryContext } from "./client-telemetry.ts";

const MAX_BYTES = 500;
const METRICS = metricsData([gauge("org.apache.kafka.a", 7)]);

class Socket implements ServerConnection {
  readonly id = "127.0.0.1:9092-127.0.0.1:5-0";
  readonly listenerName = "PLAINTEXT";
  readonly securityProtocol = "PLAINTEXT";
  readonly localAddress = { host: "127.0.0.1", port: 9092 };
  readonly remoteAddress = { host: "::ffff:127.0.0.1", port: 5 };
  readonly isClosed = false;
  attachment: unknown;
  readonly #callbacks: (() => void)[] = [];

  close(): void {
    for (const callback of this.#callbacks) callback();
  }

  throttle(): void {}

  onClose(callback: () => void): () => void {
    this.#callbacks.push(callback);
    return () => {};
  }

  get watchers(): number {
    return this.#callbacks.length;
  }
}

class World {
  readonly clock = new VirtualClock();
  readonly socket = new Socket();
  readonly warnings: string[] = [];
  configs: ConfigsImage = ConfigsImage.EMPTY;
  readonly telemetry: ClientTelemetry;
  readonly #context: TelemetryContext;

  constructor({ isShown = true } = {}) {
    const nothing = (): void => {};
    const warn = (_fields: object, message: string): void => void this.warnings.push(message);
    this.telemetry = new ClientTelemetry({
      maxBytes: MAX_BYTES,
      isShown,
      configs: () => this.configs,
      clock: this.clock,
      random: new Prng(1),
      logger: { debug: nothing, info: nothing, warn, error: nothing },
    });
    const clientSoftware = { name: "java", version: "4.3.0" };
    this.#context = { clientId: "app", clientSoftware, principal: "User:ANONYMOUS", connection: this.socket };
  }

  subscribe(name: string, configs: Readonly<Record<string, string>>, type: number = ConfigResourceType.CLIENT_METRICS) {
    this.configs = this.configs.with([[{ type, name }, new Map(Object.entries(configs))]]);
  }

  get(clientInstanceId: string = ZERO_UUID): Partial<GetTelemetrySubscriptionsResponse> {
    return this.telemetry.get({ clientInstanceId }, this.#context);
  }

  /** Pushes as a client that has never pushed before. */
  async push(metrics: Uint8Array, compressionType = 0): Promise<number> {
    const { clientInstanceId = assert.fail(), subscriptionId = assert.fail() } = this.get();
    const request = { clientInstanceId, subscriptionId, terminating: false, compressionType, metrics };
    return await this.telemetry.push(request, this.#context);
  }

  lines(pattern: RegExp): string[] {
    const text = [...exposition(this.telemetry.metrics())].join("");
    return text.split("\n").filter((line) => !line.startsWith("#") && pattern.test(line));
  }
}

describe("metrics of clients", () => {
  it("are wanted as the metadata's subscriptions say, as soon as they do", () => {
    const world = new World();
    world.subscribe("a", { metrics: "x.", "interval.ms": "1000", match: "client_source_address=127\\.0\\.0\\.1" });
    const { clientInstanceId, ...rest } = world.get();
    assert.ok(clientInstanceId !== undefined && clientInstanceId !== ZERO_UUID);
    assert.equal(rest.pushIntervalMs, 1_000);
    assert.deepEqual(rest.requestedMetrics, ["x."]);
    assert.deepEqual(rest.acceptedCompressionTypes, [4, 3, 1, 2]);
    assert.equal(rest.deltaTemporality, true);
    assert.deepEqual(world.get(clientInstanceId), { errorCode: ErrorCode.THROTTLING_QUOTA_EXCEEDED });
    world.subscribe("t", { "retention.ms": "1" }, ConfigResourceType.TOPIC);
    assert.equal(world.get(clientInstanceId).errorCode, ErrorCode.THROTTLING_QUOTA_EXCEEDED, "nothing has changed");
    world.subscribe("a", { metrics: "y.", "interval.ms": "1000" });
    assert.deepEqual(world.get(clientInstanceId).requestedMetrics, ["y."]);
    world.subscribe("a", {});
    assert.deepEqual(world.get(clientInstanceId).requestedMetrics, []);
  });

  it("are wanted by the others when one subscription cannot be read", () => {
    const world = new World();
    world.subscribe("a", { metrics: "x." });
    world.subscribe("b", { metrics: "y.", match: "planet=earth" });
    assert.deepEqual(world.get().requestedMetrics, ["x."]);
    assert.deepEqual(world.warnings, ["a client metrics subscription cannot be read"]);
  });

  it("are shown, however they are compressed", async () => {
    for (const [type, bytes] of [
      [0, METRICS],
      [1, gzipSync(METRICS)],
      [2, compress(CompressionType.SNAPPY, METRICS)],
      [3, compress(CompressionType.LZ4, METRICS)],
      [4, zstdCompressSync(METRICS)],
    ] as const) {
      const world = new World();
      assert.equal(await world.push(bytes, type), 0);
      assert.match(world.lines(/^org/).join(), /^org_apache_kafka_a\{client_id="app",client_instance_id="\S+"\} 7$/);
      assert.match(world.lines(/plugin_export_total/).join(), / 1$/);
    }
  });

  it("that cannot be read are an error answer and counted", async () => {
    const world = new World();
    assert.equal(await world.push(Buffer.from("no metrics")), ErrorCode.INVALID_RECORD);
    for (const type of [1, 2, 3, 4]) assert.equal(await world.push(METRICS, type), ErrorCode.INVALID_RECORD);
    assert.equal(world.lines(/plugin_error_total.* 1$/).length, 5);
    assert.deepEqual(world.lines(/^org/), []);
  });

  it("are dropped where nobody looks at them, whatever they are", async () => {
    const world = new World({ isShown: false });
    assert.equal(await world.push(METRICS), 0);
    assert.equal(await world.push(Buffer.from("no metrics")), 0);
    assert.deepEqual(world.lines(/^org/), []);
  });

  it("config telemetry.max.bytes is told to clients and bounds what they push, compressed and not", async () => {
    const world = new World();
    assert.equal(world.get().telemetryMaxBytes, MAX_BYTES);
    const filled = (length: number): Buffer => {
      const head = Buffer.from([0xfa, 0x07, (length & 0x7f) | 0x80, length >> 7]);
      return Buffer.concat([head, Buffer.alloc(length)]);
    };
    const [fits, large] = [filled(MAX_BYTES - 4), filled(MAX_BYTES - 3)];
    assert.equal(await world.push(fits), 0);
    assert.equal(await world.push(large), ErrorCode.TELEMETRY_TOO_LARGE);
    for (const [type, compressed] of [
      [1, gzipSync],
      [4, zstdCompressSync],
    ] as const) {
      assert.equal(await world.push(compressed(fits), type), 0);
      assert.equal(await world.push(compressed(large), type), ErrorCode.TELEMETRY_TOO_LARGE);
    }
  });

  it("keep one eye on each connection, and forget its client when it ends", async () => {
    const world = new World();
    const { clientInstanceId } = world.get();
    world.get(clientInstanceId);
    assert.equal(world.socket.watchers, 1);
    assert.deepEqual(world.lines(/instance_count/), ["kafka_server_client_metrics_instance_count 1"]);
    world.socket.close();
    assert.deepEqual(world.lines(/instance_count/), ["kafka_server_client_metrics_instance_count 0"]);
  });
});
