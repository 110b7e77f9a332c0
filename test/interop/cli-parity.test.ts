// Our command-line tools print what Apache Kafka 4.3's print: each call is made with both, against the same broker, first ours and then Apache's.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin, Consumer } from "@ottla/client";
import { ApiKey } from "@ottla/protocol";
import { Broker } from "@ottla/testkit";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { documentedRows, shapesOf } from "../support/cli-rows.ts";
import { startApache } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { TOOLS } from "../apache/tool.ts";
import type { ToolResult } from "../apache/tool.ts";
import { SHARE_FEATURE, raiseFeature } from "../integration/client-target.ts";
import { assertSame, SIDES } from "./cli-parity/compare.ts";
import { makeConsumerGroups, makeShareGroups, makeStreamsGroups, makeTransactions } from "./cli-parity/given.ts";
import type { Cleanup } from "./cli-parity/given.ts";
import { STEP_LISTS } from "./cli-parity/protocol-steps.ts";
import type { StepList } from "./cli-parity/protocol-steps.ts";
import { FILES, STEPS, stepFiles } from "./cli-parity/steps.ts";
import type { Step } from "./cli-parity/steps.ts";
import { startToolServer } from "./cli-parity/tool-server.ts";
import type { ToolServer } from "./cli-parity/tool-server.ts";

interface TargetBroker {
  readonly bootstrap: string;
  /** Where its partitions are, as far as that is known. */
  readonly logDir?: string;
  stop(): Promise<void>;
}

const APACHE = "Apache Kafka";

const TARGETS: readonly (readonly [string, () => Promise<TargetBroker>])[] = [
  [
    "our broker",
    async () => {
      const broker = await Broker.start();
      return { bootstrap: broker.bootstrapServers, stop: () => broker.stop() };
    },
  ],
  [APACHE, () => startApache({ features: {}, overrides: { "offsets.topic.num.partitions": "1" } })],
];

/** A member that stays: every side's group has one while it is described. */
class LiveMember {
  readonly #consumer: Consumer;
  #isClosed = false;
  #polling: Promise<void> = Promise.resolve();

  constructor(bootstrap: string, group: string) {
    this.#consumer = new Consumer({
      "bootstrap.servers": bootstrap,
      "group.id": group,
      "client.id": "live",
      "auto.offset.reset": "earliest",
    });
  }

  /** Resolves when it has its partitions and has committed what it read. */
  async join(topic: string): Promise<void> {
    this.#consumer.subscribe([topic]);
    while ((await this.#consumer.poll({ timeoutMs: 1000 })).count === 0);
    await this.#consumer.commitSync();
    this.#polling = this.#poll();
  }

  async #poll(): Promise<void> {
    while (!this.#isClosed) await this.#consumer.poll({ timeoutMs: 100 });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#polling;
    await this.#consumer.close();
  }
}

/** Apache's broker answers a change before it serves it: what only reads is asked again for this long. */
const SETTLED_MS = 5_000;
const READS =
  /^(?:topics|configs|consumer-groups|log-dirs|share-groups|streams-groups|groups|client-metrics) --(?:describe|list)\b|^(?:transactions|leader-election|dump-log) /;

/** Both sides' tools at one broker. */
class Sides {
  readonly #jvm: ToolServer;
  readonly #bootstrap: string;
  readonly #logDir: string;
  readonly #directory: string = mkdtempSync(join(tmpdir(), "ottla-cli-"));
  readonly #members: LiveMember[] = [];

  constructor(jvm: ToolServer, { bootstrap, logDir = "" }: TargetBroker) {
    this.#jvm = jvm;
    this.#bootstrap = bootstrap;
    this.#logDir = logDir;
    for (const side of Object.values(SIDES)) {
      for (const [name, text] of Object.entries(stepFiles(side, this.#directory)))
        writeFileSync(join(this.#directory, name), text);
    }
  }

  async compare(step: Step): Promise<void> {
    const deadlineMs = performance.now() + SETTLED_MS;
    for (;;) {
      try {
        assertSame(step, await this.#apache(step), await this.#ours(step));
        if (step.rows !== undefined) await this.#checkRows(step, step.rows);
        return;
      } catch (error) {
        if (!READS.test(step.call) || performance.now() > deadlineMs) throw error;
      }
    }
  }

  async #checkRows(step: Step, documented: string): Promise<void> {
    const { stdout, stderr } = await this.#ours({ ...step, call: `${step.call} --json` });
    assert.deepEqual(shapesOf(stdout), documentedRows().get(documented), stderr);
  }

  /** Each side gets a group with a member in it. */
  async joinGroups(): Promise<void> {
    for (const side of Object.values(SIDES)) {
      const member = new LiveMember(this.#bootstrap, `${side}-live`);
      this.#members.push(member);
      await member.join(`${side}-o2`);
    }
  }

  /** Makes what a list of steps begins with; undefined when the broker lacks what it needs. */
  async begin(list: StepList): Promise<Cleanup[] | undefined> {
    await using admin = new Admin({ "bootstrap.servers": this.#bootstrap });
    const [versions] = (await admin.brokerApiVersions()).values();
    if (versions?.apis.some((one) => one.apiKey === ApiKey[list.needs]) !== true) return undefined;
    if (list.needs === "ShareGroupHeartbeat" && !(await raiseFeature(admin, SHARE_FEATURE))) return undefined;
    if (list.given === "transactions") return await makeTransactions(this.#bootstrap);
    if (list.given === "consumer groups") return await makeConsumerGroups(this.#bootstrap);
    if (list.given === "streams groups") return await makeStreamsGroups(this.#bootstrap);
    return list.given === "share groups" ? await makeShareGroups(this.#bootstrap) : [];
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.close()));
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #words(step: Step, side: string): [string, string[]] {
    const text = step.call
      .replaceAll("{p}", side)
      .replaceAll("{dir}", this.#directory)
      .replaceAll("{log}", this.#logDir)
      .replaceAll("{bootstrap}", this.#bootstrap);
    const [tool = "", ...args] = [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, plain]) => quoted ?? plain ?? "",
    );
    return [tool, step.alone === true ? args : ["--bootstrap-server", this.#bootstrap, ...args]];
  }

  #apache(step: Step): Promise<ToolResult> {
    const [tool, args] = this.#words(step, SIDES.apache);
    const mainClass = Object.entries(TOOLS).find(([name]) => name === `kafka-${tool}`)?.[1];
    assert(mainClass !== undefined, `Apache has no tool ${tool}`);
    return this.#jvm.run(mainClass, args, step.stdin);
  }

  async #ours(step: Step): Promise<ToolResult> {
    const [tool, args] = this.#words(step, SIDES.ours);
    const io = capturedIo(step.stdin);
    const status = await runCommand([tool, ...args], io);
    return { status, stdout: io.out(), stderr: io.err() };
  }
}

describe("our tools print what Apache's print", { skip: apacheSkip() }, () => {
  let jvm: ToolServer;
  before(() => {
    jvm = startToolServer();
  });
  after(() => jvm[Symbol.asyncDispose]());

  for (const [target, start] of TARGETS) {
    describe(`of ${target}`, () => {
      let broker: TargetBroker;
      let sides: Sides;

      before(async () => {
        broker = await start();
        sides = new Sides(jvm, broker);
      });

      after(async () => {
        await sides.close();
        await broker.stop();
      });

      for (const [name, steps] of STEPS) {
        describe(name, () => {
          if (name === "groups") before(() => sides.joinGroups());
          for (const step of steps) it(step.call, () => sides.compare(step));
        });
      }

      // Of our broker's log: dump-log.test.ts.
      if (target === APACHE) {
        describe("files of its log", () => {
          for (const step of FILES) it(step.call, () => sides.compare(step));
        });
      }

      for (const list of STEP_LISTS) {
        describe(list.name, () => {
          let cleanups: Cleanup[] | undefined;
          before(async () => {
            cleanups = await sides.begin(list);
          });
          after(async () => {
            for (const cleanup of cleanups ?? []) await cleanup();
          });
          for (const step of list.steps) {
            it(step.call, async (context) => {
              if (cleanups === undefined) context.skip(`${target} does not serve ${list.needs} yet`);
              else await sides.compare(step);
            });
          }
        });
      }
    });
  }
});
