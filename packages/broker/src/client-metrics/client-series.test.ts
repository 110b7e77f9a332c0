import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { exposition } from "../metrics/exposition.ts";
import { ClientSeries } from "./client-series.ts";
import type { Pusher, SeriesLimits } from "./client-series.ts";
import { readMetricsData } from "./metrics-data.ts";
import { attribute, CUMULATIVE, DELTA, gauge, metricsData, sum } from "./testing/metrics-bytes.ts";

const LIMITS: SeriesLimits = { series: 100, seriesOfClient: 100, characters: 100_000, charactersOfSeries: 2_000 };

function pusher(clientInstanceId: string, clientId = "app"): Pusher {
  const rest = { softwareName: "java", softwareVersion: "4.3.0", sourceAddress: "10.0.0.1", sourcePort: 5 };
  return { identity: { clientInstanceId, clientId, ...rest }, principal: "User:ANONYMOUS", intervalMs: 30_000 };
}

class World {
  readonly series: ClientSeries;
  nowMs = 0;

  constructor(limits: Partial<SeriesLimits> = {}) {
    this.series = new ClientSeries({ ...LIMITS, ...limits });
  }

  push(from: Pusher, ...metrics: Buffer[]): void {
    const data = readMetricsData(metricsData(metrics));
    assert.ok(data !== undefined);
    this.series.onPush(from, data, this.nowMs);
  }

  /** Lines that are no comments. */
  lines(pattern: RegExp = /./): string[] {
    const text = [...exposition(this.series.metrics(this.nowMs))].join("");
    return text.split("\n").filter((line) => !line.startsWith("#") && pattern.test(line));
  }

  get dropped(): string[] {
    return this.lines(/points_dropped/).map((line) => line.replace("ottla_client_metrics_points_dropped_total", ""));
  }
}

const LABELS = `client_id="app",client_instance_id="A"`;

describe("series of clients", () => {
  it("are named after what clients say, and labelled with who says it", () => {
    const world = new World();
    world.push(
      pusher("A"),
      gauge("org.apache.kafka.consumer.poll.idle.ratio.avg", 0.5, attribute("group.id", "g")),
      sum("org.apache.kafka.producer.connection.creation.total", 2),
      sum("org.apache.kafka.x.sent", 3),
    );
    assert.deepEqual(world.lines(/^org/), [
      `org_apache_kafka_consumer_poll_idle_ratio_avg{${LABELS},group_id="g"} 0.5`,
      `org_apache_kafka_producer_connection_creation_total{${LABELS}} 2`,
      `org_apache_kafka_x_sent_total{${LABELS}} 3`,
    ]);
    assert.deepEqual(world.lines(/client_info/), [
      `ottla_client_metrics_client_info{${LABELS},client_software_name="java",client_software_version="4.3.0",` +
        `client_source_address="10.0.0.1",client_source_port="5",principal="User:ANONYMOUS"} 1`,
    ]);
  });

  it("add up what was added, and show everything else as it was told last", () => {
    const world = new World();
    const name = "org.apache.kafka.n";
    world.push(pusher("A"), sum(`${name}.d.total`, 2, DELTA), sum(`${name}.c.total`, 2, CUMULATIVE), gauge(name, 2));
    world.push(pusher("A"), sum(`${name}.d.total`, 5, DELTA), sum(`${name}.c.total`, 5, CUMULATIVE), gauge(name, 5));
    assert.deepEqual(
      world.lines(/^org/).map((line) => line.replace(/\{.*\}/, "")),
      ["org_apache_kafka_n_d_total 7", "org_apache_kafka_n_c_total 5", "org_apache_kafka_n 5"],
    );
  });

  it("are told apart by client and by attributes, in whatever order these come", () => {
    const world = new World();
    const name = "org.apache.kafka.n.total";
    const [a, b] = [attribute("a", "1"), attribute("b", "2")];
    world.push(pusher("A"), sum(name, 1, DELTA, a, b), sum(name, 1, DELTA, b, a), sum(name, 1, DELTA, a));
    world.push(pusher("B"), sum(name, 1, DELTA, a, b));
    assert.deepEqual(
      world.lines(/^org/).map((line) => line.slice(-1)),
      ["2", "1", "1"],
    );
  });

  it("never have a name of the broker's own, two types, or labels that say another client", () => {
    const world = new World();
    world.push(
      pusher("A"),
      gauge("kafka_log_log_size", 1),
      gauge("org.apache.kafka.x.total", 2),
      gauge('org.apache.kafka.y{a="b"} 9\n', 3, attribute("client_id", "other"), attribute("__name__", 'n\n"')),
      gauge("org.apache.kafka.z", 4, attribute("9", "nine"), attribute("", "none")),
    );
    assert.deepEqual(world.lines(/^(org|client|kafka)/), [
      `client_kafka_log_log_size{${LABELS}} 1`,
      `org_apache_kafka_x_total_gauge{${LABELS}} 2`,
      `org_apache_kafka_y_a__b___9_{${LABELS},name__="n\\n\\""} 3`,
      `org_apache_kafka_z{${LABELS},_="none",_9="nine"} 4`,
    ]);
  });

  it("go when they were not told for a minute or three intervals, and their client with the last of them", () => {
    const world = new World();
    world.push(pusher("A"), gauge("org.apache.kafka.a", 1), gauge("org.apache.kafka.b", 1));
    world.nowMs += 30_000;
    world.push(pusher("A"), gauge("org.apache.kafka.a", 2));
    world.nowMs += 60_000;
    assert.deepEqual(world.lines(/^org/), [`org_apache_kafka_a{${LABELS}} 2`]);
    world.nowMs += 29_999;
    assert.equal(world.lines(/^org/).length, 1);
    world.nowMs += 1;
    assert.deepEqual(world.lines(/^(org|.*client_info)/), []);
    assert.deepEqual(world.lines(/metrics_series/), ["ottla_client_metrics_series 0"]);
  });
});

describe("bounds of series of clients", () => {
  const many = (count: number): Buffer[] => Array.from({ length: count }, (_, i) => gauge(`org.apache.kafka.m${i}`, i));

  it("hold for each client and for all, and what is over them is counted", () => {
    const world = new World({ seriesOfClient: 3, series: 5 });
    world.push(pusher("A"), ...many(4));
    world.push(pusher("B"), ...many(4));
    assert.equal(world.lines(/^org/).length, 5);
    assert.deepEqual(world.dropped, ['{reason="limit"} 3', '{reason="kind"} 0']);
  });

  it("hold for characters, of one and of all", () => {
    const long = new World({ charactersOfSeries: 200 });
    long.push(pusher("A"), gauge(`org.apache.kafka.${"x".repeat(300)}`, 1), gauge("org.apache.kafka.y", 1));
    assert.equal(long.lines(/^org/).length, 1);
    const full = new World({ characters: 300 });
    full.push(pusher("A"), ...many(20));
    const before = full.lines(/^org/).length;
    assert.ok(before > 0 && before < 5);
    full.nowMs += 90_000;
    full.push(pusher("B"), ...many(1));
    assert.equal(full.lines(/^org/).length, 1, "what has gone makes room");
  });

  it("keep a client's name short", () => {
    const world = new World();
    world.push(pusher("A", "x".repeat(30_000)), gauge("org.apache.kafka.a", 1));
    assert.ok((world.lines(/^org/)[0]?.length ?? 0) < 400);
  });
});
