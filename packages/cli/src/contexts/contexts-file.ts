// The file of named clusters. Its values may name where a secret is instead of holding it, in Kafka's words (KIP-297): ${env:NAME},
// ${file:PATH:KEY} of a property file, ${directory:PATH:FILE} for a file's whole content.
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, parseDocument, stringify } from "yaml";
import { InputError, UsageError } from "../failure.ts";
import { propertiesOfFile, readTextFile } from "../properties.ts";
import { contextsPath } from "./chosen-context.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface ContextsFile {
  readonly current: string | undefined;
  /** Configurations of clients by the name of the cluster, values as they are written. */
  readonly contexts: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @throws InputError for what is no file of contexts */
export function readContexts(environment: Environment): ContextsFile {
  const path = contextsPath(environment);
  if (!existsSync(path)) return { current: undefined, contexts: new Map() };
  let content: unknown;
  try {
    content = parse(readTextFile(path));
  } catch (error) {
    throw new InputError(`${path} is not YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  const root = content ?? {};
  if (!isRecord(root)) throw new InputError(`${path} does not hold 'contexts'`);
  for (const key of Object.keys(root))
    if (key !== "current" && key !== "contexts") throw new InputError(`${path}: ${key} is not 'current' or 'contexts'`);
  const { current, contexts = {} } = root;
  if (current !== undefined && typeof current !== "string") throw new InputError(`${path}: 'current' is a name`);
  if (!isRecord(contexts)) throw new InputError(`${path}: 'contexts' has a name for each cluster`);
  return {
    current,
    contexts: new Map(Object.entries(contexts).map(([name, one]) => [name, configOf(path, name, one)])),
  };
}

function configOf(path: string, name: string, given: unknown): ReadonlyMap<string, string> {
  if (!isRecord(given))
    throw new InputError(`${path}: ${name} holds configurations, such as bootstrap.servers: host:9092`);
  return new Map(
    Object.entries(given).map(([key, value]) => {
      if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
        throw new InputError(`${path}: ${name}: ${key} is neither text nor a number`);
      return [key, String(value)];
    }),
  );
}

/** The value with what it names in its place. @throws InputError where that is not there */
export function resolved(value: string, environment: Environment): string {
  return value.replaceAll(/\$\{(env|file|directory):([^}]*)\}/g, (whole, kind: string, rest: string) => {
    if (kind === "env") {
      const found = environment[rest];
      if (found === undefined) throw new InputError(`${whole}: the environment has no ${rest}`);
      return found;
    }
    const at = rest.lastIndexOf(":");
    const path = at === -1 ? rest : rest.slice(0, at);
    const key = at === -1 ? "" : rest.slice(at + 1);
    if (kind === "directory") return readTextFile(join(path, key)).replace(/\r?\n$/, "");
    if (at === -1) throw new InputError(`${whole}: write \${file:PATH:KEY}`);
    const found = propertiesOfFile(path).get(key);
    if (found === undefined) throw new InputError(`${whole}: ${path} has no ${key}`);
    return found;
  });
}

/** The configurations of the chosen context, secrets in their place. @throws UsageError for a name that is not there */
export function loadContext(given: string | undefined, environment: Environment): ReadonlyMap<string, string> {
  const { current, contexts } = readContexts(environment);
  const fromEnvironment = environment["OTTLA_CONTEXT"];
  const name = given ?? (fromEnvironment === undefined || fromEnvironment === "" ? current : fromEnvironment) ?? "";
  const config = contexts.get(name);
  if (config === undefined) {
    const there = contexts.size === 0 ? "there is none" : `there are ${[...contexts.keys()].join(", ")}`;
    throw new UsageError(`There is no context ${name} in ${contextsPath(environment)}: ${there}`);
  }
  if (!config.has("bootstrap.servers")) throw new UsageError(`The context ${name} has no bootstrap.servers`);
  return new Map([...config].map(([key, value]) => [key, resolved(value, environment)]));
}

/** Changes the file, keeping what else is in it, comments too. It may hold secrets, so nobody else may read it. */
export function changeContexts(environment: Environment, path: readonly string[], value: unknown): void {
  const file = contextsPath(environment);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const document = parseDocument(text.trim() === "" ? stringify({ contexts: {} }) : text);
  if (value === undefined) document.deleteIn(path);
  else document.setIn(path, value);
  mkdirSync(dirname(file), { recursive: true });
  // Whole or not at all: another command may read it at any time.
  const target = existsSync(file) ? realpathSync(file) : file;
  const temporary = `${target}.${process.pid}.tmp`;
  writeFileSync(temporary, document.toString(), { mode: 0o600 });
  renameSync(temporary, target);
}
