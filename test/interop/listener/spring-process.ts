// A Java process that runs listeners of Spring for Apache Kafka as it is told, and tells what happens to them.
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Scenario, ScenarioRun } from "./scenario.ts";
import { Trace } from "./scenario.ts";

/** Runs scenarios of Spring, many at once. */
export class SpringProcess implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #traces = new Map<string, Trace>();
  readonly #ready: Promise<void>;
  #errors = "";

  constructor(classPath: string, bootstrapServers: string) {
    this.#child = spawn("java", ["-Xmx512m", "-cp", classPath, "SpringListener", bootstrapServers], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.stderr.on("data", (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-20_000);
    });
    this.#ready = new Promise((resolve, reject) => {
      this.#child.on("exit", (code) => reject(new Error(`Spring ended with ${code}: ${this.#errors}`)));
      createInterface({ input: this.#child.stdout }).on("line", (line) => {
        const [name = "", ...event] = line.split(" ");
        if (name === "-") resolve();
        else this.#traces.get(name)?.add(event.join(" "));
      });
    });
    this.#ready.catch(() => undefined);
  }

  async run(scenario: Scenario, topic: string, group: string): Promise<ScenarioRun> {
    await this.#ready;
    const trace = new Trace();
    this.#traces.set(topic, trace);
    const { type, mode, kind } = scenario;
    this.#tell(`run ${topic} ${topic} ${group} ${type} ${mode} ${kind}`);
    return {
      trace,
      release: () => this.#tell(`go ${topic}`),
      stop: async () => {
        if (!trace.has("S")) this.#tell(`stop ${topic}`);
        await trace.until((events) => events.includes("S"), "the stop");
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.stdin.end();
    await gone;
  }

  #tell(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }
}
