// The load of Apache Kafka's Java client, in a process of its own (ClusterLoad.java).
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { classPath } from "../../apache/jars.ts";
import { ABORT_EVERY, DELIVERY_TIMEOUT_MS, newHistory, PARTITIONS, PAUSE_MS, TRANSACTION_TIMEOUT_MS } from "./load.ts";
import type { Load, Loader, LoadHistory, Topics, Outcome } from "./load.ts";

const SOURCE = join(dirname(fileURLToPath(import.meta.url)), "ClusterLoad.java");
const JVM = ["-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

function note(history: LoadHistory, line: string): void {
  const [kind = "", at, ...rest] = line.split(" ");
  const atMs = Number(at);
  if (kind === "ack") {
    const [partition, offset] = rest.map(Number);
    assert(partition !== undefined && offset !== undefined && rest[2] !== undefined, line);
    history.acknowledged.push({ partition, offset, value: rest[2] });
    history.progress.push({ stream: `plain ${partition}`, atMs });
  } else if (isOutcome(kind)) {
    history.transactions.push({ outcome: kind, values: rest });
    if (kind === "committed") history.progress.push({ stream: "transactional", atMs });
  } else history.errors.set(line, (history.errors.get(line) ?? 0) + 1);
}

function isOutcome(word: string): word is Outcome {
  return word === "committed" || word === "aborted" || word === "unknown";
}

class JavaLoad implements Load {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #history: LoadHistory = newHistory();
  readonly #classes: string;
  #stderr = "";

  constructor(bootstrap: string, topics: Topics) {
    this.#classes = mkdtempSync(join(tmpdir(), "ottla-java-load-"));
    const compiled = spawnSync("javac", ["-cp", classPath, "-d", this.#classes, SOURCE], { encoding: "utf8" });
    assert.equal(compiled.status, 0, compiled.stderr);
    const numbers = [PARTITIONS, PAUSE_MS, ABORT_EVERY, DELIVERY_TIMEOUT_MS, TRANSACTION_TIMEOUT_MS].map(String);
    const args = [bootstrap, topics.plain, topics.transactional, ...numbers];
    this.#child = spawn("java", [...JVM, "-cp", `${this.#classes}:${classPath}`, "ClusterLoad", ...args]);
    process.once("exit", this.abandon);
    this.#ended = once(this.#child, "close");
    this.#child.stderr?.on("data", (chunk: Buffer) => (this.#stderr += chunk.toString()));
    if (this.#child.stdout !== null)
      createInterface({ input: this.#child.stdout }).on("line", (line) => note(this.#history, line));
  }

  async stop(): Promise<LoadHistory> {
    this.#child.stdin?.end();
    await this.#ended;
    process.removeListener("exit", this.abandon);
    rmSync(this.#classes, { recursive: true, force: true });
    assert.equal(this.#child.exitCode, 0, `the Java load ended in order: ${this.#stderr.slice(-3000)}`);
    return this.#history;
  }

  readonly abandon = (): void => {
    this.#child.kill("SIGKILL");
  };
}

export const javaLoader: Loader = { name: "java", start: (bootstrap, topics) => new JavaLoad(bootstrap, topics) };
