/**
 * From an `application.yml` as Spring Boot has it to the options of an application. Every key below `spring.kafka` is served or refused, an unknown one with
 * the nearest right name; what stands elsewhere is there for placeholders. An empty value counts as none.
 */
import { ConfigError } from "@ottla/client";
import type { KafkaApplicationOptions } from "../application/kafka-application.ts";
import { ContainerValues } from "./container-values.ts";
import { flattenYaml } from "./documents.ts";
import type { FlatProperties } from "./documents.ts";
import { resolvePlaceholders } from "./placeholders.ts";
import type { Lookup } from "./placeholders.ts";
import { canonical, environmentName, nearest } from "./relaxed-names.ts";
import { JAAS_OPTIONS, PROPERTY_MAPS, REFUSED_FAMILIES, SPRING_KEYS } from "./spring-keys.ts";
import type { SpringKey } from "./spring-keys.ts";
import { parseValue } from "./values.ts";

const ROOT = "spring.kafka.";

export interface ConfigurationOptions {
  /** Active profiles; default: `spring.profiles.active`, from the environment or the file. */
  readonly profiles?: readonly string[];
  /** Default: the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** What a file says. */
export interface SpringConfiguration {
  readonly options: KafkaApplicationOptions;
  /** What is to be observed: `listener.observation-enabled` and `template.observation-enabled`; undefined where the file does not say. */
  readonly observes: { readonly listener: boolean | undefined; readonly template: boolean | undefined };
  /** Any property of the file or the environment, placeholders resolved. */
  readonly lookup: Lookup;
}

/** Reads the text of an `application.yml`. Throws {@link ConfigError} naming the key. */
export function readConfiguration(yaml: string, options: ConfigurationOptions = {}): SpringConfiguration {
  const environment = options.environment ?? process.env;
  const flat = flattenYaml(yaml, options.profiles ?? activeProfiles(yaml, environment));
  const lookup = lookupIn(flat, environment);
  const values = new ContainerValues();
  const written = withEnvironment(flat, environment);
  for (const [name, raw] of written) {
    if (!canonical(name).startsWith(canonical(ROOT))) continue;
    const text = resolvePlaceholders(raw, lookup).trim();
    bind(name.slice(ROOT.length), text, values);
  }
  return { options: values.applicationOptions(), observes: values.observes(), lookup };
}

function activeProfiles(yaml: string, environment: Readonly<Record<string, string | undefined>>): string[] {
  const named =
    environment["SPRING_PROFILES_ACTIVE"] ??
    lookupIn(flattenYaml(yaml, []), environment)("spring.profiles.active") ??
    "";
  const profiles = named.split(",").map((one) => one.trim());
  return profiles.filter((one) => one !== "").length === 0 ? ["default"] : profiles;
}

/** The environment wins over the file. */
function lookupIn(flat: FlatProperties, environment: Readonly<Record<string, string | undefined>>): Lookup {
  const byName = new Map([...flat].map(([name, value]) => [canonical(name), value]));
  return (name) => environment[name] ?? environment[environmentName(name)] ?? byName.get(canonical(name));
}

/** Known keys that the environment sets, in place of those of the file. */
function withEnvironment(
  flat: FlatProperties,
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const all = new Map(joinLists(flat));
  for (const key of SPRING_KEYS.keys()) {
    const value = environment[environmentName(ROOT + key)];
    if (value === undefined) continue;
    for (const name of all.keys()) if (canonical(name) === canonical(ROOT + key)) all.delete(name);
    all.set(ROOT + key, value);
  }
  return all;
}

/** `servers[0]`, `servers[1]` → `servers` with a comma between. */
function joinLists(flat: FlatProperties): ReadonlyMap<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of flat) {
    const list = /^(.*)\[\d+\]$/.exec(name)?.[1] ?? name;
    const before = joined.get(list);
    joined.set(list, list === name || before === undefined ? value : `${before},${value}`);
  }
  return joined;
}

const BY_CANONICAL: ReadonlyMap<string, string> = new Map([...SPRING_KEYS.keys()].map((key) => [canonical(key), key]));

function bind(name: string, text: string, values: ContainerValues): void {
  for (const [map, client] of PROPERTY_MAPS) {
    const option = below(map, name);
    if (option === undefined) continue;
    if (text !== "") values.setOption(client, option, text);
    return;
  }
  const loginOption = below(JAAS_OPTIONS, name);
  if (loginOption !== undefined) return values.setLoginOption(loginOption, text);
  const known = BY_CANONICAL.get(canonical(name));
  const key = known === undefined ? undefined : SPRING_KEYS.get(known);
  if (known === undefined || key === undefined) throw unknownKey(name);
  if (text === "") return;
  if ("refusal" in key) {
    if (key.isSwitch && text.toLowerCase() === "false") return;
    throw new ConfigError(`${ROOT}${known} is not supported: ${key.refusal}`);
  }
  const value = parsed(known, key, text);
  if ("setting" in key.target) values.setSetting(key.target.setting, value);
  else values.setOption(key.target.client, key.target.option, value);
}

/** What stands behind the name of a map, in its own spelling: `properties.[max.block.ms]` as `properties.max.block.ms`. */
function below(map: string, name: string): string | undefined {
  const prefix = `${map}.`;
  if (!canonical(name).startsWith(canonical(prefix)) || name.length <= prefix.length) return undefined;
  return name.slice(prefix.length).replace(/^\[(.*)\]$/, "$1");
}

function parsed(
  name: string,
  key: Extract<SpringKey, { readonly kind: unknown }>,
  text: string,
): string | number | boolean {
  if (key.words !== undefined) {
    const word = Object.entries(key.words).find(([one]) => canonical(one) === canonical(text))?.[1];
    if (word !== undefined) return word;
    const hint = nearest(text, Object.keys(key.words));
    const all = Object.keys(key.words).join(", ");
    throw new ConfigError(
      `${ROOT}${name} must be one of ${all}, not '${text}'${hint === undefined ? "" : `; did you mean ${hint}?`}`,
    );
  }
  try {
    return parseValue(key.kind, text);
  } catch (error) {
    throw new ConfigError(`${ROOT}${name} ${(error as Error).message}, not '${text}'`);
  }
}

function unknownKey(name: string): ConfigError {
  for (const [family, reason] of REFUSED_FAMILIES) {
    if (canonical(name).startsWith(`${canonical(family)}.`))
      return new ConfigError(`${ROOT}${name} is not supported: ${reason}`);
  }
  const hint = nearest(name, SPRING_KEYS.keys());
  return new ConfigError(`Unknown key ${ROOT}${name}${hint === undefined ? "" : `; did you mean ${ROOT}${hint}?`}`);
}
