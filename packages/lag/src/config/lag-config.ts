// The whole configuration of a monitor, from the tree that a burrow.toml or a YAML file holds: which sections there are, how many of each, and
// what they say of one another.
import {
  CLIENT_PROFILE,
  CLUSTER,
  CONSUMER,
  EVALUATOR,
  EXPORTER,
  GENERAL,
  HTTP_SERVER,
  IAM,
  LOGGING,
  NOTIFIER,
  SASL,
  SILENCE,
  STATE,
} from "./keys.ts";
import { STORAGE, TLS, ZOOKEEPER } from "./keys.ts";
import { LagConfigError, Section, members, readSection } from "./section.ts";
import type { Keys, Surroundings } from "./section.ts";

/** A checked configuration. Modules by the name they were given, in the order of the file. */
export interface LagConfig {
  readonly general: Section;
  readonly logging: Section;
  /** Undefined where the file has no such section. */
  readonly zookeeper: Section | undefined;
  readonly clientProfiles: ReadonlyMap<string, Section>;
  readonly tls: ReadonlyMap<string, Section>;
  readonly sasl: ReadonlyMap<string, Section>;
  readonly iam: ReadonlyMap<string, Section>;
  readonly clusters: ReadonlyMap<string, Section>;
  readonly consumers: ReadonlyMap<string, Section>;
  readonly storage: Section;
  readonly evaluator: Section;
  readonly httpServers: ReadonlyMap<string, Section>;
  readonly notifiers: ReadonlyMap<string, Section>;
  readonly exporters: ReadonlyMap<string, Section>;
  readonly silences: ReadonlyMap<string, Section>;
  /** Undefined where nothing is kept. */
  readonly state: Section | undefined;
  /** What was said that has no effect, a sentence each. */
  readonly warnings: readonly string[];
}

/** The keys of sections of which there may be several, each with a name, by the kind of the section. */
export const MODULES: Readonly<Record<string, Keys>> = {
  "client-profile": CLIENT_PROFILE,
  tls: TLS,
  sasl: SASL,
  iam: IAM,
  cluster: CLUSTER,
  consumer: CONSUMER,
  storage: STORAGE,
  evaluator: EVALUATOR,
  httpserver: HTTP_SERVER,
  notifier: NOTIFIER,
  silence: SILENCE,
  state: STATE,
  exporter: EXPORTER,
};
/** The keys of sections that have no name. */
export const SINGLE: Readonly<Record<string, Keys>> = { general: GENERAL, logging: LOGGING, zookeeper: ZOOKEEPER };
/** Of larger windows one alone might not fit into a record. */
const INTERVALS_MAX = 10_000;
const HOST_PORT = /^(?:\[[0-9a-fA-F:.]+\]|[^\s:/]+):\d{1,5}$/;

class Reader {
  readonly #tree: ReadonlyMap<string, unknown>;
  readonly #around: Surroundings;

  constructor(tree: ReadonlyMap<string, unknown>, around: Surroundings) {
    this.#tree = tree;
    this.#around = around;
  }

  single(kind: string): Section {
    return readSection(kind, this.#tree.get(kind), SINGLE[kind] ?? {}, this.#around);
  }

  modules(kind: string): Map<string, Section> {
    const found = new Map<string, Section>();
    for (const [name, table] of members(kind, this.#tree.get(kind))) {
      found.set(name, readSection(`${kind}.${name}`, table, MODULES[kind] ?? {}, this.#around));
    }
    return found;
  }

  /** The one module of a kind of which there may be one; where there is none, one called "default" with the defaults. */
  only(kind: string, className: string): Section {
    const found = this.modules(kind);
    if (found.size > 1) throw new LagConfigError(`there may be one ${kind} module, and ${found.size} are configured`);
    const [section] = found.values();
    return section ?? readSection(`${kind}.default`, { "class-name": className }, MODULES[kind] ?? {}, this.#around);
  }
}

/** The variables that override keys of a file: `BURROW_CLUSTER_LOCAL_SERVERS` is `servers` of `[cluster.local]`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Checks a configuration.
 * @param tree what a TOML or YAML parser made of the file
 * @throws LagConfigError naming the key that is wrong
 */
export function lagConfigOf(tree: unknown, environment: Environment = {}): LagConfig {
  const sections = new Map([...members("the file", tree)].map(([name, table]) => [name.toLowerCase(), table]));
  for (const name of sections.keys()) {
    if (!Object.hasOwn(MODULES, name) && !Object.hasOwn(SINGLE, name))
      throw new LagConfigError(`${name} is not a section of the configuration`);
  }
  const warnings: string[] = [];
  const variables = new Map(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const around = { environment: variables, prefix: "burrow", warn: (sentence: string) => void warnings.push(sentence) };
  const prefix = new Reader(sections, around).single("general").text("env-var-prefix");
  const reader = new Reader(sections, { ...around, prefix });
  const httpServers = reader.modules("httpserver");
  if (httpServers.size === 0)
    httpServers.set("default", readSection("httpserver.default", {}, HTTP_SERVER, { ...around, prefix }));
  const config: LagConfig = {
    general: reader.single("general"),
    logging: reader.single("logging"),
    zookeeper: sections.has("zookeeper") ? reader.single("zookeeper") : undefined,
    clientProfiles: reader.modules("client-profile"),
    tls: reader.modules("tls"),
    sasl: reader.modules("sasl"),
    iam: reader.modules("iam"),
    clusters: reader.modules("cluster"),
    consumers: reader.modules("consumer"),
    storage: reader.only("storage", "inmemory"),
    evaluator: reader.only("evaluator", "caching"),
    httpServers,
    notifiers: reader.modules("notifier"),
    exporters: reader.modules("exporter"),
    silences: reader.modules("silence"),
    state: sections.has("state") ? reader.only("state", "kafka") : undefined,
    warnings,
  };
  check(config);
  return config;
}

/** A section by the name another one gives, in any case. */
export function byName(sections: ReadonlyMap<string, Section>, name: string): [string, Section] | undefined {
  const exact = sections.get(name);
  if (exact !== undefined) return [name, exact];
  return [...sections].find(([one]) => one.toLowerCase() === name.toLowerCase());
}

function check(config: LagConfig): void {
  const { clusters, consumers, clientProfiles, httpServers, tls, sasl, iam } = config;
  const refer = (section: string, key: string, name: string, to: ReadonlyMap<string, Section>): void => {
    if (name !== "" && byName(to, name) === undefined)
      throw new LagConfigError(`${section}.${key} names ${name}, and there is no such section`);
  };
  for (const [name, cluster] of clusters) {
    checkServers(`cluster.${name}.servers`, cluster.list("servers"));
    refer(`cluster.${name}`, "client-profile", cluster.text("client-profile"), clientProfiles);
  }
  for (const [name, consumer] of consumers) {
    if (consumer.has("servers")) checkServers(`consumer.${name}.servers`, consumer.list("servers"));
    refer(`consumer.${name}`, "cluster", consumer.text("cluster"), clusters);
    refer(`consumer.${name}`, "client-profile", consumer.text("client-profile"), clientProfiles);
  }
  for (const [name, profile] of clientProfiles) {
    refer(`client-profile.${name}`, "tls", profile.text("tls"), tls);
    refer(`client-profile.${name}`, "sasl", profile.text("sasl"), sasl);
    refer(`client-profile.${name}`, "iam", profile.text("iam"), iam);
    if (profile.text("iam") !== "" && profile.text("sasl") !== "")
      throw new LagConfigError(`client-profile.${name} names iam and sasl, which exclude each other`);
  }
  if (config.state !== undefined) checkState(config, config.state, refer);
  for (const [name, server] of httpServers) {
    refer(`httpserver.${name}`, "tls", server.text("tls"), tls);
    if (!/^(?:.*):\d{1,5}$/.test(server.text("address")))
      throw new LagConfigError(`httpserver.${name}.address is host:port, or :port for every address`);
  }
}

type Refer = (section: string, key: string, name: string, to: ReadonlyMap<string, Section>) => void;

function checkState({ clusters, clientProfiles, storage }: LagConfig, state: Section, refer: Refer): void {
  const path = `state.${state.name}`;
  const cluster = state.text("cluster");
  if ((cluster === "") === !state.has("servers"))
    throw new LagConfigError(`${path} names either a cluster, or servers of its own`);
  if (state.has("servers")) checkServers(`${path}.servers`, state.list("servers"));
  refer(path, "cluster", cluster, clusters);
  refer(path, "client-profile", state.text("client-profile"), clientProfiles);
  if (storage.number("intervals") > INTERVALS_MAX)
    throw new LagConfigError(`${path}: windows of more than ${INTERVALS_MAX} commits are not kept in a topic`);
}

function checkServers(path: string, servers: readonly string[]): void {
  if (servers.length === 0) throw new LagConfigError(`${path} is empty`);
  const wrong = servers.find((server) => !HOST_PORT.test(server));
  if (wrong !== undefined) throw new LagConfigError(`${path} are host:port each; ${wrong} is not`);
}
