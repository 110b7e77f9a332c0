// What a broker tells over HTTP about itself: Kafka's numbers under the names that dashboards for Apache Kafka know, in a text that Prometheus reads.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { until } from "../support/until.ts";
import { startCli } from "../support/cli-process.ts";
import type { CliProcess } from "../support/cli-process.ts";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\S+)$/;

/** Samples by name and labels; fails for a line that Prometheus would not read. */
function parse(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  let current = "";
  for (const line of text.split("\n").slice(0, -1)) {
    const [, kind, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === "TYPE") {
      assert.ok(!types.has(name), `${name} stands in one place`);
      types.set(name, rest);
    }
    if (kind !== undefined) {
      current = name;
      continue;
    }
    const [, metric = "", labels = "", value = ""] = SAMPLE.exec(line) ?? [];
    assert.equal(metric, current, `a sample stands behind its type: ${line}`);
    assert.ok(value === "+Inf" || !Number.isNaN(Number(value)), line);
    const key = `${metric}{${labels}}`;
    assert.ok(!samples.has(key), `${key} is there once`);
    samples.set(key, value === "+Inf" ? Infinity : Number(value));
  }
  assert.ok(text.endsWith("\n"));
  for (const [name, type] of types) assert.equal(type, name.endsWith("_total") ? "counter" : "gauge", name);
  return samples;
}

function get(url: string, method = "GET"): Promise<{ status: number; type: string; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers["content-type"] ?? "", body }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe("the metrics of a broker", () => {
  let broker: OttlaProcess;
  let url: string;
  const scrape = async (): Promise<Map<string, number>> => parse((await get(url)).body);

  before(async () => {
    broker = await startOttla({
      arguments: ["--metrics-port", "0"],
      overrides: {
        "log.initial.task.delay.ms": "100",
        "offsets.topic.num.partitions": "1",
      },
    });
    url = /metrics are served url=(\S+)/.exec(broker.log())?.[1] ?? "";
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    await using admin = new Admin({ "bootstrap.servers": broker.bootstrap });
    const compact = { "cleanup.policy": "compact" };
    const topics = [
      { name: "plain", numPartitions: 3 },
      { name: "compacted", numPartitions: 1, configs: compact },
    ];
    (await admin.createTopics(topics)).throwIfAnyFailed();
  });
  after(async () => {
    await broker.stop();
    broker.remove();
  });

  it("count what went in and out, by topic and in all", async () => {
    await using producer = new Producer({ "bootstrap.servers": broker.bootstrap });
    await Promise.all(
      Array.from({ length: 30 }, (_, i) => producer.send({ topic: "plain", partition: i % 3, value: "v" })),
    );
    await using consumer = new Consumer({
      "bootstrap.servers": broker.bootstrap,
      "group.id": "g",
      "auto.offset.reset": "earliest",
    });
    consumer.subscribe(["plain"]);
    for (let count = 0; count < 30; count += (await consumer.poll({ timeoutMs: 1000 })).count);
    const samples = await scrape();
    const traffic = "kafka_server_brokertopicmetrics_";
    assert.equal(samples.get(`${traffic}messagesin_total{topic="plain"}`), 30);
    const bytes = [0, 1, 2].map((id) => samples.get(`kafka_log_log_size{topic="plain",partition="${id}"}`) ?? 0);
    assert.equal(samples.get(`${traffic}bytesin_total{topic="plain"}`), bytes[0]! + bytes[1]! + bytes[2]!);
    assert.equal(samples.get(`${traffic}bytesout_total{topic="plain"}`), bytes[0]! + bytes[1]! + bytes[2]!);
    assert.ok((samples.get(`${traffic}messagesin_total{}`) ?? 0) > 30, "the group's records count in all");
    assert.ok((samples.get('kafka_network_requestmetrics_requests_total{request="Produce"}') ?? 0) > 0);
    const phase = (name: string): number =>
      samples.get(`kafka_network_requestmetrics_${name}timems_total{request="Fetch"}`) ?? -1;
    assert.ok(phase("total") > 0);
    assert.ok(phase("local") > 0 && phase("remote") >= 0 && phase("responsesend") > 0);
    assert.ok(Math.abs(phase("total") - phase("local") - phase("remote") - phase("responsesend")) < 1);
    const groups = "kafka_server_group_coordinator_metrics_group_count";
    assert.equal(samples.get(`${groups}{protocol="classic"}`), 1);
    assert.equal(samples.get(`${groups}{protocol="consumer"}`), 0);
    assert.equal(samples.get("kafka_coordinator_group_groupmetadatamanager_numgroupsstable{}"), 1);
  });

  it("count errors by API, and what waits in the purgatory", async () => {
    await using consumer = new Consumer({
      "bootstrap.servers": broker.bootstrap,
      "allow.auto.create.topics": false,
      "enable.auto.commit": false,
    });
    assert.deepEqual(await consumer.partitionsFor("no-such-topic"), []);
    const errors = "kafka_network_requestmetrics_errors_total";
    const samples = await scrape();
    assert.ok((samples.get(`${errors}{request="Metadata",error="UNKNOWN_TOPIC_OR_PARTITION"}`) ?? 0) > 0);
    assert.ok((samples.get(`${errors}{request="Produce",error="NONE"}`) ?? 0) > 0);
    const partitions = [0, 1].map((partition) => ({ topic: "plain", partition }));
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    const polling = consumer.poll({ timeoutMs: 30_000 });
    const waiting = 'delayedOperation="Fetch"';
    const size = (all: Map<string, number>, name: string): number =>
      all.get(`kafka_server_delayedoperationpurgatory_${name}{${waiting}}`) ?? -1;
    await until("the fetch to wait in both partitions", async () => {
      const all = await scrape();
      return size(all, "numdelayedoperations") >= 1 && size(all, "purgatorysize") >= 2;
    });
    consumer.wakeup();
    await assert.rejects(polling);
    assert.equal(
      (await scrape()).get('kafka_server_delayedoperationpurgatory_purgatorysize{delayedOperation="Produce"}'),
      0,
    );
  });

  it("say of each partition its size, its segments and its offsets", async () => {
    const samples = await scrape();
    const of = (name: string): number | undefined => samples.get(`kafka_log_log_${name}{topic="plain",partition="1"}`);
    assert.deepEqual([of("numlogsegments"), of("logstartoffset"), of("logendoffset")], [1, 0, 10]);
    await using admin = new Admin({ "bootstrap.servers": broker.bootstrap });
    (await admin.deleteRecords([{ topic: "plain", partition: 1, beforeOffset: 4 }])).throwIfAnyFailed();
    assert.equal((await scrape()).get('kafka_log_log_logstartoffset{topic="plain",partition="1"}'), 4);
  });

  it("say how dirty a compacted log is, and how the cleaner does", async () => {
    const samples = await scrape();
    assert.ok((samples.get('ottla_log_dirty_ratio{topic="compacted",partition="0"}') ?? -1) >= 0);
    assert.ok(!samples.has('ottla_log_dirty_ratio{topic="plain",partition="0"}'));
    const manager = "kafka_log_logcleanermanager_";
    assert.equal(samples.get(`${manager}uncleanable_partitions_count{logDirectory="${broker.dataDir}"}`), 0);
    assert.ok((samples.get(`${manager}max_dirty_percent{}`) ?? -1) >= 0);
  });

  it("say what the broker holds and what it may hold", async () => {
    const samples = await scrape();
    assert.equal(samples.get("kafka_server_replicamanager_partitioncount{}"), 5);
    assert.equal(samples.get("kafka_server_replicamanager_leadercount{}"), 5);
    assert.equal(samples.get("kafka_server_replicamanager_offlinereplicacount{}"), 0);
    for (const coordinator of ["group", "transaction", "share"]) {
      assert.ok(samples.has(`kafka_server_${coordinator}_coordinator_metrics_num_partitions{state="active"}`));
    }
    assert.equal(samples.get("kafka_controller_kafkacontroller_globaltopiccount{}"), 3);
    assert.ok((samples.get("ottla_partitions_max{}") ?? 0) > 5);
    const open = readdirSync(`/proc/${broker.pid}/fd`).length;
    assert.ok(Math.abs((samples.get("process_open_fds{}") ?? 0) - open) <= 3);
    assert.ok((samples.get("process_resident_memory_bytes{}") ?? 0) > 1e7);
  });

  it("keep what went through topics that are gone", async () => {
    const total = "kafka_server_brokertopicmetrics_messagesin_total{}";
    const before = (await scrape()).get(total) ?? 0;
    await using admin = new Admin({ "bootstrap.servers": broker.bootstrap });
    (await admin.deleteTopics(["plain"])).throwIfAnyFailed();
    const samples = await scrape();
    assert.ok((samples.get(total) ?? 0) >= before);
    assert.ok(!samples.has('kafka_log_log_size{topic="plain",partition="0"}'));
  });

  it("are at one place, to be read only", async () => {
    assert.deepEqual((await get(url.replace("/metrics", "/"))).status, 404);
    assert.equal((await get(url, "POST")).status, 405);
    assert.deepEqual(await get(url, "HEAD"), {
      status: 200,
      type: "text/plain; version=0.0.4; charset=utf-8",
      body: "",
    });
    assert.equal((await get(`${url}?name[]=x`)).status, 200);
  });
});

describe("where metrics are served", () => {
  const run = async (...flags: readonly string[]): Promise<{ status: number | null; stderr: string }> => {
    const process: CliProcess = startCli(["start", "--port", "0", "--data", "/nonexistent/nowhere", ...flags]);
    return await process.end();
  };

  it("a port that is none is refused", async () => {
    for (const port of ["x", "-1", "65536"]) {
      const { status, stderr } = await run(`--metrics-port=${port}`);
      assert.equal(status, 1);
      assert.match(stderr, new RegExp(`--metrics-port ${port} is not a port: 0 to 65535`));
    }
    assert.match((await run("--metrics-host", "127.0.0.1")).stderr, /--metrics-host needs --metrics-port/);
  });

  it("a port that is taken ends the start with a sentence", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    await assert.rejects(
      startOttla({ arguments: ["--metrics-port", String(port)] }),
      new RegExp(`Metrics cannot be served on 127\\.0\\.0\\.1:${port}: .*EADDRINUSE`),
    );
    taken.close();
  });
});
