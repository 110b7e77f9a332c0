/**
 * The way of a node to the active controller, wherever it is: requests are sent to whom the metadata quorum takes for its leader, and again, after a
 * pause, while that changes or cannot be reached.
 */

import type { Clock } from "@ottla/base";
import type { Network } from "@ottla/network";
import { ErrorCode } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import { ControllerUnavailableError } from "../controller/controller-error.ts";
import { type Api, NodeConnection, type NodeAddress, UnsupportedApiError } from "./node-connection.ts";

export interface ControllerChannelOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly nodeId: number;
  /** The leader of the quorum as this node knows it, −1 if it knows none. */
  readonly leaderId: () => number;
  /** Where the controllers listen. */
  readonly endpoints: ReadonlyMap<number, NodeAddress>;
  /** How long one try may take. */
  readonly requestTimeoutMs: number;
}

export interface ControllerRequestOptions<Res> {
  /** How long it is tried. */
  readonly timeoutMs: number;
  /** The error of the answer as a whole: NOT_CONTROLLER is tried again elsewhere. */
  readonly errorOf: (response: Res) => number;
}

const RETRY_PAUSE_MS = 50;

/** See the file's head. */
export class ControllerChannel {
  readonly #options: ControllerChannelOptions;
  readonly #connections = new Map<number, NodeConnection>();
  #isClosed = false;

  constructor(options: ControllerChannelOptions) {
    this.#options = options;
  }

  /** Resolves with the active controller's answer. Rejects with a `ControllerUnavailableError` when there was none in time. */
  async request<Req, Res>(
    api: Api<Req, Res>,
    body: Input<Req> | ((version: number) => Input<Req>),
    options: ControllerRequestOptions<Res>,
  ): Promise<Res> {
    const { clock, requestTimeoutMs } = this.#options;
    const deadlineMs = clock.monotonicMs() + options.timeoutMs;
    let cause: unknown;
    while (!this.#isClosed) {
      const leftMs = deadlineMs - clock.monotonicMs();
      if (leftMs <= 0) break;
      const connection = this.#connection();
      if (connection !== undefined) {
        try {
          const response = await connection.request(api, body, { timeoutMs: Math.min(requestTimeoutMs, leftMs) });
          if (options.errorOf(response) !== ErrorCode.NOT_CONTROLLER) return response;
        } catch (error) {
          if (error instanceof UnsupportedApiError) throw error;
          cause = error;
        }
      }
      await this.#pause(RETRY_PAUSE_MS);
    }
    throw new ControllerUnavailableError("The active controller cannot be reached", { cause });
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#connections.values()) connection.close();
  }

  #connection(): NodeConnection | undefined {
    const { network, clock, nodeId, leaderId, endpoints } = this.#options;
    const id = leaderId();
    if (!endpoints.has(id)) return undefined;
    let connection = this.#connections.get(id);
    if (connection === undefined) {
      const address = (): NodeAddress | undefined => endpoints.get(id);
      connection = new NodeConnection({ network, clock, address, clientId: String(nodeId), discoversVersions: true });
      this.#connections.set(id, connection);
    }
    return connection;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.setTimer(ms, resolve);
    });
  }
}
