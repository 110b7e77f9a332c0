/**
 * Where templates get their producers: one shared producer for plain sends, and a cache of transactional ones, each with an id of its own.
 *
 * A transactional id must belong to one application instance only: whoever uses the same prefix in two running processes fences the other one.
 */
import { ConfigError, KafkaError, Producer } from "@ottla/client";
import type { ClientPorts } from "@ottla/client";
import { dottedKeys } from "../container/consumer-factory.ts";

/** What a template needs of a producer; tests give one of their own. */
export type TemplateProducer = Pick<
  Producer<unknown, unknown>,
  | "send"
  | "flush"
  | "partitionsFor"
  | "metrics"
  | "initTransactions"
  | "beginTransaction"
  | "sendOffsetsToTransaction"
  | "commitTransaction"
  | "abortTransaction"
  | "close"
>;

/** Kafka's producer options by their dotted names. */
export type ProducerProperties = Readonly<Record<string, unknown>>;

export interface ProducerFactory {
  readonly configurationProperties: ProducerProperties;
  readonly transactionIdPrefix: string | undefined;
  /** Whether producers of this factory are transactional. */
  readonly isTransactionCapable: boolean;
  /** The shared producer for sends outside of transactions. */
  sharedProducer(): TemplateProducer;
  /** A transactional producer for one transaction; give it back with {@link ProducerFactory.release}. */
  acquire(transactionIdPrefix?: string): Promise<TemplateProducer>;
  /** Takes a transactional producer back; a broken one is closed. */
  release(producer: TemplateProducer, isBroken: boolean): Promise<void>;
  /** Closes every producer; the next send makes new ones. */
  reset(): Promise<void>;
  /** The same with other options. */
  copyWith(overrides: ProducerProperties): ProducerFactory;
  close(): Promise<void>;
}

export interface ProducerFactoryListener {
  producerAdded?(id: string, producer: TemplateProducer): void;
  producerRemoved?(id: string, producer: TemplateProducer): void;
}

export interface ProducerFactoryOptions {
  /** Producers are transactional; their ids begin with this. */
  readonly transactionIdPrefix?: string;
  /** Transactional producers at most; further transactions fail with NoProducerAvailable. Default: no limit. */
  readonly maxTransactionalProducers?: number;
  /** Producers older than this are replaced when they are next used, in ms; default: never. */
  readonly maxAge?: number;
  /** How long closing a producer waits for its records, in ms; default 30,000. */
  readonly physicalCloseTimeout?: number;
  /** Asked for the addresses whenever a producer is made; then {@link DefaultKafkaProducerFactory.reset} moves to another cluster. */
  readonly bootstrapServersSupplier?: () => string;
  readonly postProcessors?: readonly ((producer: TemplateProducer) => TemplateProducer)[];
  readonly listeners?: readonly ProducerFactoryListener[];
  readonly ports?: Partial<ClientPorts>;
}

/** All transactional producers are in use, and no more may be made. */
export class NoProducerAvailableException extends KafkaError {
  constructor(prefix: string, limit: number) {
    super("NO_PRODUCER_AVAILABLE", `No available transaction producer: ${limit} with prefix ${prefix} are in use`, {
      retriable: true,
    });
    this.name = "NoProducerAvailableException";
  }
}

interface Cached {
  readonly producer: TemplateProducer;
  readonly id: string;
  readonly prefix: string;
  readonly suffix: number;
  readonly madeMs: number;
  readonly generation: number;
}

const CLOSE_TIMEOUT_MS = 30_000;

export class DefaultKafkaProducerFactory implements ProducerFactory {
  #properties: ProducerProperties;
  readonly #options: ProducerFactoryOptions;
  #shared: Cached | undefined;
  readonly #idle = new Map<string, Cached[]>();
  readonly #busy = new Map<TemplateProducer, Cached>();
  readonly #freeSuffixes = new Map<string, number[]>();
  readonly #nextSuffix = new Map<string, number>();
  readonly #closing = new Set<Promise<void>>();
  /** Grows with every reset: producers of an earlier one are closed when they come back. */
  #generation = 0;

  constructor(properties: ProducerProperties, options: ProducerFactoryOptions = {}) {
    this.#properties = dottedKeys(properties);
    this.#options = options;
    if (options.transactionIdPrefix === "") throw new ConfigError("transactionIdPrefix must not be empty");
  }

  get configurationProperties(): ProducerProperties {
    return this.#properties;
  }

  get transactionIdPrefix(): string | undefined {
    return this.#options.transactionIdPrefix;
  }

  get isTransactionCapable(): boolean {
    return this.#options.transactionIdPrefix !== undefined;
  }

  /** For producers made from now on. */
  updateConfigs(updates: ProducerProperties): void {
    this.#properties = { ...this.#properties, ...dottedKeys(updates) };
  }

  removeConfig(name: string): void {
    const { [name]: _removed, ...rest } = this.#properties;
    this.#properties = rest;
  }

  sharedProducer(): TemplateProducer {
    if (this.#shared !== undefined && this.#isStale(this.#shared)) {
      this.#discard(this.#shared);
      this.#shared = undefined;
    }
    this.#shared ??= this.#made(this.#make(undefined), { id: "shared", prefix: "", suffix: -1 });
    return this.#shared.producer;
  }

  async acquire(transactionIdPrefix?: string): Promise<TemplateProducer> {
    const prefix = transactionIdPrefix ?? this.#options.transactionIdPrefix;
    if (prefix === undefined)
      throw new KafkaError("ILLEGAL_STATE", "This producer factory makes no transactional producers");
    const idle = this.#idle.get(prefix) ?? [];
    for (let one = idle.pop(); one !== undefined; one = idle.pop()) {
      if (!this.#isStale(one)) {
        this.#busy.set(one.producer, one);
        return one.producer;
      }
      this.#retire(one);
    }
    const suffix = this.#takeSuffix(prefix);
    const id = `${prefix}${suffix}`;
    const one = this.#made(this.#make(id), { id, prefix, suffix });
    try {
      await one.producer.initTransactions();
    } catch (error) {
      this.#retire(one);
      throw error;
    }
    this.#busy.set(one.producer, one);
    return one.producer;
  }

  async release(producer: TemplateProducer, isBroken: boolean): Promise<void> {
    const one = this.#busy.get(producer);
    if (one === undefined) return;
    this.#busy.delete(producer);
    if (isBroken || one.generation !== this.#generation || this.#isStale(one)) {
      this.#retire(one);
      return;
    }
    const idle = this.#idle.get(one.prefix);
    if (idle === undefined) this.#idle.set(one.prefix, [one]);
    else idle.push(one);
  }

  async reset(): Promise<void> {
    this.#generation++;
    if (this.#shared !== undefined) this.#discard(this.#shared);
    this.#shared = undefined;
    for (const idle of this.#idle.values()) for (const one of idle) this.#retire(one);
    this.#idle.clear();
    await Promise.all(this.#closing);
  }

  copyWith(overrides: ProducerProperties): ProducerFactory {
    return new DefaultKafkaProducerFactory({ ...this.#properties, ...dottedKeys(overrides) }, this.#options);
  }

  async close(): Promise<void> {
    await this.reset();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #make(transactionalId: string | undefined): TemplateProducer {
    const { bootstrapServersSupplier, postProcessors = [], ports } = this.#options;
    const properties = new Map<string, unknown>(Object.entries(this.#properties));
    if (bootstrapServersSupplier !== undefined) properties.set("bootstrap.servers", bootstrapServersSupplier());
    if (transactionalId === undefined) properties.delete("transactional.id");
    else properties.set("transactional.id", transactionalId);
    let producer: TemplateProducer = new Producer<unknown, unknown>(properties, ports);
    for (const processor of postProcessors) producer = processor(producer);
    return producer;
  }

  #made(producer: TemplateProducer, names: Pick<Cached, "id" | "prefix" | "suffix">): Cached {
    for (const listener of this.#options.listeners ?? []) listener.producerAdded?.(names.id, producer);
    return { producer, ...names, madeMs: Date.now(), generation: this.#generation };
  }

  #isStale(one: Cached): boolean {
    const { maxAge } = this.#options;
    return maxAge !== undefined && Date.now() - one.madeMs > maxAge;
  }

  /** Closes a transactional producer; its id may be used again once it is closed. */
  #retire(one: Cached): void {
    this.#discard(one, () => {
      const free = this.#freeSuffixes.get(one.prefix);
      if (free === undefined) this.#freeSuffixes.set(one.prefix, [one.suffix]);
      else free.push(one.suffix);
    });
  }

  #discard(one: Cached, then?: () => void): void {
    for (const listener of this.#options.listeners ?? []) listener.producerRemoved?.(one.id, one.producer);
    const timeoutMs = this.#options.physicalCloseTimeout ?? CLOSE_TIMEOUT_MS;
    const closing = one.producer
      .close({ timeoutMs })
      .catch(() => undefined)
      .then(() => {
        this.#closing.delete(closing);
        then?.();
      });
    this.#closing.add(closing);
  }

  #takeSuffix(prefix: string): number {
    const free = this.#freeSuffixes.get(prefix)?.shift();
    if (free !== undefined) return free;
    const next = this.#nextSuffix.get(prefix) ?? 0;
    const { maxTransactionalProducers: limit } = this.#options;
    if (limit !== undefined && next >= limit) throw new NoProducerAvailableException(prefix, limit);
    this.#nextSuffix.set(prefix, next + 1);
    return next;
  }
}
