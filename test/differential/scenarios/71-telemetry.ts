// Metrics that clients push (KIP-714): who is asked for what, and what becomes of a push. Every scenario has subscriptions that match the ids of its own
// clients only, and an interval of an hour, so that "too early" does not depend on the machine.
import { gzipSync, zstdCompressSync } from "node:zlib";
import { compress, CompressionType } from "@ottla/records";
import { field, message } from "../../../packages/broker/src/client-metrics/testing/metrics-bytes.ts";
import { ApiVersions, GetTelemetrySubscriptions, IncrementalAlterConfigs, PushTelemetry } from "../apis.ts";
import { exclusiveScenario, strictScenario, telemetryScenario } from "../scenario.ts";
import type { SendOptions, Session } from "../session.ts";

const CLIENT_METRICS = 16;
const SET = 0;
const ZERO = "AAAAAAAAAAAAAAAAAAAAAA";
const ONE = "AAAAAAAAAAAAAAAAAAAAAQ";
const HOUR_MS = 3_600_000;

/** The id of the scenario's client of that number. */
function clientId(s: Session, number: number): string {
  const bytes = Buffer.alloc(16);
  bytes.write(s.id.slice(-14).padEnd(14, "-"));
  bytes.writeUInt16BE(number, 14);
  return bytes.toString("base64url");
}

/** Sets a subscription, and waits until clients are asked accordingly: `until` says what a new client then hears. */
async function subscribe(s: Session, name: string, configs: Readonly<Record<string, string>>): Promise<void> {
  const set = Object.entries(configs).map(([key, value]) => ({ name: key, configOperation: SET, value }));
  const resources = [{ resourceType: CLIENT_METRICS, resourceName: `${s.id}-${name}`, configs: set }];
  await s.quiet(IncrementalAlterConfigs, 1, { resources, validateOnly: false });
}

/** A subscription of `metrics` for the clients of this scenario, in effect. */
async function subscribed(
  s: Session,
  { name = "own", ...configs }: { readonly name?: string; readonly metrics: string; readonly [key: string]: string },
): Promise<void> {
  const probe = clientId(s, 65_000 + probes++);
  const match = Array.from({ length: 5 }, (_, number) => clientId(s, number)).join("|");
  await subscribe(s, name, { "interval.ms": String(HOUR_MS), match: `client_instance_id=${match}`, ...configs });
  // Apache Kafka tells its parts of changes one after the other; a probe comes into effect with or after the one before it.
  await subscribe(s, "probe", { metrics: `probe.${probe}`, match: `client_instance_id=${probe}` });
  await s.until("the subscription", async () => {
    const { errorCode, requestedMetrics } = await s.quiet(GetTelemetrySubscriptions, 0, { clientInstanceId: probe });
    return errorCode === 0 && requestedMetrics.includes(`probe.${probe}`);
  });
}
let probes = 0;

/** Subscriptions end with their scenario. */
async function unsubscribed(s: Session, ...names: readonly string[]): Promise<void> {
  const configs = ["metrics", "interval.ms", "match"].map((name) => ({ name, configOperation: 1, value: null }));
  const resources = ["own", "probe", ...names].map((name) => ({
    resourceType: CLIENT_METRICS,
    resourceName: `${s.id}-${name}`,
    configs,
  }));
  await s.quiet(IncrementalAlterConfigs, 1, { resources, validateOnly: false });
}

async function get(s: Session, clientInstanceId: string, options: SendOptions = {}): Promise<number> {
  return (await s.send(GetTelemetrySubscriptions, 0, { clientInstanceId }, options)).subscriptionId;
}

interface Push {
  readonly subscriptionId: number;
  readonly terminating?: boolean;
  readonly compressionType?: number;
  readonly metrics?: Uint8Array;
}

async function push(s: Session, clientInstanceId: string, body: Push): Promise<void> {
  const rest = { terminating: false, compressionType: 0, metrics: METRICS };
  await s.send(PushTelemetry, 0, { clientInstanceId, ...rest, ...body });
}

/** `MetricsData` with one gauge. */
const METRICS: Uint8Array = field(
  1,
  field(2, field(2, message([1, "org.apache.kafka.a"], [5, field(1, message([4, { double: 1 }]))]))),
);

const software = { clientSoftwareName: "differential", clientSoftwareVersion: "1.2" };

telemetryScenario("ApiVersions/with metrics of clients", async (s) => {
  for (const version of [0, 3, 4]) await s.send(ApiVersions, version, version < 3 ? {} : software);
});

/** Not advertised, and answered all the same: nobody is there to have the metrics. Alone where other scenarios have subscriptions. */
for (const [add, config] of [
  [exclusiveScenario, "common"],
  [strictScenario, "strict"],
] as const) {
  add(`PushTelemetry/to a server without metrics of clients, ${config}`, async (s) => {
    await s.send(ApiVersions, 4, software);
    const subscriptionId = await get(s, clientId(s, 0));
    await push(s, clientId(s, 0), { subscriptionId, metrics: Buffer.from("no metrics") });
    await push(s, clientId(s, 0), { subscriptionId });
  });
}

telemetryScenario("GetTelemetrySubscriptions/of clients", async (s) => {
  await get(s, clientId(s, 9));
  await get(s, clientId(s, 9));
  await get(s, ONE);
  const names = Array.from(
    { length: 40 },
    (_, i) => `org.apache.kafka.consumer.${String.fromCodePoint(97 + i)}${i * i}`,
  );
  await subscribed(s, { metrics: names.slice(0, 25).join(",") });
  await get(s, clientId(s, 0));
  await subscribed(s, { name: "more", metrics: names.slice(20).join(","), "interval.ms": "100" });
  await get(s, clientId(s, 0));
  await get(s, clientId(s, 1));
  await subscribed(s, { name: "all", metrics: "x.,*" });
  await get(s, clientId(s, 0));
  await unsubscribed(s, "more", "all");
});

telemetryScenario("GetTelemetrySubscriptions/matched by what clients say", async (s) => {
  for (const on of [1, 2]) await s.send(ApiVersions, 3, software, { on });
  const matches = [
    "client_id=ops-.*",
    "client_id=ops",
    "client_software_name=differential,client_software_version=1\\.[0-9]",
    "client_software_version=1",
    "client_source_address=127\\.0\\.0\\.1",
    "client_source_address=127",
    "client_source_port=[0-9]+",
    "client_source_port=0",
    "client_id=.*,client_software_name=.*",
  ];
  const names = matches.map((match, index) => ({ name: `m${index}`, metrics: `m${index}.`, match }));
  for (const one of names) await subscribed(s, one);
  await get(s, clientId(s, 0), { on: 1, clientId: "ops-1" });
  await get(s, clientId(s, 1), { on: 2, clientId: null });
  await get(s, clientId(s, 2), { on: 3, clientId: "my-ops" });
  await unsubscribed(s, ...names.map(({ name }) => name));
});

telemetryScenario("GetTelemetrySubscriptions/of a client without an id", async (s) => {
  await subscribed(s, { metrics: "*", match: "client_id=nameless" });
  const body = { clientInstanceId: ZERO };
  const options = { clientId: "nameless", isContentOpen: true };
  const { clientInstanceId, subscriptionId } = await s.send(GetTelemetrySubscriptions, 0, body, options);
  await push(s, clientInstanceId, { subscriptionId });
  await push(s, clientInstanceId, { subscriptionId });
  await unsubscribed(s);
});

telemetryScenario("PushTelemetry/too early, and the last", async (s) => {
  await subscribed(s, { metrics: "*" });
  const [one, two, three] = [clientId(s, 0), clientId(s, 1), clientId(s, 2)];
  const subscriptionId = await get(s, one);
  await get(s, one);
  await push(s, one, { subscriptionId });
  await push(s, one, { subscriptionId });
  await get(s, one);
  await push(s, one, { subscriptionId, terminating: true });
  await push(s, one, { subscriptionId, terminating: true });
  await push(s, one, { subscriptionId });
  await push(s, one, { subscriptionId });
  // Whoever has not asked here, but another broker, may push at once.
  await push(s, two, { subscriptionId: 1 });
  const own = await get(s, two);
  await push(s, two, { subscriptionId: own });
  await push(s, two, { subscriptionId: own, terminating: true, metrics: Buffer.alloc(0) });
  for (const id of [ZERO, ONE]) await push(s, id, { subscriptionId });
  await push(s, three, { subscriptionId: await get(s, three), metrics: Buffer.alloc(0) });
  await unsubscribed(s);
});

telemetryScenario("PushTelemetry/after the interval", async (s) => {
  await subscribed(s, { metrics: "*", "interval.ms": "100" });
  const clientInstanceId = clientId(s, 0);
  const subscriptionId = await get(s, clientInstanceId);
  await push(s, clientInstanceId, { subscriptionId });
  const body = { clientInstanceId, subscriptionId, terminating: false, compressionType: 0, metrics: METRICS };
  await s.until("the interval", async () => (await s.quiet(PushTelemetry, 0, body)).errorCode === 0);
  await s.until("the interval after that", async () => {
    return (await s.quiet(GetTelemetrySubscriptions, 0, { clientInstanceId })).errorCode === 0;
  });
  await push(s, clientInstanceId, { subscriptionId });
  await unsubscribed(s);
});

telemetryScenario("PushTelemetry/for a subscription that has changed", async (s) => {
  await subscribed(s, { metrics: "a." });
  const id = clientId(s, 0);
  const subscriptionId = await get(s, id);
  await push(s, id, { subscriptionId });
  await subscribed(s, { metrics: "b." });
  await push(s, id, { subscriptionId });
  const changed = await get(s, id);
  await push(s, id, { subscriptionId: changed });
  await get(s, id);
  await push(s, id, { subscriptionId: changed, compressionType: 9, terminating: true });
  await get(s, id);
  await unsubscribed(s);
});

telemetryScenario("PushTelemetry/of a client whose connection has ended", async (s) => {
  await subscribed(s, { metrics: "a." });
  const id = clientId(s, 0);
  await get(s, id, { on: 5 });
  await get(s, id, { on: 6 });
  await s.disconnect(5);
  const body = { clientInstanceId: id };
  await s.until("the end", async () => (await s.quiet(GetTelemetrySubscriptions, 0, body)).errorCode === 0);
  await get(s, id, { on: 6 });
  await unsubscribed(s);
});

telemetryScenario("PushTelemetry/compressed, damaged, too large", async (s) => {
  // Of an instance of its own each, so that no push is too early.
  let number = 100;
  const one = async (compressionType: number, metrics: Uint8Array): Promise<void> => {
    const id = clientId(s, number++);
    const { subscriptionId } = await s.quiet(GetTelemetrySubscriptions, 0, { clientInstanceId: id });
    await push(s, id, { subscriptionId, compressionType, metrics });
  };
  const codecs = [
    [0, METRICS],
    [1, gzipSync(METRICS)],
    [2, compress(CompressionType.SNAPPY, METRICS)],
    [3, compress(CompressionType.LZ4, METRICS)],
    [4, zstdCompressSync(METRICS)],
  ] as const;
  for (const [type, bytes] of codecs) await one(type, bytes);
  for (const [type, bytes] of codecs) await one(type, bytes.subarray(0, bytes.length - 9));
  for (const [type] of codecs) await one(type, Buffer.from("these are no metrics"));
  for (const type of [-1, 5, 127]) await one(type, METRICS);
  await one(0, Buffer.alloc(2_001));
  await one(4, Buffer.alloc(2_001));
  const damaged = [
    [0x0a],
    [0x0a, 0x05, 0x0a],
    [0x0f],
    [0x00],
    [0x0b],
    [0x0c],
    [0x0b, 0x0c],
    [0x0a, 0x00],
    [0x08, 0x01],
    [0xfa, 0x3e, 0x01, 0x61],
    Array.from({ length: 11 }, () => 0xff),
    [...field(1, field(2, field(2, field(1, Buffer.from([0xff])))))],
    [...field(1, field(2, field(2, message([5, field(1, field(7, field(1, Buffer.from([0xc3]))))]))))],
  ];
  for (const bytes of damaged) await one(0, Buffer.from(bytes));
});
