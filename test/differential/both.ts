// A run of scenarios against both servers, one configuration after the other.
import { compareTranscripts, describeDifference, unexplained } from "./compare.ts";
import type { Difference } from "./compare.ts";
import { runScenarios } from "./scenario.ts";
import { SERVER_CONFIGS } from "./session.ts";
import type { Scenario } from "./session.ts";
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

/** Starts the servers that the scenarios need, runs them, `concurrency` at a time, and stops the servers. */
export async function runBoth(
  scenarios: readonly Scenario[],
  isSelf: boolean,
  concurrency: number = CONCURRENCY,
): Promise<BothRuns> {
  const ours = new Map<string, Transcript>();
  const apache = new Map<string, Transcript>();
  let logs = "";
  let apacheVersion = "";
  for (const config of SERVER_CONFIGS) {
    const chosen = scenarios.filter((entry) => entry.config === config);
    if (chosen.length === 0) continue;
    const targets = await startTargets(config, isSelf);
    try {
      const [ourRun, apacheRun] = await Promise.all([
        runScenarios(targets.ours, chosen, concurrency),
        runScenarios(targets.apache, chosen, concurrency),
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

/** A scenario that was run a second time, and what it showed the first time. */
export interface Repeated {
  readonly scenario: string;
  readonly first: readonly string[];
}

/**
 * As `runBoth`, but a scenario in which something differs, or that Apache Kafka cut short, is run once more, on servers of its own. What it shows then counts
 * where ours answers as it did before: a request that meets the moment in which Apache Kafka publishes a change is answered by either state. Where ours answers
 * otherwise than before, the first run counts: what ours does only now and then is a difference like any other.
 */
export async function runBothTwice(
  scenarios: readonly Scenario[],
): Promise<BothRuns & { readonly repeated: readonly Repeated[] }> {
  const runs = await runBoth(scenarios, false);
  const repeated = scenarios.flatMap(({ name }) => {
    const first = faultsOf(runs, name);
    return first.length === 0 ? [] : [{ scenario: name, first }];
  });
  if (repeated.length === 0 || repeated.length > REPEATED_MAX) return { ...runs, repeated: [] };
  const names = new Set(repeated.map(({ scenario }) => scenario));
  const again = await runBoth(
    scenarios.filter(({ name }) => names.has(name)),
    false,
  );
  const kept = [...again.ours].filter(([name, transcript]) => {
    const first = runs.ours.get(name);
    return first !== undefined && compareTranscripts(transcript, first).length === 0;
  });
  return {
    ...runs,
    ours: new Map([...runs.ours, ...kept]),
    apache: new Map([...runs.apache, ...[...again.apache].filter(([name]) => kept.some(([same]) => same === name))]),
    logs: runs.logs + again.logs,
    repeated,
  };
}

/** More scenarios than this do not meet such a moment in one run. */
const REPEATED_MAX = 5;

function faultsOf({ ours, apache }: BothRuns, name: string): readonly string[] {
  const [left, right] = [ours.get(name), apache.get(name)];
  if (left === undefined || right === undefined) return [];
  const differences: readonly Difference[] = unexplained(compareTranscripts(left, right), new Set());
  return [...(right.ended === undefined ? [] : [right.ended]), ...differences.map(describeDifference)];
}
