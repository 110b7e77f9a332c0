// Every example, compiled with standard and with TypeScript's older decorators, against a broker of its own.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, globSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Broker } from "@ottla/testkit";
import type { Example } from "../../examples/run.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Lines that an example says among others. */
const SAYS: Readonly<Record<string, readonly string[]>> = {
  "spring/default-template.ts": ["the last one is TEST-"],
  "spring/custom-template.ts": ["onSuccess"],
  "spring/listeners.ts": ["01 message 9", "02 message 0", "03 test-", "04 message 5", "05 zero 3", "05 one 0"],
  "spring/batch-listeners.ts": ["00 message 9", "01 message 9", "02 message 9"],
  "spring/custom-container-factory.ts": [
    "assigned: test-custom-0, test-custom-1",
    "message 9",
    "revoked, after the commit:",
  ],
  "spring/from-yaml.ts": ["message 9"],
  "nestjs/shop.ts": [
    "invoice: 10 for order 1",
    "invoice: 30 for order 3",
    "not billed: order 4",
    "click: home from partition",
    "answer: lamp costs 400",
  ],
  "consumers/multi-worker.ts": ["up to 5 at once"],
  "consumers/multi-consumer.ts": ["message 29"],
  "spring/keys.ts": [
    "must be one of record, batch, time, count, count-time, manual, manual-immediate, not 'all'",
    "did you mean spring.kafka.listener.ack-mode?",
    "ackCount must be greater than zero",
    "listener.type must be one of single, batch, record",
    "message 9",
  ],
  "consumers/multi-thread.ts": ["handled 0@4", "handled 1@4", "One of the 3 threads of test-group is idle"],
  "consumers/lag.ts": [
    "records-lag of 0: 20",
    "records-lag of 0: 0",
    "records-lag-max: 20",
    "records-lag-avg of 0: 10",
  ],
};

function compile(mode: string, config = `tsconfig.${mode}.json`): string {
  const tsc = join(root, "node_modules", ".bin", "tsc");
  const result = spawnSync(tsc, ["-p", join(root, "examples", config)], { encoding: "utf8" });
  assert.equal(result.status, 0, result.stdout + result.stderr);
  const out = join(root, ".cache", "examples", mode, "examples");
  for (const file of globSync("spring/*.yml", { cwd: join(root, "examples") }))
    cpSync(join(root, "examples", file), join(out, file));
  return out;
}

/** The function that an example's file exports and runs. */
async function exampleOf(file: string, name: string): Promise<Example> {
  const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, Example>>;
  const example = module[name];
  assert.ok(example !== undefined, `${file} has no ${name}`);
  return example;
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  "spring/custom-container-factory.ts": "customFactory",
};

function functionName(file: string): string {
  const base = file.split("/").at(-1)?.replace(".ts", "") ?? "";
  return FUNCTIONS[file] ?? base.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}

/** Runs an example and looks for what it has to say. */
async function runs(out: string, file: string, broker: Broker): Promise<void> {
  const example = await exampleOf(join(out, file.replace(/\.ts$/, ".js")), functionName(file));
  const lines: string[] = [];
  await example(broker.bootstrapServers, (line) => lines.push(line));
  const expected = SAYS[file];
  assert.ok(expected !== undefined, `what ${file} says is not known`);
  for (const one of expected) {
    assert.ok(
      lines.some((line) => line.includes(one)),
      `${one}: ${lines.join(" | ")}`,
    );
  }
}

const files = globSync("{spring,consumers}/*.ts", { cwd: join(root, "examples") }).sort();

for (const mode of ["standard", "legacy"]) {
  describe(`examples with ${mode} decorators`, () => {
    let broker: Broker;
    let out: string;

    before(async () => {
      broker = await Broker.start();
      out = compile(mode);
    });

    after(async () => await broker.stop());

    for (const file of files) {
      it(file, async () => {
        await runs(out, file, broker);
      });
    }
  });
}

describe("the example of NestJS, with a configuration of its own", () => {
  it("nestjs/shop.ts", async () => {
    await using broker = await Broker.start();
    await runs(compile("nestjs", join("nestjs", "tsconfig.json")), "nestjs/shop.ts", broker);
  });
});
