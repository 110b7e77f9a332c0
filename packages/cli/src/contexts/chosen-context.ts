// Whether a call is about a named cluster: --context, OTTLA_CONTEXT, or the one that `ottla context use` chose. It loads nothing, so that a call
// without one does not pay for it.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the contexts are: OTTLA_CONTEXTS, else `ottla/contexts.yaml` in the directory of configurations. */
export function contextsPath(environment: Environment): string {
  const given = environment["OTTLA_CONTEXTS"];
  if (given !== undefined && given !== "") return given;
  const home = environment["XDG_CONFIG_HOME"];
  return join(home === undefined || home === "" ? join(homedir(), ".config") : home, "ottla", "contexts.yaml");
}

/** @returns true also where the named one does not exist: that is for the reader of the file to say */
export function isContextChosen(name: string | undefined, environment: Environment): boolean {
  if (name !== undefined || (environment["OTTLA_CONTEXT"] ?? "") !== "") return true;
  const path = contextsPath(environment);
  return existsSync(path) && /^current:\s*\S/m.test(readFileSync(path, "utf8"));
}
