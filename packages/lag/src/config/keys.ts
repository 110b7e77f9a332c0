// The keys of every section: Burrow's with Burrow's defaults, and what is there besides.
import type { Key, Keys } from "./section.ts";

const text = (more: Omit<Key, "kind"> = {}): Key => ({ kind: "text", default: "", ...more });
const integer = (value: number, more: Omit<Key, "kind"> = {}): Key => ({
  kind: "integer",
  default: value,
  least: 0,
  ...more,
});
const boolean = (more: Omit<Key, "kind"> = {}): Key => ({ kind: "boolean", default: false, ...more });
const list = (more: Omit<Key, "kind"> = {}): Key => ({ kind: "list", default: [], ...more });
const unused = (kind: Key["kind"], reason: string): Key => ({ kind, unused: reason });
const RENAMED: Key = { kind: "text", refused: "it is called group-allowlist or group-denylist since Burrow 1.4" };
const GROUP_FILTERS: Keys = {
  "group-allowlist": text(),
  "group-denylist": text(),
  "group-whitelist": RENAMED,
  "group-blacklist": RENAMED,
};

export const GENERAL: Keys = {
  pidfile: text(),
  "stdout-logfile": text(),
  "access-control-allow-origin": text(),
  "env-var-prefix": text({ default: "burrow" }),
  /** Burrow shows names in lower case; here they keep their case unless this is set. */
  "lowercase-names": boolean(),
};

export const LOGGING: Keys = {
  filename: text(),
  level: text({ default: "info", oneOf: ["debug", "trace", "info", "warn", "warning", "error", "fatal"] }),
  maxsize: integer(100),
  maxbackups: integer(10),
  maxage: integer(30),
  "use-localtime": boolean(),
  "use-compression": boolean(),
};

const NO_ZOOKEEPER = "one active instance of several is chosen without ZooKeeper";
export const ZOOKEEPER: Keys = {
  servers: { kind: "list", default: [], unused: NO_ZOOKEEPER },
  timeout: { kind: "integer", default: 6, least: 0, unused: NO_ZOOKEEPER },
  "root-path": { kind: "text", default: "/burrow", unused: NO_ZOOKEEPER },
  tls: { kind: "text", default: "", unused: NO_ZOOKEEPER },
};

export const CLIENT_PROFILE: Keys = {
  "client-id": text({ default: "burrow-lagchecker" }),
  "kafka-version": text({ default: "2.8.0", unused: "versions are agreed with each broker" }),
  tls: text(),
  sasl: text(),
  iam: text(),
  "dial-timeout": integer(0),
  "read-timeout": integer(0),
  /** Options of the client by Kafka's names, which win over the rest of the profile. */
  properties: { kind: "map" },
};

export const TLS: Keys = { cafile: text(), certfile: text(), keyfile: text(), noverify: boolean() };

export const SASL: Keys = {
  mechanism: text({ oneOf: ["", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] }),
  username: text(),
  password: text(),
  "handshake-first": unused("boolean", "the handshake always comes first"),
};

/** Amazon MSK with IAM; credentials are those of the environment, unless a profile is named. */
export const IAM: Keys = {
  region: text({ isRequired: true }),
  "role-arn": {
    kind: "text",
    refused: "roles are assumed by asking AWS's token service; give credentials of the role",
  },
  /** Of the file of AWS credentials. */
  profile: text(),
};

const CLASS = (...names: string[]): Key => ({ kind: "text", isRequired: true, oneOf: names });

export const CLUSTER: Keys = {
  "class-name": CLASS("kafka"),
  servers: list({ isRequired: true }),
  "client-profile": text(),
  "topic-refresh": integer(60, { least: 1 }),
  "offset-refresh": integer(10, { least: 1 }),
  "groups-reaper-refresh": integer(0),
  /** Whose end of a partition lag is counted to: that of all records, or of those that a reader of committed records can see. */
  isolation: text({ default: "read_uncommitted", oneOf: ["read_uncommitted", "read_committed"] }),
  /** Seconds between looks at the offsets of share groups; 0: they are not looked at. */
  "share-group-refresh": integer(0),
};

export const CONSUMER: Keys = {
  "class-name": CLASS("kafka", "kafka_admin"),
  cluster: text({ isRequired: true }),
  servers: list(),
  "client-profile": text(),
  "offsets-topic": text({ default: "__consumer_offsets" }),
  "start-latest": boolean(),
  "backfill-earliest": boolean(),
  ...GROUP_FILTERS,
  "zookeeper-path": text({ refused: "offsets are not kept in ZooKeeper any more" }),
  "zookeeper-timeout": integer(0, { refused: "offsets are not kept in ZooKeeper any more" }),
  /** Seconds between looks at committed offsets, where they are asked for instead of read (class kafka_admin). */
  refresh: integer(10, { least: 1 }),
};

const ONE_THREAD = "all requests are served by one thread, in order";
export const STORAGE: Keys = {
  "class-name": CLASS("inmemory"),
  intervals: integer(10, { least: 1 }),
  "expire-group": integer(604_800),
  "min-distance": integer(0),
  workers: unused("integer", ONE_THREAD),
  "queue-depth": unused("integer", ONE_THREAD),
  ...GROUP_FILTERS,
};

export const EVALUATOR: Keys = {
  "class-name": CLASS("caching"),
  "expire-cache": integer(10),
  "minimum-complete": { kind: "number", default: 0, least: 0 },
  "allowed-lag": integer(0),
  /** Seconds for which a window that is not full yet is not judged. */
  "young-grace": integer(0),
};

export const HTTP_SERVER: Keys = {
  address: text({ default: ":0" }),
  timeout: integer(300),
  tls: text(),
  /** Who may remove groups and set the log level; everybody, as with Burrow, while no name is given. */
  "admin-username": text(),
  "admin-password": text(),
  /** Sets of metrics at /metrics besides Burrow's: kafka_exporter, kafka_lag_exporter, kminion. A scrape may ask for more: ?set=NAME. */
  "metrics-sets": list(),
};

export const EXPORTER: Keys = {
  "class-name": CLASS("influxdb", "elasticsearch", "dogstatsd", "opentelemetry"),
  /** Seconds between two sendings. */
  interval: integer(10, { least: 1 }),
  timeout: integer(10, { least: 1 }),
  /** Where to: the write address of InfluxDB, the server of Elasticsearch, host:port of DogStatsD, a collector's /v1/metrics. */
  url: text({ isRequired: true }),
  username: text(),
  password: text(),
  /** `Authorization: Token …`, as InfluxDB 2 takes it. */
  token: text(),
  headers: { kind: "map" },
  "extra-ca": text(),
  noverify: boolean(),
  index: text({ default: "telegraf-%Y.%m.%d" }),
  "manage-template": boolean({ default: true }),
  "template-name": text({ default: "ottla-lag" }),
};

/** Where a monitor keeps what it knows, and which of several instances is the active one: a compacted topic, and a group. */
export const STATE: Keys = {
  "class-name": CLASS("kafka"),
  /** The cluster whose brokers keep the topic; or servers and client-profile of their own. */
  cluster: text(),
  servers: list(),
  "client-profile": text(),
  topic: text({ default: "__ottla_lag" }),
  /** Of the topic when it is made; 0: the brokers' default. */
  "replication-factor": integer(0),
  /** Seconds between two writings of what has changed; the rest is written at the end. */
  interval: integer(60, { least: 1 }),
  /** Whether of all instances with the same group and topic only one notifies, exports and writes. */
  "one-active": boolean({ default: true }),
  group: text({ default: "ottla-lag" }),
  /** Seconds without a sign of life after which another instance takes over. */
  "session-timeout": integer(10, { least: 1 }),
};

/** When nobody is told of groups; see also /v3/silence. */
export const SILENCE: Keys = {
  /** Regular expressions, found somewhere in a name; "" matches all. */
  cluster: text(),
  group: text(),
  /** Times as RFC 3339 has them; left out: from the start, without end. */
  from: text(),
  until: text(),
  comment: text(),
};

export const NOTIFIER: Keys = {
  "class-name": CLASS("http", "email", "null", "slack", "teams", "pagerduty"),
  interval: integer(60, { least: 1 }),
  "send-interval": integer(0),
  threshold: integer(2, { least: 1 }),
  "send-close": boolean(),
  "send-once": boolean(),
  ...GROUP_FILTERS,
  cluster: unused("text", "groups of all clusters are notified of, as with Burrow"),
  "template-open": text(),
  "template-close": text(),
  extras: { kind: "map" },
  "url-open": text(),
  "url-close": text(),
  "method-open": text({ default: "POST" }),
  "method-close": text({ default: "POST" }),
  timeout: integer(5, { least: 1 }),
  keepalive: integer(300),
  "disable-http-keepalive": boolean(),
  username: text(),
  password: text(),
  headers: { kind: "map" },
  "extra-ca": text(),
  noverify: text(),
  server: text(),
  port: integer(0),
  from: text(),
  to: text(),
  "auth-type": text({ oneOf: ["", "plain", "crammd5"] }),
  /** Times a message is sent again after it failed; Burrow never does. */
  retries: integer(0),
  /** Where the presets send to: Slack's and Teams' incoming webhook, or (pagerduty) the routing key. */
  webhook: text(),
  "routing-key": text(),
};
