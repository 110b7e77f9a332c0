// Preloaded into a node of ours (`--import`): watches its event loop from SIGUSR2 on, and at the next one writes the 99.9th percentile of the delay, in
// ms, to the file OTTLA_WATCH_FILE. A node keeps its own handlers of signals.
import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

const NANOSECONDS_PER_MS = 1e6;
const histogram = monitorEventLoopDelay({ resolution: 1 });
let isWatching = false;

process.on("SIGUSR2", () => {
  if (!isWatching) histogram.enable();
  else writeFileSync(process.env["OTTLA_WATCH_FILE"] ?? "", String(histogram.percentile(99.9) / NANOSECONDS_PER_MS));
  isWatching = true;
});
