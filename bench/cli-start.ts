// What a call of a tool costs: `ottla topics --list` beside Apache's kafka-topics.sh at one broker, and beside a Node that does nothing.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Broker } from "@ottla/testkit";
import { Admin } from "@ottla/client";
import { classPath } from "../test/apache/jars.ts";
import { TOOLS } from "../test/apache/tool.ts";
import { alternate, median } from "./lib/bench.ts";
import type { Bench } from "./lib/bench.ts";
import { OTTLA } from "./lib/server.ts";

/** What kafka-run-class.sh starts a tool with. */
const JVM = [
  "-Xmx256M",
  "-server",
  "-XX:+UseG1GC",
  "-XX:MaxGCPauseMillis=20",
  "-XX:InitiatingHeapOccupancyPercent=35",
  "-XX:+ExplicitGCInvokesConcurrent",
  "-Djava.awt.headless=true",
];
/** How often memory is looked at, in ms. */
const LOOK_MS = 4;
/** A call is short: many make a median. */
const CALLS_A_ROUND = 5;

interface Call {
  readonly ms: number;
  readonly peakMiB: number;
}

function peakOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(text)?.[1];
    return peak === undefined ? undefined : Number(peak) / 1024;
  } catch {
    return undefined;
  }
}

/** Runs a program to its end. @throws Error when it does not print what it should */
function call(program: string, args: readonly string[], expected: string): Promise<Call> {
  const began = performance.now();
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  let peakMiB = 0;
  const look = setInterval(() => (peakMiB = peakOf(child.pid ?? 0) ?? peakMiB), LOOK_MS);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      clearInterval(look);
      if (status === 0 && output === expected) resolve({ ms: performance.now() - began, peakMiB });
      else reject(new Error(`${program} ended with ${status} and printed ${output}`));
    });
  });
}

export const bench: Bench = {
  name: "cli-start",
  about:
    "One call of a tool: `topics --list` of a broker with ten topics; time in milliseconds, memory as the most that was resident.",
  async run({ rounds, note }) {
    const broker = await Broker.start({ memory: true });
    const names = Array.from({ length: 10 }, (_, index) => `topic-${index}`);
    {
      await using admin = new Admin({ "bootstrap.servers": broker.bootstrapServers });
      (await admin.createTopics(names.map((name) => ({ name, numPartitions: 1 })))).throwIfAnyFailed();
    }
    const listed = `${names.join("\n")}\n`;
    const words = ["--bootstrap-server", broker.bootstrapServers, "--list"];
    const ottla = (): Promise<Call> => call(process.execPath, [OTTLA, "topics", ...words], listed);
    const apache = (): Promise<Call> =>
      call("java", [...JVM, "-cp", classPath, TOOLS["kafka-topics"], ...words], listed);
    const bare = (): Promise<Call> => call(process.execPath, ["-e", "0"], "");
    // The first call compiles; Node keeps what was compiled, as every later call finds it.
    await ottla();
    const calls = await alternate(rounds * CALLS_A_ROUND, ottla, apache);
    const idle: Call[] = [];
    for (let round = 0; round < rounds * CALLS_A_ROUND; round++) idle.push(await bare());
    await broker.stop();
    const ms = (of: readonly Call[]): number[] => of.map((one) => one.ms);
    const above = median(ms(calls.ottla)) - median(ms(idle));
    note(
      `A Node that does nothing takes ${median(ms(idle)).toFixed(0)} ms; \`ottla topics --list\` ${above.toFixed(0)} ms more.`,
    );
    return [
      { name: "topics --list", unit: "ms", ottla: ms(calls.ottla), peer: ms(calls.peer), higherIsBetter: false },
      {
        name: "peak memory",
        unit: "MiB",
        ottla: calls.ottla.map((one) => one.peakMiB),
        peer: calls.peer.map((one) => one.peakMiB),
        higherIsBetter: false,
      },
      {
        name: "topics --list, beside bare Node",
        unit: "ms",
        ottla: ms(calls.ottla),
        peer: ms(idle),
        higherIsBetter: false,
      },
    ];
  },
};
