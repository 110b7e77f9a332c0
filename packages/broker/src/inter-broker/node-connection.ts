/**
 * A connection to another node, dialled when it is needed and again when it was lost. Requests are answered in order; one that is not answered
 * in time ends the connection, since all later answers would come after it.
 *
 * With discovery it first asks which versions the node serves and uses the highest that both do, as Kafka's controllers and
 * transaction coordinators do. Without, the caller says the version: a follower fetches at what metadata.version dictates.
 */

import { assert, type Clock } from "@ottla/base";
import { ClientConnection, NetworkError, type Network } from "@ottla/network";
import { ApiKey, decodeResponse, describeApi, encodeRequest, ErrorCode, WireWriter } from "@ottla/protocol";
import type { Input, MessageCodec } from "@ottla/protocol";
import { ApiVersionsRequest, ApiVersionsResponse } from "@ottla/protocol/messages/api-versions";

/** Where a node listens. */
export interface NodeAddress {
  readonly host: string;
  readonly port: number;
}

export interface NodeConnectionOptions {
  readonly network: Network;
  readonly clock: Clock;
  /** Asked for each dial; undefined while it is not known. */
  readonly address: () => NodeAddress | undefined;
  readonly clientId: string;
  readonly discoversVersions: boolean;
  /** Default 30,000. */
  readonly dialTimeoutMs?: number;
}

/** The two codecs of one API. */
export interface Api<Req, Res> {
  readonly request: MessageCodec<Req>;
  readonly response: MessageCodec<Res>;
}

/** The node does not serve any version of the API that this one knows. */
export class UnsupportedApiError extends Error {
  override readonly name: string = "UnsupportedApiError";
  readonly code: string = "UNSUPPORTED_VERSION";
  readonly retriable: boolean = false;
}

const DISCOVERY_VERSION = 3;

interface Dialled {
  readonly connection: ClientConnection;
  /** Highest and lowest version by API key; undefined without discovery. */
  readonly versions: ReadonlyMap<number, { readonly min: number; readonly max: number }> | undefined;
}

/** See the file's head. */
export class NodeConnection {
  readonly #options: NodeConnectionOptions;
  readonly #writer = new WireWriter();
  #dialled: Promise<Dialled> | undefined;
  #isClosed = false;

  constructor(options: NodeConnectionOptions) {
    this.#options = options;
  }

  /**
   * Sends a request and resolves with the answer. `body` may depend on the version. Rejects with a `NetworkError`, an
   * `UnsupportedApiError`, or a `ProtocolDecodeError`.
   */
  async request<Req, Res>(
    api: Api<Req, Res>,
    body: Input<Req> | ((version: number) => Input<Req>),
    options: { readonly timeoutMs: number; readonly version?: number },
  ): Promise<Res> {
    const { connection, versions } = await this.#dial(options.timeoutMs);
    const { apiKey } = api.request;
    const version = options.version ?? versionOf(apiKey, versions);
    const message = typeof body === "function" ? (body as (version: number) => Input<Req>)(version) : body;
    const { timeoutMs } = options;
    return this.#send(connection, api, message, { version, timeoutMs });
  }

  close(): void {
    this.#isClosed = true;
    this.disconnect();
  }

  /** Ends the connection; the next request dials again. */
  disconnect(): void {
    const dialled = this.#dialled;
    this.#dialled = undefined;
    dialled?.then(
      ({ connection }) => {
        connection.close();
      },
      () => {},
    );
  }

  #dial(timeoutMs: number): Promise<Dialled> {
    if (this.#dialled !== undefined) return this.#dialled;
    const dialled = this.#open(timeoutMs, () => {
      if (this.#dialled === dialled) this.#dialled = undefined;
    });
    this.#dialled = dialled;
    dialled.catch(() => {
      if (this.#dialled === dialled) this.#dialled = undefined;
    });
    return dialled;
  }

  async #open(timeoutMs: number, onClose: () => void): Promise<Dialled> {
    const { network, clock, discoversVersions, dialTimeoutMs } = this.#options;
    const address = this.#options.address();
    if (address === undefined || this.#isClosed) {
      throw new NetworkError(
        "CONNECTION_REFUSED",
        "the address of the node is not known, or it is not wanted any more",
      );
    }
    const target = { ...address, timeoutMs: dialTimeoutMs ?? timeoutMs };
    const connection = await ClientConnection.dial(network, target, { clock, onClose });
    if (this.#isClosed) connection.close();
    if (!discoversVersions) return { connection, versions: undefined };
    const api = { request: ApiVersionsRequest, response: ApiVersionsResponse };
    const about = { clientSoftwareName: "ottla", clientSoftwareVersion: "4.3.0" };
    const { errorCode, apiKeys } = await this.#send(connection, api, about, { version: DISCOVERY_VERSION, timeoutMs });
    if (errorCode !== ErrorCode.NONE) {
      connection.close();
      throw new UnsupportedApiError(`The node does not say which versions it serves: error ${errorCode}`);
    }
    const versions = new Map(apiKeys.map(({ apiKey, minVersion: min, maxVersion: max }) => [apiKey, { min, max }]));
    return { connection, versions };
  }

  async #send<Req, Res>(
    connection: ClientConnection,
    api: Api<Req, Res>,
    message: Input<Req>,
    { version, timeoutMs }: { readonly version: number; readonly timeoutMs: number },
  ): Promise<Res> {
    const correlationId = connection.takeCorrelationId();
    const identity = { version, correlationId, clientId: this.#options.clientId };
    const chunks = encodeRequest(api.request, message, identity, this.#writer);
    const frame = await connection.send(correlationId, chunks, { timeoutMs });
    return decodeResponse(api.response, frame, version).body;
  }
}

function versionOf(apiKey: number, versions: Dialled["versions"]): number {
  const own = describeApi(apiKey);
  assert(own !== undefined, `API key ${apiKey} is one of Kafka's`);
  if (versions === undefined || apiKey === ApiKey.ApiVersions) return own.highestStableVersion;
  const theirs = versions.get(apiKey);
  const version = Math.min(own.highestStableVersion, theirs?.max ?? -1);
  if (theirs === undefined || version < theirs.min || version < own.lowestVersion) {
    throw new UnsupportedApiError(`The node does not serve API ${apiKey} in a version that is known here`);
  }
  return version;
}
