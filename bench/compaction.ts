// Compaction of many keys while others produce at full rate: how long it takes, what it costs in memory, and what the others notice of it,
// beside Apache Kafka. OTTLA_BENCH_KEYS says how many keys (default 10 million); a fifth of them is written twice.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { systemClock } from "@ottla/base";
import { Admin, AlterConfigOpType, ConfigResourceType } from "@ottla/client";
import { ClientConnection, nodeNetwork } from "@ottla/network";
import { decodeResponse, encodeRequest } from "@ottla/protocol";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { RecordBatchBuilder } from "@ottla/records";
import type { Bench, BenchContext } from "./lib/bench.ts";
import { alternate, median } from "./lib/bench.ts";
import { produce } from "./lib/java-tools.ts";
import type { Load } from "./lib/matrix.ts";
import { residentMiB, startApacheServer, startOttla } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const KEYS = Number(process.env["OTTLA_BENCH_KEYS"] ?? 10_000_000);
const RECORDS = KEYS + Math.floor(KEYS / 5);
const RECORDS_PER_BATCH = 10_000;
/** About ten segments; a record takes some 50 bytes. */
const SEGMENT_BYTES = Math.max(1_048_576, RECORDS * 5);
const TOPIC = "keyed";
/** One run of the load generator; as many as the compaction takes are made. */
const LOAD: Load = { recordBytes: 1000, recordCount: 200_000, partitions: 1 };
const LOOK_MS = 200;
const COMPACTION_MS_MAX = 1_800_000;
const OVERRIDES = {
  "log.cleaner.backoff.ms": "500",
  "log.segment.bytes": String(128 * 1024 * 1024),
  "log.retention.bytes": String(1024 * 1024 * 1024),
};

interface Measured {
  readonly seconds: number;
  readonly peakMiB: number;
  readonly p99AloneMs: number;
  readonly p99BesideMs: number;
}

export const bench: Bench = {
  name: "compaction",
  about: `Compaction of ${KEYS.toLocaleString("en")} keys beside kafka-producer-perf-test at full rate, against Apache Kafka.`,
  async run(context) {
    const { ottla, peer } = await alternate(
      context.rounds,
      () => measure(context, (home) => startOttla({ dataDir: home, overrides: OVERRIDES }), ""),
      () => measure(context, (home) => startApacheServer({ dataDir: home, overrides: OVERRIDES }), "data"),
    );
    const figure = (
      name: string,
      unit: string,
      value: (measured: Measured) => number,
    ): Awaited<ReturnType<Bench["run"]>>[number] => ({
      name,
      unit,
      ottla: ottla.map(value),
      peer: peer.map(value),
      higherIsBetter: false,
    });
    return [
      figure("time of the compaction", "s", ({ seconds }) => seconds),
      figure("peak resident memory", "MiB", ({ peakMiB }) => peakMiB),
      figure("produce p99 alone", "ms", ({ p99AloneMs }) => p99AloneMs),
      figure("produce p99 beside the compaction", "ms", ({ p99BesideMs }) => p99BesideMs),
    ];
  },
};

async function measure(
  { say, note }: BenchContext,
  start: (home: string) => Promise<Server>,
  logs: string,
): Promise<Measured> {
  const home = mkdtempSync(join(tmpdir(), "ottla-bench-compaction-"));
  const server = await start(home);
  note(server.configuration);
  try {
    await fill(server);
    await createTopic(server, "flood", 1);
    const { p99Ms: p99AloneMs } = await produce(server, "flood", LOAD, "1");
    say(`${server.name}: ${RECORDS} records are there, produce p99 alone ${p99AloneMs} ms`);
    const startedMs = performance.now();
    await setRatio(server, "0.001");
    const state = { isDone: false, peakMiB: 0 };
    const besides: number[] = [];
    const producing = (async () => {
      while (!state.isDone) besides.push((await produce(server, "flood", LOAD, "1")).p99Ms);
    })();
    while (!isCleaned(join(home, logs)) && performance.now() - startedMs < COMPACTION_MS_MAX) {
      state.peakMiB = Math.max(state.peakMiB, residentMiB(server.pid));
      await setTimeout(LOOK_MS);
    }
    const seconds = (performance.now() - startedMs) / 1000;
    state.isDone = true;
    await producing;
    if (seconds * 1000 >= COMPACTION_MS_MAX) throw new Error(`${server.name} has not compacted in ${seconds} s`);
    // The last run went on when the compaction was over. The median, since whoever takes longer has more runs to find a bad one in.
    const beside = besides.length > 1 ? besides.slice(0, -1) : besides;
    const p99BesideMs = median(beside);
    say(
      `${server.name}: compacted in ${seconds.toFixed(1)} s, peak ${state.peakMiB.toFixed(0)} MiB, p99 ${beside.join(", ")} ms`,
    );
    return { seconds, peakMiB: state.peakMiB, p99AloneMs, p99BesideMs };
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Through raw requests: a load generator has no keys. */
async function fill(server: Server): Promise<void> {
  await using admin = new Admin({ "bootstrap.servers": server.bootstrap });
  const configs = {
    "cleanup.policy": "compact",
    "min.cleanable.dirty.ratio": "1",
    "segment.bytes": String(SEGMENT_BYTES),
  };
  (await admin.createTopics([{ name: TOPIC, numPartitions: 1, replicationFactor: 1, configs }])).all();
  const [host = "", port = ""] = server.bootstrap.split(":");
  const connection = await ClientConnection.dial(nodeNetwork, { host, port: Number(port) }, { clock: systemClock });
  for (let from = 0; from < RECORDS; from += RECORDS_PER_BATCH) {
    const builder = new RecordBatchBuilder({ initialCapacity: 64 * RECORDS_PER_BATCH });
    for (let i = from; i < Math.min(from + RECORDS_PER_BATCH, RECORDS); i++)
      builder.append(Date.now(), Buffer.from(`key-${i % KEYS}`), Buffer.from(`value-${i}`.padEnd(24)));
    const correlationId = connection.takeCorrelationId();
    const topicData = [{ name: TOPIC, partitionData: [{ index: 0, records: builder.build() }] }];
    const body = { acks: -1, timeoutMs: 60_000, topicData };
    const chunks = encodeRequest(ProduceRequest, body, { version: 12, correlationId, clientId: "fill" });
    const frame = await connection.send(correlationId, chunks, { timeoutMs: 60_000 });
    const answer = decodeResponse(ProduceResponse, frame, 12).body.responses[0]?.partitionResponses[0];
    if (answer?.errorCode !== 0)
      throw new Error(`${server.name} refuses records: ${answer?.errorCode} ${answer?.errorMessage}`);
  }
  connection.close();
}

async function setRatio(server: Server, value: string): Promise<void> {
  await using admin = new Admin({ "bootstrap.servers": server.bootstrap });
  const ops = [{ name: "min.cleanable.dirty.ratio", op: AlterConfigOpType.SET, value }];
  (await admin.incrementalAlterConfigs([{ type: ConfigResourceType.TOPIC, name: TOPIC, ops }])).all();
}

/** Everything below the active segment has been cleaned. */
function isCleaned(logDir: string): boolean {
  const names = readdirSync(join(logDir, `${TOPIC}-0`)).filter((name) => name.endsWith(".log"));
  const active = Math.max(...names.map((name) => parseInt(name, 10)));
  let text = "";
  try {
    text = readFileSync(join(logDir, "cleaner-offset-checkpoint"), "utf8");
  } catch {
    return false;
  }
  return new RegExp(`^${TOPIC} 0 ${active}$`, "m").test(text);
}
