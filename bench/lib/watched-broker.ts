// A broker in a process that also watches its own event loop; told what to do by its parent.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Broker } from "@ottla/testkit";

const NANOSECONDS_PER_MS = 1e6;
const dataDir = mkdtempSync(join(tmpdir(), "ottla-bench-"));
const broker = await Broker.start({ port: 0, dataDir });
const histogram = monitorEventLoopDelay({ resolution: 1 });

process.on("message", (message) => {
  if (message === "watch") histogram.enable();
  if (message === "report") process.send?.(histogram.percentile(99.9) / NANOSECONDS_PER_MS);
  if (message === "stop") {
    void broker.stop().then(() => {
      rmSync(dataDir, { recursive: true, force: true });
      process.disconnect();
    });
  }
});
process.send?.(broker.bootstrapServers);
