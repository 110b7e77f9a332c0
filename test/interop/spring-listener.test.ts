// Our listeners beside those of Spring for Apache Kafka, on the same broker: for each ack mode and what can happen to a record, the deliveries, the commits
// between them, what is committed in the end, and the dead letters with their headers. What differs is listed in listener/explained.ts, and nothing else may.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Admin, Consumer, Producer } from "@ottla/client";
import { AckMode } from "@ottla/listener";
import { Broker } from "@ottla/testkit";
import { springJava } from "../apache/spring-jars.ts";
import { explanationOf } from "./listener/explained.ts";
import { OurListener } from "./listener/our-listener.ts";
import { scenarioName } from "./listener/scenario.ts";
import type { Scenario, ScenarioRun } from "./listener/scenario.ts";
import { SpringProcess } from "./listener/spring-process.ts";

const RECORDS = 6;
const LAST = `0@${RECORDS - 1}`;
/** Scenarios that go on at once. */
const AT_ONCE = 6;

const RECORD_KINDS = ["success", "throw-then-succeed", "exhausted", "logged", "stopping", "stop"];
const BATCH_KINDS = [...RECORD_KINDS, "whole-then-succeed", "whole-exhausted"];

function scenarios(): Scenario[] {
  const all: Scenario[] = [];
  for (const mode of Object.values(AckMode)) {
    const isManual = mode.startsWith("MANUAL");
    const recordKinds = [...RECORD_KINDS, "revoke", ...(isManual ? ["nack", "unacknowledged"] : ["numbered"])];
    for (const kind of recordKinds) all.push({ type: "record", mode, kind });
    if (mode === AckMode.RECORD) continue;
    const batchKinds = [
      ...BATCH_KINDS,
      ...(isManual ? ["nack"] : []),
      ...(mode === AckMode.MANUAL_IMMEDIATE ? ["partial"] : []),
    ];
    for (const kind of batchKinds) all.push({ type: "batch", mode, kind });
  }
  return all;
}

interface Result {
  readonly trace: readonly string[];
  readonly committed: number | undefined;
  readonly deadLetters: readonly object[];
}

type Side = { run(scenario: Scenario, topic: string, group: string): Promise<ScenarioRun> };

const java = springJava(join(dirname(fileURLToPath(import.meta.url)), "java", "SpringListener.java"));

describe("listeners beside Spring's", { skip: "skip" in java ? java.skip : false }, () => {
  let broker: Broker;
  let admin: Admin;
  let spring: SpringProcess;
  let ours: OurListener;

  before(async () => {
    broker = await Broker.start();
    admin = new Admin({ bootstrapServers: broker.bootstrapServers });
    if ("classPath" in java) spring = new SpringProcess(java.classPath, broker.bootstrapServers);
    ours = new OurListener(broker.bootstrapServers);
  });

  after(async () => {
    await spring?.[Symbol.asyncDispose]();
    await ours[Symbol.asyncDispose]();
    await admin.close();
    await broker.stop();
  });

  async function prepare(topic: string): Promise<void> {
    // The records are of 2023. A broker that is up for half a minute, as on a busy machine, looks for what is over retention.ms: with its default
    // of a week it takes them from under the listeners.
    const configs = { "retention.ms": "-1" };
    const names = [topic, `${topic}-dlt`];
    (await admin.createTopics(names.map((name) => ({ name, numPartitions: 1, configs })))).throwIfAnyFailed();
    await using producer = new Producer({ bootstrapServers: broker.bootstrapServers });
    await producer.sendBatch(
      Array.from({ length: RECORDS }, (_unused, index) => ({
        topic,
        key: `k${index}`,
        value: `v${index}`,
        timestamp: 1_700_000_000_000 + index,
        headers: { trace: `t${index}` },
      })),
    );
    await broker.maintenance.deleteOldSegments();
  }

  async function deadLettersOf(topic: string): Promise<object[]> {
    await using consumer = new Consumer({ bootstrapServers: broker.bootstrapServers });
    const partition = { topic: `${topic}-dlt`, partition: 0 };
    consumer.assign([partition]);
    consumer.seekToBeginning([partition]);
    const count = (await consumer.endOffsets([partition])).get(partition) ?? 0;
    const letters: object[] = [];
    while (letters.length < count) {
      for (const { key, value, headers } of await consumer.poll({ timeoutMs: 1_000 })) {
        letters.push({
          key: String(key),
          value: String(value),
          headers: headers.map(({ key: name, value: bytes }) => `${name}=${headerText(topic, name, bytes)}`),
        });
      }
    }
    return letters;
  }

  async function deadLettersArrive(topic: string, count: number): Promise<void> {
    await using consumer = new Consumer({ bootstrapServers: broker.bootstrapServers });
    const partition = { topic: `${topic}-dlt`, partition: 0 };
    while (((await consumer.endOffsets([partition])).get(partition) ?? 0) < count) await delay(20);
  }

  async function play(side: Side, scenario: Scenario, topic: string): Promise<Result> {
    await prepare(topic);
    const group = `${topic}-group`;
    const run = await side.run(scenario, topic, group);
    try {
      await runToItsEnd(scenario, run, topic, group);
    } finally {
      await run.stop();
    }
    const listing = (await admin.listConsumerGroupOffsets([group])).value(group);
    return {
      trace: run.trace.events,
      committed: listing.find((one) => one.topic === topic)?.committed?.offset,
      deadLetters: await deadLettersOf(topic),
    };
  }

  async function runToItsEnd(scenario: Scenario, run: ScenarioRun, topic: string, group: string): Promise<void> {
    if (scenario.kind === "stopping" || scenario.kind === "stop") {
      await run.trace.until((events) => events.includes("S"), "the end by itself");
      return;
    }
    if (scenario.kind === "revoke") {
      await run.trace.until((events) => events.includes("W"), "the record that waits");
      await using other = new Consumer({
        bootstrapServers: broker.bootstrapServers,
        groupId: group,
        heartbeatIntervalMs: 100,
        // It may get records while the group settles, and must not commit as its own what it gives back when it leaves.
        enableAutoCommit: false,
      });
      other.subscribe(topic);
      // The group rebalances for the other member, which takes part and gets nothing, or everything.
      const isRebalancing = async (): Promise<boolean> =>
        (await admin.describeConsumerGroups([group])).value(group).state === "PreparingRebalance";
      while (!(await isRebalancing())) await other.poll({ timeoutMs: 20 });
      run.release();
      while ((await admin.describeConsumerGroups([group])).value(group).state !== "Stable")
        await other.poll({ timeoutMs: 20 });
    }
    await run.trace.until((events) => isOver(scenario, events), "the last record");
    if (scenario.kind === "whole-exhausted") await deadLettersArrive(topic, RECORDS);
    await run.trace.silence();
  }

  async function compare(scenario: Scenario): Promise<string | undefined> {
    const name = scenarioName(scenario);
    const topic = name.replaceAll(" ", ".");
    const [left, right] = await Promise.all([
      play(spring, scenario, `spring.${topic}`),
      play(ours, scenario, `ours.${topic}`),
    ]);
    const explanation = explanationOf(scenario);
    if (asText(left) === asText(right)) {
      return explanation === undefined || explanation.mayBeSame === true
        ? undefined
        : `${name} is explained, and the same all the same`;
    }
    if (explanation?.fits(left, right) === true) return undefined;
    return `${name}\nSpring ${asText(left)}\nours   ${asText(right)}`;
  }

  it("deliver, commit and give up as Spring's do", async () => {
    const only = process.env["SPRING_SCENARIO"];
    const waiting = scenarios().filter((one) => only === undefined || scenarioName(one).includes(only));
    const differences: string[] = [];
    const work = async (): Promise<void> => {
      for (let scenario = waiting.shift(); scenario !== undefined; scenario = waiting.shift()) {
        const name = scenarioName(scenario);
        const difference = await compare(scenario).catch((error: unknown) => `${name}: ${String(error)}`);
        if (difference !== undefined) differences.push(difference);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    assert.equal(differences.length, 0, differences.join("\n\n"));
  });
});

/** How often the record 0@2 is given to a listener. */
const DELIVERIES: Readonly<Record<string, number>> = {
  "throw-then-succeed": 3,
  exhausted: 3,
  numbered: 3,
  "whole-then-succeed": 3,
  "whole-exhausted": 3,
  nack: 2,
};

/** Whether everything was delivered that will be. */
function isOver({ type, kind }: Scenario, events: readonly string[]): boolean {
  const deliveries = events.filter((event) => /^[DB]/.test(event));
  const last = deliveries.at(-1) ?? "";
  if (!last.includes(LAST)) return false;
  if (deliveries.filter((event) => event.includes("0@2")).length < (DELIVERIES[kind] ?? 1)) return false;
  // A batch without the record that was recovered follows.
  return !(type === "batch" && kind === "exhausted" && last.includes("0@2"));
}

/** A commit of the same offset again is no news. */
function withoutRepeatedCommits(events: readonly string[]): string[] {
  return events.filter((event, index) => !event.startsWith("C") || event !== events[index - 1]);
}

function asText(result: Result): string {
  return JSON.stringify({ ...result, trace: withoutRepeatedCommits(result.trace).join(" ") }, undefined, 1);
}

/** Stack traces are each language's own, and topics have their side in front. */
function headerText(topic: string, name: string, value: Uint8Array | null): string {
  if (name.endsWith("stacktrace")) return "…";
  const bytes = Buffer.from(value ?? "");
  const text = /partition|offset|timestamp$/.test(name) ? bytes.toString("hex") : bytes.toString();
  return text.replaceAll(topic, "TOPIC");
}
