/**
 * One connection to one broker, from dial to close: TLS if there is to be, versions are negotiated, we say who we are, then requests are encoded, sent,
 * and matched with their responses. Requests go out and are answered in order.
 *
 * States: dialling, negotiating and authenticating (inside `open`) → ready (⇄ authenticating again) → closed. A connection never comes back; the pool
 * opens a new one.
 */
import type { Clock, Random } from "@ottla/base";
import { ClientConnection, NetworkError } from "@ottla/network";
import type { Network } from "@ottla/network";
import {
  ErrorCode,
  ResponseHeader,
  WireReader,
  WireWriter,
  encodeRequest,
  responseHeaderVersion,
} from "@ottla/protocol";
import type { Input, MessageCodec } from "@ottla/protocol";
import { ApiVersionsRequest, ApiVersionsResponse } from "@ottla/protocol/messages/api-versions";
import { DisconnectError, KafkaError, UnsupportedVersionError, protocolError } from "../errors.ts";
import { requestChannel } from "../diagnostics.ts";
import type { NetworkMetrics } from "../metrics/network-metrics.ts";
import type { Security } from "../security/security.ts";
import { SOFTWARE_NAME, SOFTWARE_VERSION } from "../version.ts";
import { LazyApi, NodeApiVersions } from "./api-versions.ts";
import type { Api, VersionRange } from "./api-versions.ts";
import { authenticate } from "./sasl-authentication.ts";

/** A session is renewed after 85 to 95 % of its lifetime, as in Java, so that clients that began together do not renew together. */
const SESSION_SHARE_MIN = 0.85;
const SESSION_SHARE_JITTER = 0.1;

export interface BrokerConnectionOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly host: string;
  readonly port: number;
  readonly clientId: string;
  readonly security: Security;
  readonly random: Random;
  readonly nodeId: number;
  readonly metrics: NetworkMetrics;
  /** How long dialling may take, in milliseconds. */
  readonly setupTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly onClose: (error: KafkaError) => void;
  /** Called with the response of each call, before its caller has it. */
  readonly onResponse: (response: unknown) => void;
  /** Called when all bytes that waited have been taken by the network. */
  readonly onDrain?: () => void;
}

/** One request: what to say, in which versions. */
export interface Call<Request, Response> {
  readonly api: Api<Request, Response> | LazyApi<Request, Response>;
  /** The request, or a function of the version that was chosen. */
  readonly body: Input<Request> | ((version: number) => Input<Request>);
  readonly versions?: Partial<VersionRange>;
  /** Default `request.timeout.ms`. */
  readonly timeoutMs?: number;
}

/** A call whose codecs are there, so that it can be sent at once. */
export interface LoadedCall<Request, Response> extends Call<Request, Response> {
  readonly api: Api<Request, Response>;
}

/** A response with the version it was sent in. */
export interface Reply<Response> {
  readonly response: Response;
  readonly version: number;
}

/** A connection that is ready for requests. */
export class BrokerConnection {
  readonly #connection: ClientConnection;
  readonly #options: BrokerConnectionOptions;
  readonly #writer = new WireWriter();
  #versions: NodeApiVersions | undefined;
  /** When to say again who we are, on the monotonic clock. */
  #renewAtMs = Infinity;
  #renewing: Promise<void> | undefined;
  /** When the last request was sent or answered, on the monotonic clock. */
  lastUsedMs: number;

  private constructor(connection: ClientConnection, options: BrokerConnectionOptions) {
    this.#connection = connection;
    this.#options = options;
    this.lastUsedMs = options.clock.monotonicMs();
  }

  /**
   * Dials and negotiates versions.
   * @throws KafkaError `DISCONNECTED` when the broker cannot be reached; `SSL_AUTHENTICATION_FAILED` or `SASL_AUTHENTICATION_FAILED` when the two do not
   *   trust each other, which is not retriable
   */
  static async open(options: BrokerConnectionOptions): Promise<BrokerConnection> {
    const { network, clock, host, port, setupTimeoutMs } = options;
    const { tls } = options.security;
    let dialled: ClientConnection;
    let isOpen = false;
    try {
      dialled = await ClientConnection.dial(
        network,
        { host, port, timeoutMs: setupTimeoutMs, ...(tls === undefined ? {} : { tls }) },
        {
          clock,
          onClose: (error) => {
            options.metrics.onClose();
            if (isOpen) options.onClose(connectionError(error));
          },
          onDrain: () => options.onDrain?.(),
        },
      );
    } catch (error) {
      if (error instanceof NetworkError && error.code === "TLS_FAILED") {
        throw new KafkaError("SSL_AUTHENTICATION_FAILED", error.message, { cause: error });
      }
      throw new DisconnectError(
        `Connection to ${host}:${port} could not be established. Node may not be available.`,
        error,
      );
    }
    options.metrics.onConnect();
    const connection = new BrokerConnection(dialled, options);
    try {
      await connection.#negotiate();
      await connection.#authenticate();
      isOpen = true;
      if (dialled.isClosed) throw new DisconnectError(`${host}:${port} closed the connection`);
      return connection;
    } catch (error) {
      isOpen = false;
      dialled.close();
      throw error;
    }
  }

  get versions(): NodeApiVersions {
    if (this.#versions === undefined) throw new KafkaError("ILLEGAL_STATE", "versions are not negotiated yet");
    return this.#versions;
  }

  get isClosed(): boolean {
    return this.#connection.isClosed;
  }

  get pendingCount(): number {
    return this.#connection.pendingCount;
  }

  /** Bytes that wait to be taken by the network. */
  get writableLength(): number {
    return this.#connection.writableLength;
  }

  /** Sends a request and decodes its response. */
  async send<Request, Response>(call: Call<Request, Response>): Promise<Reply<Response>> {
    const api = loadedApi(call.api) ?? (await loadApi(call.api));
    if (this.#mustRenew) await this.whenAuthenticated();
    const reply = await this.#exchange(api, call);
    this.#options.onResponse(reply.response);
    return reply;
  }

  /** Sends a request that has no response. */
  sendOneWay<Request>(call: LoadedCall<Request, unknown>): void {
    const version = this.versions.choose(call.api.request, call.versions);
    const { chunks } = this.#frame(call.api.request, bodyOf(call, version), version);
    this.lastUsedMs = this.#options.clock.monotonicMs();
    this.#options.metrics.onSend(this.#options.nodeId, sizeOf(chunks), this.lastUsedMs);
    this.#connection.sendWithoutAnswer(chunks);
  }

  close(): void {
    this.#connection.close();
  }

  /**
   * Resolves when requests may be sent, after saying again who we are if it is time (KIP-368). What is in flight is answered before; what comes after
   * waits, because the broker takes nothing else meanwhile.
   */
  async whenAuthenticated(): Promise<void> {
    if (!this.#mustRenew) return;
    this.#renewing ??= this.#authenticate().finally(() => {
      this.#renewing = undefined;
    });
    try {
      await this.#renewing;
    } catch (error) {
      this.#connection.close();
      throw error;
    }
  }

  get #mustRenew(): boolean {
    if (this.#renewing !== undefined) return true;
    return this.#renewAtMs < Infinity && this.#options.clock.monotonicMs() >= this.#renewAtMs;
  }

  async #authenticate(): Promise<void> {
    const { clock, metrics, random, security } = this.#options;
    if (security.authenticate === undefined) return;
    const isAgain = this.#renewAtMs < Infinity;
    const begunMs = clock.monotonicMs();
    const lifetimeMs = await authenticate(security.authenticate(), async (call) => {
      return (await this.#exchange(await loadApi(call.api), call)).response;
    }).catch((error: unknown) => {
      metrics.onAuthenticationFailed(isAgain);
      throw error;
    });
    metrics.onAuthenticated({ isAgain, latencyMs: clock.monotonicMs() - begunMs });
    if (lifetimeMs === 0) metrics.onAuthenticatedForGood();
    const share = SESSION_SHARE_MIN + SESSION_SHARE_JITTER * random.float();
    this.#renewAtMs = lifetimeMs > 0 ? clock.monotonicMs() + lifetimeMs * share : Infinity;
  }

  async #exchange<Request, Response>(
    api: Api<Request, Response>,
    call: Call<Request, Response>,
  ): Promise<Reply<Response>> {
    const version = this.versions.choose(api.request, call.versions);
    const { chunks, correlationId } = this.#frame(api.request, bodyOf(call, version), version);
    const timeoutMs = call.timeoutMs ?? this.#options.requestTimeoutMs;
    const { frame, latencyMs } = await this.#send(correlationId, chunks, timeoutMs);
    if (requestChannel.isOn) {
      const { clientId, nodeId } = this.#options;
      const sizes = { requestBytes: sizeOf(chunks), responseBytes: frame.length };
      requestChannel.publish({ clientId, nodeId, api: api.request.name, version, latencyMs, ...sizes });
    }
    return { response: this.#decode(api.response, frame, version), version };
  }

  async #send(
    correlationId: number,
    chunks: readonly Uint8Array[],
    timeoutMs: number,
  ): Promise<{ readonly frame: Uint8Array; readonly latencyMs: number }> {
    const { clock, metrics, nodeId } = this.#options;
    const sentMs = clock.monotonicMs();
    this.lastUsedMs = sentMs;
    const answer = this.#connection.send(correlationId, chunks, { timeoutMs });
    // The request is on its way: what is counted now keeps nobody waiting.
    metrics.onSend(nodeId, sizeOf(chunks), sentMs);
    let frame: Uint8Array;
    try {
      frame = await answer;
    } catch (error) {
      throw connectionError(error);
    }
    const nowMs = clock.monotonicMs();
    this.lastUsedMs = nowMs;
    const latencyMs = nowMs - sentMs;
    metrics.onReceive(nodeId, { bytes: frame.length, latencyMs, nowMs });
    return { frame, latencyMs };
  }

  #decode<Response>(codec: MessageCodec<Response>, frame: Uint8Array, version: number): Response {
    try {
      const reader = new WireReader(frame);
      ResponseHeader.decode(reader, responseHeaderVersion(codec.apiKey, version));
      return codec.decode(reader, version);
    } catch (error) {
      // What follows cannot be trusted either: the broker speaks something else.
      this.#connection.close();
      throw new KafkaError("CORRUPT_RESPONSE", `A response cannot be read: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  #frame<Request>(
    codec: MessageCodec<Request>,
    body: Input<Request>,
    version: number,
  ): { chunks: Uint8Array[]; correlationId: number } {
    const correlationId = this.#connection.takeCorrelationId();
    const identity = { version, correlationId, clientId: this.#options.clientId };
    return { chunks: encodeRequest(codec, body, identity, this.#writer), correlationId };
  }

  /** Asks for versions in the newest form; a broker that does not know it says so in the oldest, with the range it knows. */
  async #negotiate(): Promise<void> {
    let version = ApiVersionsRequest.highestVersion;
    for (let attempt = 0; attempt < 3; attempt++) {
      const response = await this.#askVersions(version);
      if (response.errorCode === ErrorCode.UNSUPPORTED_VERSION && version > 0) {
        const range = response.apiKeys.find((one) => one.apiKey === ApiVersionsRequest.apiKey);
        version = Math.min(range?.maxVersion ?? 0, version - 1);
        continue;
      }
      if (response.errorCode !== 0) throw protocolError(response.errorCode);
      this.#versions = nodeApiVersions(response);
      return;
    }
    throw new UnsupportedVersionError("The broker and the client have no version of ApiVersions in common");
  }

  async #askVersions(version: number): Promise<ApiVersionsResponse> {
    const body = { clientSoftwareName: SOFTWARE_NAME, clientSoftwareVersion: SOFTWARE_VERSION };
    const { chunks, correlationId } = this.#frame(ApiVersionsRequest, version >= 3 ? body : {}, version);
    const { frame } = await this.#send(correlationId, chunks, this.#options.requestTimeoutMs);
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    // The header of this response never has tagged fields, so the error code always stands behind the correlation id.
    const isRefused = frame.length >= 6 && view.getInt16(4) === ErrorCode.UNSUPPORTED_VERSION;
    return this.#decode(ApiVersionsResponse, frame, isRefused ? 0 : version);
  }
}

function loadedApi<Request, Response>(api: Call<Request, Response>["api"]): Api<Request, Response> | undefined {
  return api instanceof LazyApi ? api.loaded : api;
}

async function loadApi<Request, Response>(api: Call<Request, Response>["api"]): Promise<Api<Request, Response>> {
  return api instanceof LazyApi ? await api.load() : api;
}

function bodyOf<Request>(call: Call<Request, unknown>, version: number): Input<Request> {
  return typeof call.body === "function" ? (call.body as (version: number) => Input<Request>)(version) : call.body;
}

function nodeApiVersions(response: ApiVersionsResponse): NodeApiVersions {
  return new NodeApiVersions({
    apis: new Map(response.apiKeys.map((one) => [one.apiKey, { min: one.minVersion, max: one.maxVersion }])),
    supportedFeatures: new Map(
      response.supportedFeatures.map((one) => [one.name, { min: one.minVersion, max: one.maxVersion }]),
    ),
    finalizedFeatures: new Map(
      response.finalizedFeatures.map((one) => [one.name, { min: one.minVersionLevel, max: one.maxVersionLevel }]),
    ),
    finalizedFeaturesEpoch: response.finalizedFeaturesEpoch,
    zkMigrationReady: response.zkMigrationReady,
  });
}

/** A network error in the client's terms: all of them mean that the answer will never come on this connection. */
function connectionError(error: unknown): KafkaError {
  if (error instanceof KafkaError) return error;
  if (error instanceof NetworkError && isTlsAlert(error.cause)) {
    // With TLS 1.3 a broker that does not trust us says so only after we have begun to talk.
    return new KafkaError("SSL_AUTHENTICATION_FAILED", (error.cause as Error).message, { cause: error });
  }
  if (error instanceof NetworkError && error.code === "INVALID_FRAME") {
    return new KafkaError("CORRUPT_RESPONSE", error.message, { cause: error });
  }
  return new DisconnectError(error instanceof Error ? error.message : String(error), error);
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  let bytes = 0;
  for (const chunk of chunks) bytes += chunk.length;
  return bytes;
}

function isTlsAlert(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && String(cause.code).startsWith("ERR_SSL_");
}
