/**
 * Finds the coordinator of a group or transactional id and keeps it until it turns out to be the wrong one. Requests to it go over a connection of their own, so that a join that
 * waits for minutes does not hold up fetches.
 */
import { CoordinatorType } from "../cluster-client.ts";
import type { ClusterClient } from "../cluster-client.ts";
import { sleep } from "../deadline.ts";
import type { Deadline } from "../deadline.ts";
import { KafkaError, TimeoutError, protocolError, toKafkaError } from "../errors.ts";
import type { KafkaNode } from "../node.ts";
import { backoffMs } from "../network/backoff.ts";
import type { Call } from "../network/broker-connection.ts";
import { ErrorCode } from "@ottla/protocol";

/** The coordinator of one group or transactional id. */
export class CoordinatorLookup {
  readonly #client: ClusterClient;
  readonly #type: CoordinatorType;
  /** The group id or transactional id. */
  readonly key: string;
  #node: KafkaNode | undefined;
  #finding: Promise<KafkaNode> | undefined;

  constructor(client: ClusterClient, key: string, type: CoordinatorType = CoordinatorType.GROUP) {
    this.#client = client;
    this.key = key;
    this.#type = type;
  }

  /** The monotonic clock of the client. */
  nowMs(): number {
    return this.#client.ports.clock.monotonicMs();
  }

  get node(): KafkaNode | undefined {
    return this.#node;
  }

  /** The coordinator, asked for once if it is not known. */
  find(): Promise<KafkaNode> {
    if (this.#node !== undefined) return Promise.resolve(this.#node);
    this.#finding ??= this.#client
      .findCoordinator(this.key, this.#type)
      .then((node) => {
        this.#node = node;
        return node;
      })
      .finally(() => {
        this.#finding = undefined;
      });
    return this.#finding;
  }

  /** Forgets the coordinator: it is gone, or another broker took over. */
  lose(): void {
    const node = this.#node;
    this.#node = undefined;
    if (node !== undefined) this.#client.pool.disconnect(node.id, "coordinator");
  }

  /** Sends one request to the coordinator. A lost connection makes it be found again next time. */
  async ask<Request, Response>(call: Call<Request, Response>): Promise<Response> {
    const node = await this.find();
    try {
      return (await this.#client.send(node.id, call, "coordinator")).response;
    } catch (thrown) {
      const error = toKafkaError(thrown);
      if (error.retriable && this.#node === node) this.lose();
      throw error;
    }
  }

  /** Repeats until it succeeds, fails for good, or time is up. */
  async retrying<T>(deadline: Deadline, what: string, once: () => Promise<T>): Promise<T> {
    const { config, ports } = this.#client;
    const bounds = { initialMs: config["retry.backoff.ms"], maxMs: config["retry.backoff.max.ms"] };
    for (let attempt = 0; ; attempt++) {
      try {
        return await once();
      } catch (thrown) {
        const error = toKafkaError(thrown);
        if (!error.retriable) throw error;
        const waitMs = backoffMs(bounds, attempt, ports.random);
        if (deadline.remainingMs() <= waitMs) {
          throw new TimeoutError(`Timeout of ${deadline.timeoutMs}ms expired before ${what}`, error);
        }
        await sleep(ports.clock, waitMs);
      }
    }
  }

  /** Throws for an error of the coordinator; forgets it if the error says that it is none (any more). */
  throwIfFailed(errorCode: number, message?: string): void {
    if (errorCode === 0) return;
    const isWrongBroker = errorCode === ErrorCode.COORDINATOR_NOT_AVAILABLE || errorCode === ErrorCode.NOT_COORDINATOR;
    if (isWrongBroker) this.lose();
    throw protocolError(errorCode, message);
  }

  /** The error for a client without a group. */
  static noGroupError(): KafkaError {
    return new KafkaError(
      "INVALID_CONFIG",
      "To use the group management or offset commit APIs, you must provide a valid group.id in the consumer configuration.",
    );
  }
}
