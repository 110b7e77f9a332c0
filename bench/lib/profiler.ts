// Loaded into the broker's process with `--import` (bench/profile.ts): the first SIGUSR2 starts a CPU profile, the next one ends it and
// writes it to the file that OTTLA_PROFILE names, whole or not at all.
import { renameSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";

const SAMPLING_INTERVAL_US = 250;
const file = process.env["OTTLA_PROFILE"] ?? "ottla.cpuprofile";
const session = new Session();
session.connect();
let isRunning = false;

async function toggle(): Promise<void> {
  if (isRunning) {
    const { profile } = await session.post("Profiler.stop");
    writeFileSync(`${file}.tmp`, JSON.stringify(profile));
    renameSync(`${file}.tmp`, file);
  } else {
    await session.post("Profiler.enable");
    await session.post("Profiler.setSamplingInterval", { interval: SAMPLING_INTERVAL_US });
    await session.post("Profiler.start");
    writeFileSync(file, "");
  }
  isRunning = !isRunning;
}

process.on("SIGUSR2", () => void toggle());
