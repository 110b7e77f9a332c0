// npm run bench:profile -- [--only REGEX] [--out FILE] [--top 25] [--raw DIRECTORY]: what a broker's time goes to while librdkafka produces
// and consumes at full speed. Each case has a broker of its own, profiled between warm-up and end; the text has the rate, the CPU seconds of
// each thread per GB, and the functions that take most time. `--raw` keeps the profiles, for Chrome's developer tools.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { perf } from "./lib/librdkafka-tool.ts";
import { topFunctions } from "./lib/profile-text.ts";
import type { CpuProfile } from "./lib/profile-text.ts";
import { startOttla, threadCpuSeconds } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

interface Case {
  readonly kind: "produce" | "produce and consume at the tail" | "consume cold";
  readonly recordBytes: number;
  readonly acks: string;
  readonly partitions: number;
}

const RECORDS: ReadonlyMap<number, number> = new Map([
  [100, 3_000_000],
  [1000, 600_000],
]);
/** Warms the code up before anything is measured. */
const WARM_UP_RECORDS = 300_000;

const CASES: readonly Case[] = [100, 1000].flatMap((recordBytes) =>
  [1, 6].flatMap((partitions): Case[] => [
    { kind: "produce", recordBytes, acks: "0", partitions },
    { kind: "produce", recordBytes, acks: "all", partitions },
    { kind: "produce and consume at the tail", recordBytes, acks: "all", partitions },
    { kind: "consume cold", recordBytes, acks: "all", partitions },
  ]),
);

const nameOf = ({ kind, recordBytes, acks, partitions }: Case): string =>
  `${kind}: ${recordBytes} B, ${kind === "produce" ? `acks ${acks}, ` : ""}${partitions} partition${partitions > 1 ? "s" : ""}`;

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    out: { type: "string" },
    top: { type: "string", default: "25" },
    raw: { type: "string" },
  },
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error("the profile did not come");
    await delay(10);
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? -1;

/** Runs the work with the profiler on; what the threads used meanwhile, and the profile. */
async function profiled<T>(
  { pid }: Server,
  file: string,
  work: () => Promise<T>,
): Promise<{ result: T; threads: Map<string, number>; profile: CpuProfile }> {
  process.kill(pid, "SIGUSR2");
  await until(() => sizeOf(file) === 0);
  const before = threadCpuSeconds(pid);
  const result = await work();
  const threads = threadCpuSeconds(pid);
  for (const [name, seconds] of threads) threads.set(name, seconds - (before.get(name) ?? 0));
  process.kill(pid, "SIGUSR2");
  await until(() => sizeOf(file) > 0);
  return { result, threads, profile: JSON.parse(readFileSync(file, "utf8")) as CpuProfile };
}

async function measure(one: Case): Promise<string> {
  const { recordBytes, partitions, acks } = one;
  const records = RECORDS.get(recordBytes) ?? 0;
  const home = mkdtempSync(join(tmpdir(), "ottla-profile-"));
  const file = join(home, "ottla.cpuprofile");
  const start = (): Promise<Server> =>
    startOttla({
      dataDir: join(home, "data"),
      execArgv: ["--import", fileURLToPath(new URL("lib/profiler.ts", import.meta.url))],
      env: { OTTLA_PROFILE: file },
    });
  let server = await start();
  try {
    const produce = (topic: string, count: number): ReturnType<typeof perf> =>
      perf(["produce", server.bootstrap, topic, String(count), String(recordBytes), acks]);
    const consume = (topic: string, count: number): ReturnType<typeof perf> =>
      perf(["consume", server.bootstrap, topic, String(count), String(partitions)]);
    for (const topic of ["warm-up", "measured"]) await createTopic(server, topic, partitions);
    await produce("warm-up", WARM_UP_RECORDS);
    if (one.kind === "consume cold") {
      await produce("measured", records);
      await server.stop();
      server = await start();
    }
    if (one.kind !== "produce") await consume("warm-up", WARM_UP_RECORDS);
    const { result, threads, profile } = await profiled(server, file, async () => {
      if (one.kind === "produce") return await produce("measured", records);
      if (one.kind === "consume cold") return await consume("measured", records);
      const consuming = consume("measured", records);
      await produce("measured", records);
      return await consuming;
    });
    if (values.raw !== undefined) {
      writeFileSync(join(values.raw, `${nameOf(one).replaceAll(/[^\w]+/g, "-")}.cpuprofile`), readFileSync(file));
    }
    const gigabytes = (records * recordBytes) / 1e9;
    const perGigabyte = [...threads]
      .filter(([, seconds]) => seconds > 0)
      .map(([name, seconds]) => `${name} ${(seconds / gigabytes).toFixed(2)}`);
    const total = [...threads.values()].reduce((sum, seconds) => sum + seconds, 0) / gigabytes;
    return [
      `## ${nameOf(one)}`,
      `${Math.round(records / result.seconds).toLocaleString("en")} records/s with the profiler on; ` +
        `CPU seconds per GB ${total.toFixed(2)} (${perGigabyte.join(", ")})`,
      "",
      topFunctions(profile, Number(values.top)),
      "",
    ].join("\n");
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

const only = new RegExp(values.only ?? "");
if (values.raw !== undefined) mkdirSync(values.raw, { recursive: true });
const sections = [
  `node ${process.version}, ${platform()} ${arch()}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}; ` +
    "made by `npm run bench:profile`; percentages are of the time that the event loop was busy\n",
];
process.stdout.write(`${sections[0]}\n`);
for (const one of CASES.filter((candidate) => only.test(nameOf(candidate)))) {
  const section = await measure(one);
  process.stdout.write(`${section}\n`);
  sections.push(section);
}
if (values.out !== undefined) writeFileSync(values.out, sections.join("\n"));
