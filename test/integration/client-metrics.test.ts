// Metrics that clients push to our broker (KIP-714), from the subscription by our command line to what Prometheus would read. That Java's clients do the
// same is shown by test/interop/client-telemetry.test.ts; that the broker answers like Apache Kafka by test/differential/scenarios/71-telemetry.ts.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { startCli } from "../support/cli-process.ts";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";

function metricsUrl(broker: OttlaProcess): string {
  return /metrics are served url=(\S+)/.exec(broker.log())?.[1] ?? assert.fail();
}

async function scraped(broker: OttlaProcess, pattern: RegExp): Promise<string[]> {
  const text = await (await fetch(metricsUrl(broker))).text();
  return text.split("\n").filter((line) => !line.startsWith("#") && pattern.test(line));
}

/** The value of a sample; undefined where there is none. */
function valueOf(lines: readonly string[], pattern: RegExp): number | undefined {
  const line = lines.find((one) => pattern.test(one));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(" ") + 1));
}

async function subscribe(broker: OttlaProcess, name: string, ...settings: readonly string[]): Promise<void> {
  const words = ["client-metrics", "--bootstrap-server", broker.bootstrap, "--alter", "--name", name, ...settings];
  const { status, stderr } = await startCli(words).end();
  assert.equal(status, 0, stderr);
}

describe("metrics that clients push", () => {
  let broker: OttlaProcess;

  before(async () => {
    broker = await startOttla({ arguments: ["--metrics-port", "0"] });
    await using admin = new Admin({ bootstrapServers: broker.bootstrap });
    (await admin.createTopics([{ name: "t", numPartitions: 1 }])).throwIfAnyFailed();
    await subscribe(
      broker,
      "ours",
      "--interval",
      "100",
      "--metrics",
      "org.apache.kafka.producer.",
      "--match",
      "client_id=p.*",
    );
  });
  after(async () => {
    await broker.stop();
    broker.remove();
  });

  it("are shown with who pushes them, while it does and after its end; nobody else is asked", async () => {
    const name = /^org_apache_kafka_producer_record_send_total\{.*client_id="pusher"/;
    await using consumer = new Consumer({ bootstrapServers: broker.bootstrap, clientId: "consumer" });
    consumer.assign([{ topic: "t", partition: 0 }]);
    await consumer.poll({ timeoutMs: 10 });
    const producer = new Producer({ bootstrapServers: broker.bootstrap, clientId: "pusher" });
    await producer.send({ topic: "t", value: "1" });
    await until("the first record to be shown", async () => valueOf(await scraped(broker, name), name) === 1);
    await producer.send({ topic: "t", value: "2" });
    await until("the second to be added", async () => valueOf(await scraped(broker, name), name) === 2);
    await producer.send({ topic: "t", value: "3" });
    await producer.close();
    assert.equal(valueOf(await scraped(broker, name), name), 3, "the last push, at the end, is there");
    const clients = await scraped(broker, /^ottla_client_metrics_client_info/);
    assert.match(clients.join("\n"), /client_id="pusher".*client_software_name="\S+".*principal="User:ANONYMOUS"/);
    assert.ok(!clients.some((line) => line.includes('"consumer"')));
    assert.deepEqual(await scraped(broker, /^org_apache_kafka_consumer/), []);
  });

  it("change with the subscription, and are counted", async () => {
    await using producer = new Producer({ bootstrapServers: broker.bootstrap, clientId: "p2" });
    await producer.send({ topic: "t", value: "1" });
    const all = /^org_apache_kafka_(?!producer_).*client_id="p2"/;
    await until("the first push", async () => (await scraped(broker, /^org.*client_id="p2"/)).length > 0);
    assert.deepEqual(await scraped(broker, all), []);
    await subscribe(broker, "ours", "--metrics", "*");
    await until("metrics of every group", async () => (await scraped(broker, all)).length > 0);
    const lines = await scraped(broker, /^kafka_server_client_metrics_/);
    assert.equal(valueOf(lines, /instance_count/), 1);
    assert.equal(valueOf(lines, /unknown_subscription_request_total/), 1, "the change of the subscription was one");
    assert.ok((valueOf(lines, /plugin_export_total\{client_instance_id="[\w-]{22}"\}/) ?? 0) >= 1);
    assert.equal(valueOf(lines, /plugin_error_total/), 0);
    assert.ok((valueOf(lines, /plugin_export_time_max/) ?? 0) > 0);
  });
});
