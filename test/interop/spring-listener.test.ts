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

/** The listener's own error handler is asked about the failure. */
const HANDLER_KINDS = ["handler-value", "handler-null", "handler-throws", "handler-rethrows"];
const HANDLER_MODES: ReadonlySet<AckMode> = new Set([AckMode.RECORD, AckMode.BATCH, AckMode.MANUAL_IMMEDIATE]);

function handlerScenarios(): Scenario[] {
  const all: Scenario[] = [{ type: "record", mode: AckMode.RECORD, kind: "handler-value-named" }];
  for (const mode of HANDLER_MODES) {
    const kinds = [...HANDLER_KINDS, ...(mode === AckMode.MANUAL_IMMEDIATE ? ["handler-acknowledges"] : [])];
    for (const kind of kinds) {
      all.push({ type: "record", mode, kind });
      if (mode !== AckMode.RECORD) all.push({ type: "batch", mode, kind });
    }
  }
  all.push({ type: "batch", mode: AckMode.BATCH, kind: "handler-names-record" });
  for (const kind of Object.keys(REQUESTS)) {
    for (const mode of [AckMode.MANUAL, AckMode.MANUAL_IMMEDIATE]) all.push({ type: "aggregate", mode, kind });
  }
  return all;
}

function scenarios(): Scenario[] {
  const all: Scenario[] = handlerScenarios();
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
  /** What was sent in reply, or as requests. */
  readonly sent?: readonly object[];
}

type Side = { run(scenario: Scenario, topic: string, group: string): Promise<ScenarioRun> };

const javaDirectory = join(dirname(fileURLToPath(import.meta.url)), "java");
const java = springJava(join(javaDirectory, "SpringListener.java"), join(javaDirectory, "SpringReplies.java"));

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

  async function prepare(topic: string, scenario: Scenario): Promise<void> {
    // The records are of 2023. A broker that is up for half a minute, as on a busy machine, looks for what is over retention.ms: with its default
    // of a week it takes them from under the listeners.
    const configs = { "retention.ms": "-1" };
    const names = [topic, `${topic}-dlt`, ...sentBy(scenario, topic)];
    (await admin.createTopics(names.map((name) => ({ name, numPartitions: 1, configs })))).throwIfAnyFailed();
    if (scenario.type === "aggregate") return;
    await using producer = new Producer({ bootstrapServers: broker.bootstrapServers });
    await producer.sendBatch(
      Array.from({ length: RECORDS }, (_unused, index) => ({
        topic,
        key: `k${index}`,
        value: `v${index}`,
        timestamp: 1_700_000_000_000 + index,
        headers: { trace: `t${index}`, ...(hasReplies(scenario) ? replyHeaders(topic, index) : {}) },
      })),
    );
    await broker.maintenance.deleteOldSegments();
  }

  async function contentsOf(name: string, topic: string): Promise<object[]> {
    await using consumer = new Consumer({ bootstrapServers: broker.bootstrapServers });
    const partition = { topic: name, partition: 0 };
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

  async function recordsArrive(topic: string, count: number): Promise<void> {
    await using consumer = new Consumer({ bootstrapServers: broker.bootstrapServers });
    const partition = { topic, partition: 0 };
    while (((await consumer.endOffsets([partition])).get(partition) ?? 0) < count) await delay(20);
  }

  async function play(side: Side, scenario: Scenario, topic: string): Promise<Result> {
    await prepare(topic, scenario);
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
      deadLetters: await contentsOf(`${topic}-dlt`, topic),
      sent: (await Promise.all(sentBy(scenario, topic).map((name) => contentsOf(name, topic)))).flat(),
    };
  }

  async function runToItsEnd(scenario: Scenario, run: ScenarioRun, topic: string, group: string): Promise<void> {
    if (scenario.type === "aggregate") {
      await goThrough(scenario, run, topic);
      return;
    }
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
    if (isWholeExhausted(scenario)) await recordsArrive(`${topic}-dlt`, RECORDS);
    if (hasReplies(scenario)) await recordsArrive(`${topic}-replies`, repliesOf(scenario));
    await run.trace.silence();
  }

  /** Sends the replies of a scenario, each when its time has come. */
  async function goThrough({ kind }: Scenario, run: ScenarioRun, topic: string): Promise<void> {
    await using producer = new Producer({ bootstrapServers: broker.bootstrapServers });
    const correlation = kind === "names" ? "my-correlation" : "kafka_correlationId";
    for (const step of REQUESTS[kind] ?? []) {
      if (step === "go") run.release();
      else if (/^[QEX]/.test(step)) await run.trace.until((events) => events.some((one) => one.startsWith(step)), step);
      else {
        const [id = "", value = ""] = step.split(":");
        await producer.send({ topic, value, headers: id === "" ? {} : { [correlation]: `id-${id}` } });
      }
    }
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

/** What a template that gathers three replies meets: `1:a` is a reply to request 1, `go` sends another request, the rest is waited for. */
const REQUESTS: Readonly<Record<string, readonly string[]>> = {
  complete: ["Q 1", "1:a", "1:b", "1:c", "E 1"],
  names: ["Q 1", "1:a", "1:b", "1:c", "E 1"],
  late: ["Q 1", "1:a", "1:b", "1:c", "E 1", "1:d", "go", "Q 2", "2:a", "2:b", "2:c", "E 2"],
  two: ["Q 1", "go", "Q 2", "1:a", "2:a", "2:b", "2:c", "E 2", "1:b", "1:c", "E 1"],
  stranger: ["Q 1", "9:x", ":y", "1:a", "1:b", "1:c", "E 1"],
  timeout: ["Q 1", "1:a", "1:b", "X 1", "go", "Q 2", "2:a", "2:b", "2:c", "E 2"],
  partial: ["Q 1", "1:a", "1:b", "E 1", "go", "Q 2", "2:a", "2:b", "2:c", "E 2"],
  "partial-refused": ["Q 1", "1:a", "X 1", "go", "Q 2", "2:a", "2:b", "2:c", "E 2"],
  "strategy-throws": ["Q 1", "1:a", "X 1"],
  "partial-nothing": ["Q 1", "X 1", "go", "Q 2", "2:a", "2:b", "2:c", "E 2"],
};

/** A listener method that answers. */
function hasReplies({ type, kind }: Scenario): boolean {
  return type === "record" && kind.startsWith("handler");
}

/** The record 0@2 is answered where its error handler has an answer. */
function repliesOf({ kind }: Scenario): number {
  return kind.startsWith("handler-value") ? RECORDS : RECORDS - 1;
}

function replyHeaders(topic: string, index: number): Record<string, string> {
  return {
    kafka_replyTopic: `${topic}-replies`,
    kafka_correlationId: `c${index}`,
    "my-correlation": `m${index}`,
  };
}

/** The topics whose records are part of the result. */
function sentBy(scenario: Scenario, topic: string): string[] {
  if (scenario.type === "aggregate") return [`${topic}-requests`];
  return hasReplies(scenario) ? [`${topic}-replies`] : [];
}

/** The whole batch fails until each of its records is a dead letter. */
function isWholeExhausted({ type, kind }: Scenario): boolean {
  return kind === "whole-exhausted" || (type === "batch" && /^handler-(re)?throws$/.test(kind));
}

/** How often the record 0@2 is given to a listener. */
const DELIVERIES: Readonly<Record<string, number>> = {
  "throw-then-succeed": 3,
  exhausted: 3,
  numbered: 3,
  "whole-then-succeed": 3,
  "whole-exhausted": 3,
  nack: 2,
  "handler-throws": 3,
  "handler-rethrows": 3,
  "handler-names-record": 3,
};

/** Whether everything was delivered that will be. */
function isOver({ type, kind }: Scenario, events: readonly string[]): boolean {
  const deliveries = events.filter((event) => /^[DB]/.test(event));
  const last = deliveries.at(-1) ?? "";
  if (!last.includes(LAST)) return false;
  if (deliveries.filter((event) => event.includes("0@2")).length < (DELIVERIES[kind] ?? 1)) return false;
  // A batch without the record that was recovered follows.
  return !(type === "batch" && /^(exhausted|handler-names-record)$/.test(kind) && last.includes("0@2"));
}

/** A commit of the same offset again is no news. */
function withoutRepeatedCommits(events: readonly string[]): string[] {
  return events.filter((event, index) => !event.startsWith("C") || event !== events[index - 1]);
}

function asText(result: Result): string {
  return JSON.stringify({ ...result, trace: withoutRepeatedCommits(result.trace).join(" ") }, undefined, 1);
}

/** Stack traces and what Java calls a method are each language's own, and topics have their side in front. */
function headerText(topic: string, name: string, value: Uint8Array | null): string {
  if (name.endsWith("stacktrace")) return "…";
  const bytes = Buffer.from(value ?? "");
  const text = /partition|offset|timestamp$/.test(name) ? bytes.toString("hex") : bytes.toString();
  return text.replace(/\nEndpoint handler details:\nMethod \[.*\]\nBean \[.*\]/, "").replaceAll(topic, "TOPIC");
}
