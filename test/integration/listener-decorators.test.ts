// Decorated listeners, compiled with standard decorators and with TypeScript's older ones: the same events in both.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Producer } from "@ottla/client";
import { KafkaApplication, silentLogger } from "@ottla/listener";
import { clientTarget, until } from "./client-target.ts";
import type * as Decorated from "./decorators/listeners.decorated.ts";

const target = clientTarget();
const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));

async function compiled(mode: string): Promise<typeof Decorated> {
  const tsc = join(root, "node_modules", ".bin", "tsc");
  const result = spawnSync(tsc, ["-p", join(here, "decorators", `tsconfig.${mode}.json`)], { encoding: "utf8" });
  assert.equal(result.status, 0, result.stdout + result.stderr);
  const file = join(root, ".cache", "decorators", mode, "test", "integration", "decorators", "listeners.decorated.js");
  // What the compiler has made of that very file.
  return (await import(pathToFileURL(file).href)) as typeof Decorated;
}

describe("decorated listeners", () => {
  for (const mode of ["standard", "legacy"]) {
    it(`with ${mode} decorators`, async () => {
      const { listenersOf } = await compiled(mode);
      const topic = target.name(mode);
      const names = [`${topic}-plain`, `${topic}-typed`, `${topic}-replies`];
      (await target.admin.createTopics(names.map((name) => ({ name })))).throwIfAnyFailed();
      await using producer = new Producer({ bootstrapServers: target.bootstrapServers });
      await producer.send({ topic: `${topic}-plain`, key: "k", value: "1", headers: { trace: "t" } });
      await producer.sendBatch(["order:7", "hello"].map((value) => ({ topic: `${topic}-typed`, value })));
      const events: string[] = [];
      await using app = new KafkaApplication({
        bootstrapServers: target.bootstrapServers,
        consumer: { "auto.offset.reset": "earliest", "metadata.max.age.ms": 300 },
        logger: silentLogger,
      });
      await app.register(...listenersOf({ topic, group: target.name("group") }, (event) => events.push(event)));
      await app.start();
      const expected = [
        "args number t k -args",
        "batch 1",
        "dead 1 -plain-dlt",
        "inherited 1",
        "order of 7",
        "plain 1@0 private state",
        "reply 1a",
        "reply 1b",
        "retried 1 -plain",
        "retried 1 -plain-retry",
        "text hello",
        "twice 1 a",
        "twice 1 b",
      ];
      await until(() => events.length >= expected.length, `all events, there are: ${events.join(" | ")}`);
      assert.deepEqual(events.sort(), expected);
    });

    it(`with ${mode} decorators answer where their class says, or their method`, async () => {
      const { answeringListeners } = await compiled(mode);
      const topic = target.name(mode);
      const names = ["asked", "answers", "own"].map((name) => `${topic}-${name}`);
      (await target.admin.createTopics(names.map((name) => ({ name })))).throwIfAnyFailed();
      await using producer = new Producer({ bootstrapServers: target.bootstrapServers });
      await producer.sendBatch(["order:7", "hello"].map((value) => ({ topic: `${topic}-asked`, value })));
      const events: string[] = [];
      await using app = new KafkaApplication({
        bootstrapServers: target.bootstrapServers,
        consumer: { "auto.offset.reset": "earliest", "metadata.max.age.ms": 300 },
        logger: silentLogger,
      });
      await app.register(...answeringListeners({ topic, group: target.name("group") }, (event) => events.push(event)));
      await app.start();
      await until(() => events.length >= 2, `both answers, there are: ${events.join(" | ")}`);
      assert.deepEqual(events.sort(), ["order of 7 -answers", "text hello -own"]);
    });
  }
});
