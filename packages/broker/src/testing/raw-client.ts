/** A client that speaks raw requests, for tests of a whole broker. */

import type { Clock } from "@ottla/base";
import { ClientConnection } from "@ottla/network";
import type { Network, SocketAddress } from "@ottla/network";
import { decodeResponse, encodeRequest } from "@ottla/protocol";
import type { Input, MessageCodec } from "@ottla/protocol";

const TIMEOUT_MS = 60_000;

export class RawClient {
  readonly connection: ClientConnection;

  private constructor(connection: ClientConnection) {
    this.connection = connection;
  }

  static async dial(network: Network, address: SocketAddress, clock: Clock): Promise<RawClient> {
    return new RawClient(await ClientConnection.dial(network, address, { clock }));
  }

  /** Sends one request and decodes its response. */
  async request<Req, Res>(
    [request, response]: readonly [MessageCodec<Req>, MessageCodec<Res>],
    version: number,
    body: Input<Req>,
  ): Promise<Res> {
    const correlationId = this.connection.takeCorrelationId();
    const chunks = encodeRequest(request, body, { version, correlationId, clientId: "raw" });
    const frame = await this.connection.send(correlationId, chunks, { timeoutMs: TIMEOUT_MS });
    return decodeResponse(response, frame, version).body;
  }

  /** Sends a request that has no response. */
  send<Req>(request: MessageCodec<Req>, version: number, body: Input<Req>): void {
    const correlationId = this.connection.takeCorrelationId();
    this.connection.sendWithoutAnswer(encodeRequest(request, body, { version, correlationId, clientId: "raw" }));
  }
}
