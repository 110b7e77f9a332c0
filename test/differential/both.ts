// A run of scenarios against both servers, one configuration after the other.
import { runScenarios } from "./scenario.ts";
import type { Scenario, ServerConfig } from "./session.ts";
import { startTargets } from "./targets.ts";
import type { Transcript } from "./transcript.ts";

/** Scenarios at a time on each server; most of their time is waiting. */
const CONCURRENCY = 4;

export interface BothRuns {
  readonly ours: ReadonlyMap<string, Transcript>;
  readonly apache: ReadonlyMap<string, Transcript>;
  /** As Apache's jars say. */
  readonly apacheVersion: string;
  /** What the servers printed. */
  readonly logs: string;
}

/** Starts the servers that the scenarios need, runs them, and stops the servers. */
export async function runBoth(scenarios: readonly Scenario[], isSelf: boolean): Promise<BothRuns> {
  const ours = new Map<string, Transcript>();
  const apache = new Map<string, Transcript>();
  let logs = "";
  let apacheVersion = "";
  for (const config of ["common", "strict", "telemetry"] satisfies ServerConfig[]) {
    const chosen = scenarios.filter((entry) => entry.config === config);
    if (chosen.length === 0) continue;
    const targets = await startTargets(config, isSelf);
    try {
      const [ourRun, apacheRun] = await Promise.all([
        runScenarios(targets.ours, chosen, CONCURRENCY),
        runScenarios(targets.apache, chosen, CONCURRENCY),
      ]);
      for (const [name, transcript] of ourRun) ours.set(name, transcript);
      for (const [name, transcript] of apacheRun) apache.set(name, transcript);
      logs += targets.apache.log() + targets.ours.log();
      apacheVersion = targets.apache.version;
    } finally {
      await Promise.all([targets.ours.stop(), targets.apache.stop()]);
    }
  }
  return { ours, apache, apacheVersion, logs };
}
