// /v3/config: the configuration as it is in force, and a cluster's module, which Burrow also shows under /v3/kafka.
import { byName } from "../config/lag-config.ts";
import type { LagConfig } from "../config/lag-config.ts";
import type { Section } from "../config/section.ts";
import { failed, found, listed } from "./answer.ts";
import type { Asked, Handler, HttpAnswer } from "./answer.ts";
import type { JsonValue } from "./go-json.ts";
import type { Route } from "./router.ts";

function mainConfig(asked: Asked): HttpAnswer {
  const { general, logging, zookeeper, httpServers } = asked.view.config;
  const servers = new Map<string, JsonValue>();
  for (const [name, server] of httpServers) {
    servers.set(name, { address: server.text("address"), tls: server.text("tls"), timeout: server.number("timeout") });
  }
  return listed(asked, "main config returned", {
    general: {
      pidfile: general.text("pidfile"),
      "stdout-logfile": general.text("stdout-logfile"),
      "access-control-allow-origin": general.text("access-control-allow-origin"),
    },
    logging: {
      filename: logging.text("filename"),
      "max-size": logging.number("maxsize"),
      "max-backups": logging.number("maxbackups"),
      "max-age": logging.number("maxage"),
      "use-local-time": logging.boolean("use-localtime"),
      "use-compression": logging.boolean("use-compression"),
      level: logging.text("level"),
    },
    zookeeper: {
      servers: zookeeper === undefined ? null : zookeeper.list("servers"),
      timeout: zookeeper?.number("timeout") ?? 0,
      "root-path": zookeeper?.text("root-path") ?? "",
    },
    httpserver: servers,
  });
}

function profile(config: LagConfig, name: string): JsonValue {
  const [, section] = byName(config.clientProfiles, name) ?? [];
  const tls = section?.text("tls") ?? "";
  const sasl = section?.text("sasl") ?? "";
  const [, tlsSection] = byName(config.tls, tls) ?? [];
  const [, saslSection] = byName(config.sasl, sasl) ?? [];
  return {
    name,
    "client-id": section?.text("client-id") ?? "burrow-lagchecker",
    "kafka-version": section?.text("kafka-version") ?? "2.8.0",
    tls:
      tlsSection === undefined
        ? null
        : {
            name: tls,
            noverify: tlsSection.boolean("noverify"),
            certfile: tlsSection.text("certfile"),
            keyfile: tlsSection.text("keyfile"),
            cafile: tlsSection.text("cafile"),
          },
    sasl:
      saslSection === undefined
        ? null
        : { name: sasl, "handshake-first": false, username: saslSection.text("username") },
  };
}

function clusterModule(section: Section, config: LagConfig): JsonValue {
  return {
    "class-name": section.text("class-name"),
    servers: section.list("servers"),
    "client-profile": profile(config, section.text("client-profile")),
    "topic-refresh": section.number("topic-refresh"),
    "offset-refresh": section.number("offset-refresh"),
  };
}

function consumerModule(section: Section, config: LagConfig): JsonValue {
  return {
    "class-name": section.text("class-name"),
    cluster: section.text("cluster"),
    servers: section.list("servers"),
    "group-allowlist": section.text("group-allowlist"),
    "zookeeper-path": "",
    "zookeeper-timeout": 0,
    "client-profile": profile(config, section.text("client-profile")),
    "offsets-topic": section.text("offsets-topic"),
    "start-latest": section.boolean("start-latest"),
  };
}

function storageModule(section: Section): JsonValue {
  return {
    "class-name": section.text("class-name"),
    intervals: section.number("intervals"),
    "min-distance": section.number("min-distance"),
    "group-allowlist": section.text("group-allowlist"),
    "expire-group": section.number("expire-group"),
  };
}

function evaluatorModule(section: Section): JsonValue {
  return { "class-name": section.text("class-name"), "expire-cache": section.number("expire-cache") };
}

function notifierModule(section: Section): JsonValue {
  const head = {
    "class-name": section.text("class-name"),
    "group-allowlist": section.text("group-allowlist"),
    interval: section.number("interval"),
    threshold: section.number("threshold"),
  };
  const templates = {
    "template-open": section.text("template-open"),
    "template-close": section.text("template-close"),
  };
  const tail = { extra: section.map("extras"), "send-close": section.boolean("send-close") };
  const trust = { "extra-ca": section.text("extra-ca"), noverify: section.text("noverify") };
  if (section.text("class-name") === "null") return { ...head, ...templates, ...tail };
  if (section.text("class-name") === "email") {
    return {
      ...head,
      ...templates,
      ...tail,
      server: section.text("server"),
      port: section.number("port"),
      "auth-type": section.text("auth-type"),
      username: section.text("username"),
      from: section.text("from"),
      to: section.text("to"),
      ...trust,
    };
  }
  return {
    ...head,
    timeout: section.number("timeout"),
    keepalive: section.number("keepalive"),
    "url-open": section.text("url-open"),
    "url-close": section.text("url-close"),
    "method-open": section.text("method-open"),
    "method-close": section.text("method-close"),
    ...templates,
    ...tail,
    ...trust,
  };
}

interface Kind {
  readonly coordinator: string;
  sections(config: LagConfig): ReadonlyMap<string, Section>;
  show(section: Section, config: LagConfig): JsonValue;
}

const alone = (section: Section): ReadonlyMap<string, Section> => new Map([[section.name, section]]);

const KINDS: readonly Kind[] = [
  { coordinator: "storage", sections: ({ storage }) => alone(storage), show: storageModule },
  { coordinator: "evaluator", sections: ({ evaluator }) => alone(evaluator), show: evaluatorModule },
  { coordinator: "cluster", sections: ({ clusters }) => clusters, show: clusterModule },
  { coordinator: "consumer", sections: ({ consumers }) => consumers, show: consumerModule },
  { coordinator: "notifier", sections: ({ notifiers }) => notifiers, show: notifierModule },
];

function detail(kind: Kind): Handler {
  return (asked) => {
    const { config } = asked.view;
    const [, section] = byName(kind.sections(config), asked.parameters.get("name") ?? "") ?? [];
    if (section === undefined) return failed(asked, 404, `${kind.coordinator} module not found`);
    return found(asked, `${kind.coordinator} module detail returned`, { module: kind.show(section, config) });
  };
}

function modules({ coordinator, sections }: Kind): Handler {
  return (asked) =>
    listed(asked, "module list returned", { coordinator, modules: [...sections(asked.view.config).keys()] });
}

export const CONFIG_ROUTES: readonly Route<Handler>[] = [
  { method: "GET", path: "/v3/config", handler: mainConfig },
  ...KINDS.flatMap((kind): Route<Handler>[] => [
    { method: "GET", path: `/v3/config/${kind.coordinator}`, handler: modules(kind) },
    { method: "GET", path: `/v3/config/${kind.coordinator}/:name`, handler: detail(kind) },
    ...(kind.coordinator === "cluster"
      ? [{ method: "GET" as const, path: "/v3/kafka/:name", handler: detail(kind) }]
      : []),
  ]),
];
