// What is exported after the recorded history: Burrow's own metrics, and what a real Telegraf made of Burrow's answers, as they were recorded.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { RecordedView } from "../testing/recorded-view.ts";
import { datagrams } from "./dogstatsd.ts";
import { bulkLines, indexName, indexTemplate } from "./elasticsearch-bulk.ts";
import { influxLine } from "./influx-line.ts";
import { measurements } from "./measurements.ts";
import { otlpBody } from "./otlp.ts";
import { METRIC_SETS, prometheusText } from "./prometheus.ts";
import type { Watched } from "./watched.ts";

/** A name with labels, and a number; +Inf is one too. */
const SAMPLE = /^([a-z_]+)(?:\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? (?:-?[\d.]+(?:e[+-]\d+)?|\+Inf)$/;
const OPTIONS = { intervals: 10, allowedLag: 0, minimumComplete: 0, youngGraceMs: 0 };

function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/burrow/${name}`, import.meta.url), "utf8");
}

function watched(view = new RecordedView()): Watched {
  return { clusters: view.clusters, options: OPTIONS, silences: view.silences, nowMs: view.now };
}

/** The history as it went on after the recording of the answers, when Telegraf was recorded. */
function later(): Watched {
  const view = new RecordedView();
  view.now = 1_795_377_850_000;
  for (let sample = 10; sample > 0; sample--) {
    for (const [partition, offset] of [945, 943, 942].entries()) {
      const timeMs = view.now - sample * 2_000;
      view.clusters.get("local")?.onEndOffset({ topic: "ops-orders", partition, partitionCount: 3, offset, timeMs });
    }
  }
  return watched(view);
}

describe("metrics for Prometheus", () => {
  it("hold all that Burrow's held, and of young groups more", () => {
    // They were recorded a minute after the answers.
    const view = new RecordedView();
    view.now += 60_000;
    const ours = new Set([...prometheusText(watched(view), [])].join("").split("\n"));
    const recorded = fixture("metrics.txt")
      .split("\n")
      .filter((line) => line.startsWith("burrow_"));
    assert(recorded.length > 40);
    assert.deepEqual(
      recorded.filter((line) => !ours.has(line)),
      [],
    );
    assert(ours.has('burrow_kafka_consumer_status{cluster="local",consumer_group="ops-young"} 3'));
    const youngOffset = 'burrow_kafka_consumer_current_offset{cluster="local",consumer_group="ops-young"';
    assert(![...ours].some((line) => line.startsWith(youngOffset)), "the window is not full");
  });

  it("are text that Prometheus reads: each family once, its samples together, names and labels well formed", () => {
    const names: string[] = [];
    for (const line of [...prometheusText(watched(), [...METRIC_SETS.keys()])].join("").trimEnd().split("\n")) {
      if (line.startsWith("# TYPE ")) names.push(line.split(" ")[2] ?? "");
      else if (!line.startsWith("# HELP ")) {
        const [, name] = SAMPLE.exec(line) ?? [];
        assert.equal(name, names.at(-1), line);
      }
    }
    assert.equal(new Set(names).size, names.length);
    assert(names.includes("kafka_consumergroup_group_max_lag_seconds"));
    assert(names.includes("kminion_kafka_consumer_group_topic_lag"));
    assert(names.includes("kafka_consumergroup_lag_sum"));
  });

  it("escape what names may hold", () => {
    const view = new RecordedView();
    const group = 'a"b\\c\nd';
    const commit = { group, topic: "ops-orders", partition: 0, offset: 940, order: 9_999, timestampMs: view.now };
    view.clusters.get("local")?.onCommit(commit, view.now);
    const text = [...prometheusText(watched(view), [])].join("");
    assert(text.includes('consumer_group="a\\"b\\\\c\\nd"'));
  });
});

/** Name and tags, and the fields by name, of a line of InfluxDB's protocol whose values hold no spaces. */
function parsed(line: string): [string, Record<string, string>] {
  const [head = "", fields = ""] = line.split(" ");
  return [head, Object.fromEntries(fields.split(",").map((pair) => pair.split("=") as [string, string]))];
}

describe("measurements as Telegraf makes them", () => {
  it("are what a real Telegraf made of Burrow's answers", () => {
    const ours = new Map([...measurements(later())].map((one) => parsed(influxLine(one, 0))));
    const recorded = fixture("telegraf-line-protocol.txt")
      .split("\n")
      .filter((line) => /group=ops-(?:ok|rewind|stall|stop|young)|^burrow_topic.*ops-orders/.test(line))
      .map(parsed);
    assert(recorded.length >= 10, String(recorded.length));
    for (const [head, fields] of recorded) {
      const { lag_seconds: _, catch_up_seconds: __, ...found } = ours.get(head) ?? {};
      // Telegraf does not know REWIND.
      assert.deepEqual(found, fields, head);
    }
  });

  it("have a template for the indices they go to, whether their names hold a time or not", () => {
    const patterns = (index: string): unknown => (indexTemplate(index) as { index_patterns: unknown }).index_patterns;
    assert.deepEqual(patterns("telegraf-%Y.%m.%d"), ["telegraf-*"]);
    assert.deepEqual(patterns("lag_%Y"), ["lag_*"]);
    assert.deepEqual(patterns("lag"), ["lag"]);
  });

  it("as documents keep whole numbers whole and have the same id when they are sent again", () => {
    const time = Date.UTC(2026, 10, 22, 20, 4, 45, 123);
    assert.equal(indexName("telegraf-%Y.%m.%d", time), "telegraf-2026.11.22");
    const [one] = [...measurements(later())].filter(({ name }) => name === "burrow_group");
    assert(one !== undefined);
    const text = bulkLines(one, "i", time);
    assert.equal(bulkLines(one, "i", time), text);
    const [action = "", document = ""] = text.trimEnd().split("\n");
    assert.match(action, /^\{"index":\{"_index":"i","_id":"[\w-]{24}"\}\}$/);
    const { "@timestamp": timestamp, measurement_name: name, tag } = JSON.parse(document) as Record<string, unknown>;
    assert.deepEqual([timestamp, name], ["2026-11-22T20:04:45Z", "burrow_group"]);
    assert.deepEqual(Object.keys(tag as object), ["cluster", "group"]);
    const template = JSON.stringify(indexTemplate("telegraf-%Y.%m.%d"));
    assert(template.includes('"index_patterns":["telegraf-*"]') && template.includes('"type":"long"'), template);
  });

  it("escapes of InfluxDB's protocol", () => {
    const tags = [["a b", "c,d=e\\"]] as const;
    const line = influxLine({ name: "m", tags: [...tags, ["empty", ""]], fields: [["s", 'x"y']] }, 1);
    assert.equal(line, 'm,a\\ b=c\\,d\\=e\\\\ s="x\\"y" 1000000');
  });
});

describe("other outputs", () => {
  it("DogStatsD: datagrams that fit, with Datadog's names", () => {
    const sent = [...datagrams(watched())];
    assert(sent.length > 1);
    assert(sent.every((one) => Buffer.byteLength(one) <= 1_400));
    const lines = sent.flatMap((one) => one.split("\n"));
    assert(
      lines.includes(
        "kafka.consumer_lag:768|g|#kafka_cluster_id:local,consumer_group:ops-warn,topic:ops-orders,partition:0",
      ),
    );
    assert(lines.includes("kafka.broker_offset:940|g|#kafka_cluster_id:local,topic:ops-orders,partition:2"));
    assert(lines.every((line) => /^kafka\.[a-z_]+:[\d.]+\|g\|#[^|]+$/.test(line)));
  });

  it("OpenTelemetry: gauges with points for each partition", () => {
    const text = JSON.stringify(otlpBody(watched()));
    assert(text.includes('"name":"kafka.consumer_group.lag"'));
    assert(text.includes('"asInt":"768"'));
    assert.equal(otlpBody({ ...watched(), clusters: new Map() }), undefined);
  });
});
