/** The connections of a node to the voters of its quorum. Dialled when needed, versions discovered, one request at a time. */

import type { Clock } from "@ottla/base";
import type { Network } from "@ottla/network";
import { BeginQuorumEpochRequest, BeginQuorumEpochResponse } from "@ottla/protocol/messages/begin-quorum-epoch";
import { EndQuorumEpochRequest, EndQuorumEpochResponse } from "@ottla/protocol/messages/end-quorum-epoch";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { FetchSnapshotRequest, FetchSnapshotResponse } from "@ottla/protocol/messages/fetch-snapshot";
import { VoteRequest, VoteResponse } from "@ottla/protocol/messages/vote";
import type { RaftRequest, RaftResponse } from "@ottla/raft";
import { NodeConnection, UnsupportedApiError } from "../inter-broker/node-connection.ts";
import type { RaftTransport } from "./metadata-quorum.ts";
import {
  beginResponseOf,
  endResponseOf,
  fetchResponseOf,
  fetchSnapshotResponseOf,
  toBeginRequest,
  toEndRequest,
  toFetchRequest,
  toFetchSnapshotRequest,
  toVoteRequest,
  voteResponseOf,
  type WireIdentity,
} from "./raft-wire.ts";

export interface RaftConnectionsOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly nodeId: number;
  readonly identity: WireIdentity;
  /** `controller.quorum.request.timeout.ms`. */
  readonly requestTimeoutMs: number;
  /** `controller.quorum.fetch.max.bytes`. */
  readonly fetchBytesMax: number;
}

const VOTE = { request: VoteRequest, response: VoteResponse };
const BEGIN = { request: BeginQuorumEpochRequest, response: BeginQuorumEpochResponse };
const END = { request: EndQuorumEpochRequest, response: EndQuorumEpochResponse };
const FETCH = { request: FetchRequest, response: FetchResponse };
const FETCH_SNAPSHOT = { request: FetchSnapshotRequest, response: FetchSnapshotResponse };
/** Version 0 and 1 have no place for it: an older voter would take it for a real vote. */
const PRE_VOTE_SINCE_VERSION = 2;

/** See the file's head. */
export class RaftConnections implements RaftTransport {
  readonly #options: RaftConnectionsOptions;
  readonly #connections = new Map<number, NodeConnection>();

  constructor(options: RaftConnectionsOptions) {
    this.#options = options;
  }

  async send(nodeId: number, request: RaftRequest): Promise<RaftResponse | undefined> {
    try {
      return await this.#send(this.#connectionTo(nodeId), request);
    } catch (error) {
      if (error instanceof UnsupportedApiError) return undefined;
      throw error;
    }
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close();
  }

  async #send(connection: NodeConnection, request: RaftRequest): Promise<RaftResponse> {
    const { identity, requestTimeoutMs: timeoutMs, fetchBytesMax: maxBytes } = this.#options;
    switch (request.api) {
      case "vote": {
        const body = (version: number): ReturnType<typeof toVoteRequest> => {
          if (request.isPreVote && version < PRE_VOTE_SINCE_VERSION) {
            throw new UnsupportedApiError("The node does not know pre-votes");
          }
          return toVoteRequest(request, identity);
        };
        return voteResponseOf(await connection.request(VOTE, body, { timeoutMs }));
      }
      case "begin-quorum-epoch":
        return beginResponseOf(await connection.request(BEGIN, toBeginRequest(request, identity), { timeoutMs }));
      case "end-quorum-epoch":
        return endResponseOf(await connection.request(END, toEndRequest(request, identity), { timeoutMs }));
      case "fetch": {
        const body = (version: number): ReturnType<typeof toFetchRequest> =>
          toFetchRequest(request, identity, { version, maxBytes });
        return fetchResponseOf(await connection.request(FETCH, body, { timeoutMs }));
      }
      case "fetch-snapshot": {
        const body = toFetchSnapshotRequest(request, identity);
        return fetchSnapshotResponseOf(await connection.request(FETCH_SNAPSHOT, body, { timeoutMs }));
      }
    }
  }

  #connectionTo(nodeId: number): NodeConnection {
    const { network, clock, identity, nodeId: ownId } = this.#options;
    let connection = this.#connections.get(nodeId);
    if (connection === undefined) {
      connection = new NodeConnection({
        network,
        clock,
        address: () => identity.endpoints.get(nodeId),
        clientId: `raft-client-${ownId}`,
        discoversVersions: true,
      });
      this.#connections.set(nodeId, connection);
    }
    return connection;
  }
}
