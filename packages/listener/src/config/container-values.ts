/** Gathers what a configuration says, and makes the options of an application of it. */
import { ConfigError } from "@ottla/client";
import type { KafkaAdminOptions } from "../admin/kafka-admin.ts";
import type { AckMode } from "../ack/ack-mode.ts";
import type { KafkaApplicationOptions } from "../application/kafka-application.ts";
import type { ContainerProperties } from "../container/container-properties.ts";
import { jsonDeserializer, jsonSerializer } from "../conversion/json-serde.ts";
import type { RetryTopicOptions } from "../retry-topics/retry-topic-options.ts";

type Value = string | number | boolean;
type Client = "common" | "consumer" | "producer" | "admin";

/** Settings of the container by the name that our properties have. */
const CONTAINER: ReadonlyMap<string, keyof ContainerProperties> = new Map([
  ["listener.async-acks", "asyncAcks"],
  ["listener.poll-timeout", "pollTimeout"],
  ["listener.no-poll-threshold", "noPollThreshold"],
  ["listener.ack-count", "ackCount"],
  ["listener.ack-time", "ackTime"],
  ["listener.idle-between-polls", "idleBetweenPolls"],
  ["listener.idle-event-interval", "idleEventInterval"],
  ["listener.idle-partition-event-interval", "idlePartitionEventInterval"],
  ["listener.monitor-interval", "monitorInterval"],
  ["listener.log-container-config", "logContainerConfig"],
  ["listener.missing-topics-fatal", "missingTopicsFatal"],
  ["listener.immediate-stop", "stopImmediate"],
  ["listener.auth-exception-retry-interval", "authExceptionRetryInterval"],
]);

/** Serializers of Spring that have a counterpart. */
const SERDES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["JsonDeserializer", jsonDeserializer],
  ["JacksonJsonDeserializer", jsonDeserializer],
  ["JsonSerializer", jsonSerializer],
  ["JacksonJsonSerializer", jsonSerializer],
]);

/** Options of Spring's serializers: types are never loaded by name here, so what guards that loading has nothing to guard. */
const SPRING_SERDE_INERT: ReadonlySet<string> = new Set(["spring.json.trusted.packages"]);

/** Boot's default, which the client refuses with the modules that there are. */
const LOGIN_MODULE = "com.sun.security.auth.module.Krb5LoginModule";

const OPERATION_TIMEOUT = "default.api.timeout.ms";
const REQUEST_TIMEOUT = "request.timeout.ms";
const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;

export class ContainerValues {
  readonly #clients: Record<Client, Map<string, Value>> = {
    common: new Map(),
    consumer: new Map(),
    producer: new Map(),
    admin: new Map(),
  };
  readonly #settings = new Map<string, Value>();
  /** Options of the login module, below `jaas.options`. */
  readonly #loginOptions = new Map<string, string>();

  setOption(client: Client, option: string, value: Value): void {
    if (SPRING_SERDE_INERT.has(option)) return;
    if (option.startsWith("spring.")) {
      throw new ConfigError(
        `The property ${option} is an option of Spring's serializers, which has no counterpart: convert payloads with the listener's value option`,
      );
    }
    this.#clients[client].set(option, value);
  }

  setLoginOption(name: string, value: string): void {
    this.#loginOptions.set(name, value);
  }

  setSetting(name: string, value: Value): void {
    this.#settings.set(name, value);
  }

  observes(): { readonly listener: boolean | undefined; readonly template: boolean | undefined } {
    const truth = (name: string): boolean | undefined => {
      const value = this.#settings.get(name);
      return typeof value === "boolean" ? value : undefined;
    };
    return { listener: truth("listener.observation-enabled"), template: truth("template.observation-enabled") };
  }

  applicationOptions(): KafkaApplicationOptions {
    const servers = this.#clients.common.get("bootstrap.servers");
    const prefix = this.#text("producer.transaction-id-prefix");
    const retryTopic = this.#retryTopic();
    const timeout = this.#settings.get("template.close-timeout");
    const kafkaAdmin = this.#kafkaAdmin();
    return {
      ...(servers === undefined ? {} : { bootstrapServers: String(servers) }),
      consumer: this.#options("consumer"),
      producer: this.#options("producer"),
      admin: this.#options("admin"),
      ...(kafkaAdmin === undefined ? {} : { kafkaAdmin }),
      listener: {
        containerProperties: this.#containerProperties(),
        ...this.#given("concurrency", "listener.concurrency"),
        ...this.#given("autoStartup", "listener.auto-startup"),
        batchListener: this.#settings.get("listener.type") === "batch",
      },
      ...this.#given("clientIdPrefix", "listener.client-id"),
      template: {
        ...this.#given("defaultTopic", "template.default-topic"),
        ...this.#given("transactionIdPrefix", "template.transaction-id-prefix"),
        ...this.#given("allowNonTransactional", "template.allow-non-transactional"),
      },
      ...(timeout === undefined ? {} : { closeTimeout: Number(timeout) }),
      ...(prefix === undefined ? {} : { transactionIdPrefix: prefix }),
      ...(retryTopic === undefined ? {} : { retryTopic }),
    };
  }

  /** How topics are made that the application declares in its code. */
  #kafkaAdmin(): KafkaAdminOptions | undefined {
    const given = {
      ...this.#given("autoCreate", "admin.auto-create"),
      ...this.#given("fatalIfBrokerNotAvailable", "admin.fail-fast"),
      ...this.#given("modifyTopicConfigs", "admin.modify-topic-configs"),
    };
    return Object.keys(given).length === 0 ? undefined : given;
  }

  #options(client: Client): Record<string, unknown> {
    const all = new Map<string, unknown>([...this.#login(), ...this.#clients.common, ...this.#clients[client]]);
    for (const [name, value] of all) {
      const serde = /\.(de)?serializer$/.test(name) ? SERDES.get(String(value).split(".").at(-1) ?? "") : undefined;
      if (serde !== undefined) all.set(name, serde);
    }
    // Boot's operation timeout may be shorter than a request's; Kafka's own options may not be.
    const operationMs = client === "admin" ? this.#clients.admin.get(OPERATION_TIMEOUT) : undefined;
    if (Number(operationMs) < DEFAULT_REQUEST_TIMEOUT_MS && !all.has(REQUEST_TIMEOUT))
      all.set(REQUEST_TIMEOUT, operationMs);
    return Object.fromEntries(all);
  }

  /** The login that Boot gives to the whole JVM; a client's own `sasl.jaas.config` goes before it, as in Java. */
  #login(): readonly (readonly [string, Value])[] {
    if (this.#settings.get("jaas.enabled") !== true) return [];
    const module = this.#text("jaas.login-module") ?? LOGIN_MODULE;
    const flag = this.#text("jaas.control-flag") ?? "required";
    const options = Array.from(
      this.#loginOptions,
      ([name, value]) => ` ${name}="${value.replace(/[\\"]/g, (mark) => `\\${mark}`)}"`,
    );
    return [["sasl.jaas.config", `${module} ${flag}${options.join("")};`]];
  }

  #containerProperties(): Partial<ContainerProperties> {
    const properties: [string, Value][] = [];
    for (const [setting, name] of CONTAINER) {
      const value = this.#settings.get(setting);
      if (value !== undefined) properties.push([name, value]);
    }
    const mode = this.#settings.get("listener.ack-mode");
    // The word was checked when it was read.
    return { ...Object.fromEntries(properties), ...(mode === undefined ? {} : { ackMode: mode as AckMode }) };
  }

  /** As Boot builds it: names by index, one topic for equal waits, and no topics made. */
  #retryTopic(): RetryTopicOptions | undefined {
    if (this.#settings.get("retry.topic.enabled") !== true) return undefined;
    const number = (name: string, otherwise: number): number =>
      Number(this.#settings.get(`retry.topic.${name}`) ?? otherwise);
    return {
      attempts: number("attempts", 3),
      backOff: {
        delay: number("backoff.delay", 1_000),
        multiplier: number("backoff.multiplier", 1),
        maxDelay: number("backoff.max-delay", 30_000),
        jitter: number("backoff.jitter", 0),
      },
      topicSuffixingStrategy: "SUFFIX_WITH_INDEX_VALUE",
      sameIntervalTopicReuseStrategy: "SINGLE_TOPIC",
      autoCreateTopics: false,
    };
  }

  #text(name: string): string | undefined {
    const value = this.#settings.get(name);
    return value === undefined ? undefined : String(value);
  }

  #given(name: string, setting: string): Record<string, Value> {
    const value = this.#settings.get(setting);
    return value === undefined ? {} : { [name]: value };
  }
}
