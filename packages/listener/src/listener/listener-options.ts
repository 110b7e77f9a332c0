/**
 * What a listener is told: Spring's @KafkaListener attributes, the properties of its container, and where its consumers come from. The same object serves
 * `listener()`, the decorator, and an application's factories.
 */
import { ConfigError } from "@ottla/client";
import type { ConsumerRecord } from "@ottla/client";
import type { TopicPartitionOptions } from "../assigning/topic-partition-offset.ts";
import type { PayloadConverter } from "../conversion/payload-converter.ts";
import type { KafkaTransactionManager } from "../template/kafka-transaction-manager.ts";
import type { ArgumentResolver } from "./arguments.ts";
import type { ConcurrentKafkaListenerContainerFactory } from "./listener-container-factory.ts";
import type { ConcurrentMessageListenerContainer } from "../container/concurrent-message-listener-container.ts";
import type { ConsumerFactory, ConsumerProperties } from "../container/consumer-factory.ts";
import type { ContainerEventListener } from "../container/container-events.ts";
import { CONTAINER_PROPERTY_NAMES, refuseUnknown } from "../container/container-properties.ts";
import type { ContainerProperties } from "../container/container-properties.ts";
import type { BatchInterceptor, RecordFilterStrategy, RecordInterceptor } from "../container/listener.ts";
import type { AfterRollbackProcessor } from "../errors/after-rollback-processor.ts";
import type { CommonErrorHandler } from "../errors/common-error-handler.ts";
import type { AnyErrorHandler } from "../errors/listener-error-handler.ts";
import type { Logger } from "../logging/logger.ts";
import type { KafkaObservation } from "../observation/observation.ts";
import { parseValue } from "../config/values.ts";
import type { ConsumerSeekAware } from "../seek/consumer-seek-aware.ts";

/** Spring's ContainerPostProcessor: may do to a container whatever can be done before it starts. What it throws refuses the listener. */
export type ContainerPostProcessor = (container: ConcurrentMessageListenerContainer) => void;

export interface ListenerOptions extends Partial<ContainerProperties> {
  /** Names the listener; also its group, unless `groupId` is given or `idIsGroup` is false. Default: made up. */
  readonly id?: string;
  readonly groupId?: string;
  /** Default true. */
  readonly idIsGroup?: boolean;
  readonly topics?: string | readonly string[];
  /** All topics whose whole name matches. */
  readonly topicPattern?: RegExp | string;
  /** Partitions by hand: no group decides. */
  readonly topicPartitions?: readonly TopicPartitionOptions[];
  /** What a handler takes, in its order; default: the payload and the context. */
  readonly args?: readonly ArgumentResolver[];
  /** How to make the payload of a value: a function or a schema. */
  readonly value?: PayloadConverter;
  /** Consumers; default 1. As a text it may be a placeholder. */
  readonly concurrency?: number | string;
  /** Started together with its application; default true. As a text it may be a placeholder. */
  readonly autoStartup?: boolean | string;
  /** Begins the client ids; `-n` follows. */
  readonly clientIdPrefix?: string;
  /** Kafka's consumer options: an object, or lines as of a properties file. */
  readonly properties?: ConsumerProperties | readonly string[];
  /** The listener gets all records of a poll at once; default false. */
  readonly batch?: boolean;
  readonly filter?: RecordFilterStrategy;
  /** When a record may be given to the listener, in ms since 1970; before, it waits, with those behind it. Undefined: at once. */
  readonly notBefore?: (record: ConsumerRecord<unknown, unknown>) => number | undefined;
  /** Told to the listener with each delivery. */
  readonly info?: string;
  /** `@SendTo` sends a list that the listener returns as one record for each element; default true. False: as one record with the list. */
  readonly splitIterables?: boolean;
  /** The listener's own error handler, asked first; or in its place the container's. */
  readonly errorHandler?: AnyErrorHandler;
  /** The container's error handler; default `DefaultErrorHandler`, and in transactions none. */
  readonly commonErrorHandler?: CommonErrorHandler;
  /** Measures each delivery; default: what the container factory has. */
  readonly observation?: KafkaObservation;
  readonly recordInterceptor?: RecordInterceptor;
  readonly batchInterceptor?: BatchInterceptor;
  readonly seekAware?: ConsumerSeekAware;
  /** Each record (or batch) is handled in a transaction, with its offset. */
  readonly transactionManager?: KafkaTransactionManager;
  /** Asked when a transaction was rolled back; default `DefaultAfterRollbackProcessor`, unless there is an error handler. Needs a transaction manager. */
  readonly afterRollbackProcessor?: AfterRollbackProcessor;
  /** The factory that makes the container, or its name in the application. */
  readonly containerFactory?: ConcurrentKafkaListenerContainerFactory | string;
  /** Told of the container before it starts, behind the factory's `containerCustomizer`; of each one where there are retry topics. */
  readonly containerPostProcessor?: ContainerPostProcessor;
  /** Names a group of containers that are started and stopped together. */
  readonly containerGroup?: string;
  readonly onEvent?: ContainerEventListener;
  readonly logger?: Logger;
  /** Where consumers come from; or give `bootstrapServers` and `properties`. */
  readonly consumerFactory?: ConsumerFactory;
  readonly bootstrapServers?: string | readonly string[];
}

/** Every name that a listener's options may have, beside those of its container's properties. */
const OWN_NAMES = {
  id: true,
  groupId: true,
  idIsGroup: true,
  topics: true,
  topicPattern: true,
  topicPartitions: true,
  args: true,
  value: true,
  concurrency: true,
  autoStartup: true,
  clientIdPrefix: true,
  properties: true,
  batch: true,
  filter: true,
  notBefore: true,
  info: true,
  splitIterables: true,
  errorHandler: true,
  commonErrorHandler: true,
  observation: true,
  recordInterceptor: true,
  batchInterceptor: true,
  seekAware: true,
  transactionManager: true,
  afterRollbackProcessor: true,
  containerFactory: true,
  containerPostProcessor: true,
  containerGroup: true,
  onEvent: true,
  logger: true,
  consumerFactory: true,
  bootstrapServers: true,
} satisfies Readonly<Record<Exclude<keyof ListenerOptions, keyof ContainerProperties>, true>>;

const NAMES: ReadonlySet<string> = new Set([...Object.keys(OWN_NAMES), ...CONTAINER_PROPERTY_NAMES]);

/** Throws a `ConfigError` for a name that is no option, with the nearest one. */
export function checkListenerOptions(options: ListenerOptions): void {
  refuseUnknown(Object.keys(options), NAMES, "A listener");
}

/** A whole number that an option gives as such or as text, as Spring's annotation has it. Throws a `ConfigError`. */
export function wholeNumber(name: string, given: number | string | undefined): number | undefined {
  return given === undefined ? undefined : Number(parsed(name, "whole", given));
}

/** Likewise true or false, in Spring Boot's words. */
export function truth(name: string, given: boolean | string | undefined): boolean | undefined {
  return given === undefined ? undefined : parsed(name, "truth", given) === true;
}

function parsed(name: string, kind: "whole" | "truth", given: number | boolean | string): string | number | boolean {
  try {
    return parseValue(kind, String(given).trim());
  } catch (error) {
    throw new ConfigError(`${name} ${(error as Error).message}, not '${given}'`);
  }
}

/** `max.poll.records=5` or `max.poll.records: 5`, as a properties file has it. Group and client id have attributes of their own. */
export function listenerProperties(given: ListenerOptions["properties"]): ConsumerProperties {
  const properties: ConsumerProperties = Array.isArray(given)
    ? Object.fromEntries((given as readonly string[]).flatMap(parseProperties))
    : ((given ?? {}) as ConsumerProperties);
  for (const name of ["group.id", "groupId"]) {
    if (name in properties)
      throw new ConfigError("Give the group as groupId: group.id among a listener's properties has no effect");
  }
  for (const name of ["client.id", "clientId"]) {
    if (name in properties) {
      throw new ConfigError(
        "Give the client id as clientIdPrefix: client.id among a listener's properties has no effect",
      );
    }
  }
  return properties;
}

function parseProperties(text: string): [string, string][] {
  const pairs: [string, string][] = [];
  for (const line of text.split("\n")) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith("!")) continue;
    const match = /^([^\s:=]+)\s*[:=]?\s*(.*)$/.exec(trimmed);
    if (match === null) throw new ConfigError(`'${trimmed}' is not a property: name=value`);
    pairs.push([match[1] ?? "", match[2] ?? ""]);
  }
  return pairs;
}
