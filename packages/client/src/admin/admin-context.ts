/**
 * What all admin calls share: one way to the cluster, one deadline a call, retries with back-off.
 *
 * Two shapes of call: a whole request that succeeds or fails (`attempt`), and one over many items that live on different brokers
 * (`forEachItem`), where each item ends with its own outcome and only the unfinished ones are tried again.
 */
import { ErrorCode } from "@ottla/protocol";
import type { ClientPorts } from "../client-ports.ts";
import { ClusterClient } from "../cluster-client.ts";
import type { AdminConfig } from "../config/admin-config.ts";
import { Deadline, sleep, within } from "../deadline.ts";
import { KafkaError, TimeoutError, protocolError, toKafkaError } from "../errors.ts";
import { backoffMs } from "../network/backoff.ts";
import type { Call } from "../network/broker-connection.ts";
import type { AdminCallOptions } from "./types.ts";

/** One call in progress. */
export interface CallScope {
  readonly name: string;
  readonly deadline: Deadline;
}

/** Items that live on different brokers. */
export interface ItemWork<K> {
  readonly keys: readonly K[];
  readonly results: { has(key: NoInfer<K>): boolean; fail(key: NoInfer<K>, error: KafkaError): void };
  /** Which broker to ask about each of the keys. Keys it leaves out, and does not fail in `results`, are tried again. */
  lookup(keys: readonly K[], scope: CallScope): Promise<Map<number, K[]>>;
  /** Asks one broker. Keys without an outcome afterwards are tried again, with `retry` naming the reason. */
  ask(nodeId: number, keys: readonly K[], scope: CallScope, retry: (error: KafkaError) => void): Promise<void>;
}

/** The common ground of one admin client. */
export class AdminContext {
  readonly client: ClusterClient;
  readonly #config: AdminConfig;
  readonly #ports: ClientPorts;
  /** A node has said that it is not the controller: who is must be asked again. */
  #isControllerStale = false;

  constructor(config: AdminConfig, ports: ClientPorts) {
    this.#config = config;
    this.#ports = ports;
    this.client = new ClusterClient({
      kind: "admin-client",
      config,
      ports,
      interest: { topics: () => [], isOfInterest: () => false },
      allowAutoTopicCreation: false,
      bootstrapControllers: config["bootstrap.controllers"],
    });
  }

  close(): Promise<void> {
    this.client.close();
    return Promise.resolve();
  }

  /**
   * Begins a call.
   * @param servedBy who can answer it; "anyone" is brokers and controllers
   * @throws KafkaError `UNSUPPORTED_ENDPOINT_TYPE` for a call that the nodes of this client cannot answer
   */
  scope(name: string, options: AdminCallOptions, servedBy: "brokers" | "anyone" = "brokers"): CallScope {
    if (this.client.usesControllers && servedBy === "brokers") {
      const sentence = "This Admin API is not yet supported when communicating directly with the controller quorum.";
      throw protocolError(ErrorCode.UNSUPPORTED_ENDPOINT_TYPE, sentence);
    }
    const timeoutMs = options.timeoutMs ?? this.#config["default.api.timeout.ms"];
    return { name, deadline: new Deadline(this.#ports.clock, timeoutMs, options.signal) };
  }

  /** How long the next request of a call may take, in milliseconds; at least 1. */
  requestTimeoutMs(scope: CallScope): number {
    return Math.max(1, Math.min(scope.deadline.remainingMs(), this.#config["request.timeout.ms"]));
  }

  /** Tries until it succeeds, fails for good, or time is up. */
  async attempt<T>(scope: CallScope, once: () => Promise<T>): Promise<T> {
    for (let attempts = 1; ; attempts++) {
      scope.deadline.throwIfAborted();
      try {
        return await within(this.#ports.clock, once(), scope.deadline, () => timeoutSentence(scope, attempts));
      } catch (thrown) {
        const error = toKafkaError(thrown);
        if (error.code === "CLOSED" || !error.retriable) throw error;
        if (error.errorCode === ErrorCode.NOT_CONTROLLER) this.#isControllerStale = true;
        await this.#beforeRetry(scope, attempts, error);
      }
    }
  }

  /** Sends to whichever broker is free, trying again as needed; see {@link sendToAny}. */
  async askAny<Request, Response>(scope: CallScope, call: Call<Request, Response>): Promise<Response> {
    return await this.attempt(scope, () => this.sendToAny(scope, call));
  }

  /** Sends once to whichever broker is free, or to the active controller where the nodes are controllers. */
  async sendToAny<Request, Response>(scope: CallScope, call: Call<Request, Response>): Promise<Response> {
    const nodeId = this.client.usesControllers ? await this.#controller(scope) : undefined;
    const timed = { ...call, timeoutMs: this.requestTimeoutMs(scope) };
    return (await (nodeId === undefined ? this.client.sendToAny(timed) : this.client.send(nodeId, timed))).response;
  }

  /** Sends to one broker, trying again as needed. */
  async askNode<Request, Response>(scope: CallScope, nodeId: number, call: Call<Request, Response>): Promise<Response> {
    return await this.attempt(scope, async () => {
      await this.ensureNodes(scope);
      return (await this.client.send(nodeId, { ...call, timeoutMs: this.requestTimeoutMs(scope) })).response;
    });
  }

  /**
   * Sends to the controller, as far as a client can see it: brokers forward, so any of them will do where no controller is known.
   * @param check may throw an error found inside the response, for the call to be tried again if that is retriable
   */
  async askController<Request, Response>(
    scope: CallScope,
    call: Call<Request, Response>,
    check: (response: Response) => void = () => {},
  ): Promise<Response> {
    return await this.attempt(scope, async () => {
      const nodeId = await this.#controller(scope);
      const timed = { ...call, timeoutMs: this.requestTimeoutMs(scope) };
      const sent = nodeId === undefined ? this.client.sendToAny(timed) : this.client.send(nodeId, timed);
      const { response } = await sent;
      check(response);
      return response;
    });
  }

  /**
   * The node to take for the controller; undefined where any broker will do.
   * @throws KafkaError where the nodes are controllers and none of them is known to be active; to be tried again
   */
  async #controller(scope: CallScope): Promise<number | undefined> {
    await this.ensureNodes(scope);
    const isKnown = (): boolean => this.client.metadata.nodes.has(this.client.metadata.controllerId);
    if (!isKnown() && this.client.usesControllers) await this.refreshNodes(scope);
    if (isKnown()) return this.client.metadata.controllerId;
    if (!this.client.usesControllers) return undefined;
    throw new KafkaError("NO_BROKER_AVAILABLE", "There is no active controller", { retriable: true });
  }

  /** Makes sure the brokers of the cluster are known, not only the bootstrap addresses. */
  async ensureNodes(scope: CallScope): Promise<void> {
    if (this.client.metadata.isBootstrap || this.#isControllerStale) await this.refreshNodes(scope);
  }

  async refreshNodes(scope: CallScope): Promise<void> {
    const found = await this.client.fetchNodes({ timeoutMs: this.requestTimeoutMs(scope) });
    this.client.metadata.update(found, () => false);
    this.#isControllerStale = false;
  }

  /** Brings every item to an outcome, asking the brokers concerned in parallel. */
  async forEachItem<K, R extends ItemWork<NoInfer<K>>["results"]>(
    scope: CallScope,
    work: ItemWork<K> & { readonly results: R },
  ): Promise<R> {
    for (let attempts = 1; ; attempts++) {
      scope.deadline.throwIfAborted();
      const pending = work.keys.filter((key) => !work.results.has(key));
      if (pending.length === 0) return work.results;
      let reason: KafkaError | undefined;
      const retry = (error: KafkaError): void => {
        reason ??= error;
      };
      try {
        const round = this.#round(scope, work, pending, retry);
        await within(this.#ports.clock, round, scope.deadline, () => timeoutSentence(scope, attempts));
        if (reason !== undefined) await this.#beforeRetry(scope, attempts, reason);
      } catch (thrown) {
        scope.deadline.throwIfAborted();
        const error = toKafkaError(thrown);
        for (const key of pending) if (!work.results.has(key)) work.results.fail(key, error);
      }
    }
  }

  async #round<K>(
    scope: CallScope,
    work: ItemWork<K>,
    pending: readonly K[],
    retry: (error: KafkaError) => void,
  ): Promise<void> {
    const guarded = async (step: () => Promise<void>, keys: readonly K[]): Promise<void> => {
      try {
        await step();
        const isUnfinished = keys.some((key) => !work.results.has(key));
        if (isUnfinished) retry(new KafkaError("ABORTED", `${scope.name} has items left`, { retriable: true }));
      } catch (thrown) {
        const error = toKafkaError(thrown);
        if (error.code === "CLOSED") throw error;
        if (error.retriable) return retry(error);
        for (const key of keys) if (!work.results.has(key)) work.results.fail(key, error);
      }
    };
    await guarded(async () => {
      const byNode = await work.lookup(pending, scope);
      const asks = [...byNode].map(([nodeId, keys]) => guarded(() => work.ask(nodeId, keys, scope, retry), keys));
      await Promise.all(asks);
    }, pending);
  }

  async #beforeRetry(scope: CallScope, attempts: number, error: KafkaError): Promise<void> {
    const bounds = {
      initialMs: this.#config["retry.backoff.ms"],
      maxMs: this.#config["retry.backoff.max.ms"],
    };
    const waitMs = backoffMs(bounds, attempts - 1, this.#ports.random);
    if (attempts > this.#config.retries) throw error;
    if (scope.deadline.remainingMs() <= waitMs) {
      await sleep(this.#ports.clock, scope.deadline.remainingMs(), scope.deadline.signal);
      scope.deadline.throwIfAborted();
      throw timeoutAfter(scope, attempts, error);
    }
    await sleep(this.#ports.clock, waitMs, scope.deadline.signal);
  }
}

function timeoutSentence(scope: CallScope, attempts: number): string {
  return `${scope.name} timed out after ${scope.deadline.timeoutMs} ms and ${attempts} attempt(s)`;
}

/** Out of time: without a broker to ask that is Java's sentence, otherwise the last error is the cause worth knowing. */
function timeoutAfter(scope: CallScope, attempts: number, error: KafkaError): TimeoutError {
  const isUnreachable = error.code === "NO_BROKER_AVAILABLE" || error.code === "DISCONNECTED";
  if (isUnreachable) return new TimeoutError(`Timed out waiting for a node assignment. Call: ${scope.name}`, error);
  return new TimeoutError(`${timeoutSentence(scope, attempts)}: ${error.message}`, error);
}
