// The list of scenarios, filled by the files under scenarios/ when they are imported, and how one is run.
import { hostOf, ScenarioEnd, Session, scenarioId } from "./session.ts";
import type { Scenario, Target } from "./session.ts";
import type { Transcript } from "./transcript.ts";

const all = new Map<string, Scenario>();

/** Registers a scenario. */
export function scenario(name: string, run: (session: Session) => Promise<void>): void {
  add({ name, isExclusive: false, config: "common", run });
}

/** Registers a scenario for servers with the strict configuration. */
export function strictScenario(name: string, run: (session: Session) => Promise<void>): void {
  add({ name, isExclusive: false, config: "strict", run });
}

/** Registers a scenario that needs the server to itself, on a server that nobody has used yet. */
export function exclusiveScenario(name: string, run: (session: Session) => Promise<void>): void {
  add({ name, isExclusive: true, config: "common", run });
}

/** Registers a scenario for servers that take metrics of clients. It runs alone: a change of the subscriptions concerns every client. */
export function telemetryScenario(name: string, run: (session: Session) => Promise<void>): void {
  add({ name, isExclusive: true, config: "telemetry", run });
}

/**
 * Registers a scenario for servers with an authorizer. What goes out without `from` (and through `quiet`) may do everything; a client with a number may do what
 * the scenario gives to its `session.host`. Entries about the cluster name that host, so that they concern nobody else.
 */
export function authorizedScenario(name: string, run: (session: Session) => Promise<void>): void {
  add({ name, isExclusive: false, config: "authorizer", run });
}

/** One `authorizedScenario` for each version, named `<name> v<version>`. */
export function authorizedPerVersion(
  name: string,
  versions: readonly number[],
  run: (session: Session, version: number) => Promise<void>,
): void {
  for (const version of versions) authorizedScenario(`${name} v${version}`, (session) => run(session, version));
}

/** One scenario for each version, named `<name> v<version>`. */
export function scenarioPerVersion(
  name: string,
  versions: readonly number[],
  run: (session: Session, version: number) => Promise<void>,
): void {
  for (const version of versions) scenario(`${name} v${version}`, (session) => run(session, version));
}

/** As `scenarioPerVersion`, each alone on the servers. */
export function exclusivePerVersion(
  name: string,
  versions: readonly number[],
  run: (session: Session, version: number) => Promise<void>,
): void {
  for (const version of versions) exclusiveScenario(`${name} v${version}`, (session) => run(session, version));
}

function add(entry: Scenario): void {
  const id = scenarioId(entry.name);
  for (const [other, { config }] of all) {
    if (scenarioId(other) === id) throw new Error(`two scenarios would share their topics: ${other} and ${entry.name}`);
    if (config === "authorizer" && entry.config === config && hostOf(other, 1) === hostOf(entry.name, 1)) {
      throw new Error(
        `two scenarios would share their addresses: ${other} and ${entry.name}: name one of them otherwise`,
      );
    }
  }
  all.set(entry.name, entry);
}

export function allScenarios(): Scenario[] {
  return [...all.values()];
}

/** Runs one script against one server. A script that fails is part of what is compared. */
export async function runScenario(target: Target, { name, run }: Scenario): Promise<Transcript> {
  const session = new Session(target, name);
  let ended: string | undefined;
  try {
    await run(session);
  } catch (error) {
    ended = error instanceof ScenarioEnd ? error.message : String(error instanceof Error ? error.stack : error);
  }
  return await session.finish(ended);
}

/** Runs scenarios: the exclusive ones first, one by one, then the others, `concurrency` at a time. */
export async function runScenarios(
  target: Target,
  scenarios: readonly Scenario[],
  concurrency: number,
): Promise<Map<string, Transcript>> {
  const transcripts = new Map<string, Transcript>();
  const work = async (queue: Scenario[]): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      transcripts.set(next.name, await runScenario(target, next));
    }
  };
  await work(scenarios.filter((entry) => entry.isExclusive));
  const shared = scenarios.filter((entry) => !entry.isExclusive);
  await Promise.all(Array.from({ length: concurrency }, () => work(shared)));
  return transcripts;
}
