/**
 * From frame to handler and back: reads the request header, finds the handler of the API key (imported when first
 * needed), decodes, calls, encodes.
 *
 * What Kafka closes a connection for is closed here with one line in the log: a header or body that does not decode, a key or
 * version that is not served. ApiVersions in a version we lack is answered instead, in version 0, so that a newer client
 * learns what we speak. This is the only place that catches the unexpected: it becomes the handler's own UNKNOWN_SERVER_ERROR
 * response and a log entry. A broken invariant is not survived.
 */

import { AssertionError } from "@ottla/base";
import {
  apiName,
  ApiKey,
  decodeRequest,
  decodeRequestHeader,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  encodeResponseForTransfer,
  ErrorCode,
  WireReader,
  WireWriter,
} from "@ottla/protocol";
import type { RequestHeader } from "@ottla/protocol";
import { closeConnection as closeAnswer, noAnswer, Pipelined, TrackedFrame } from "@ottla/network";
import type { FrameAnswer, FrameHandler, FrameOutcome, ServerConnection } from "@ottla/network";
import { clusterRefusal } from "../authorizer/cluster-refusal.ts";
import { closeConnection, noResponse, Overlapped } from "../handlers/handler.ts";
import type {
  AnyRequestHandler,
  HandlerRegistration,
  HandlerResponse,
  HandlerResult,
  RequestContext,
} from "../handlers/handler.ts";
import type { ClientQuotas } from "../client-quotas/client-quotas.ts";
import type { Logger } from "../logging/logger.ts";
import type { Forwarded } from "../inter-broker/forwarding.ts";
import { type RouterServices, ServerRequestContext } from "./request-context.ts";
import { RequestQuotas } from "./request-quotas.ts";

type Forward<Services> = (frame: Uint8Array, context: RequestContext<Services>) => Promise<Forwarded>;

export interface RequestRouterOptions<Services extends RouterServices> {
  readonly registrations: readonly HandlerRegistration[];
  readonly services: Services;
  readonly logger: Logger;
  /** What a handler needs before its first request; awaited while its file is imported. */
  readonly prepare?: (registration: HandlerRegistration) => Promise<unknown> | undefined;
  /** What sends a request on to the active controller; gives undefined while that is this node. */
  readonly forwarder?: () => Forward<Services> | undefined;
  /** The error to answer a request with in place of handling it, if any. */
  readonly refuse?: (header: RequestHeader, connection: ServerConnection) => number | undefined;
  /** Told of every answer before it is encoded, but for those of the active controller that are passed on as they are. */
  readonly onResponse?: (apiKey: number, response: object) => void;
  /** What clients may use. Default: as much as they like. */
  readonly quotas?: ClientQuotas;
  /** An invariant is broken, or the program's files are not there any more: whoever owns the process ends it. */
  readonly onFatal: (error: Error) => void;
}

const SIZE_BYTES = 4;

interface Route {
  readonly registration: HandlerRegistration;
  handler: AnyRequestHandler | undefined;
}

export class RequestRouter<Services extends RouterServices> implements FrameHandler {
  readonly #options: RequestRouterOptions<Services>;
  /** By API key. */
  readonly #routes: (Route | undefined)[] = [];
  readonly #writer = new WireWriter();

  constructor(options: RequestRouterOptions<Services>) {
    this.#options = options;
    for (const registration of options.registrations) {
      this.#routes[registration.apiKey] = { registration, handler: undefined };
    }
  }

  onFrame(frame: Uint8Array, connection: ServerConnection): FrameOutcome {
    const reader = new WireReader(frame);
    let header: RequestHeader;
    try {
      header = decodeRequestHeader(reader);
    } catch (error) {
      return this.#refuse(connection, undefined, error instanceof Error ? error.message : String(error));
    }
    const { requestApiKey: apiKey, requestApiVersion: version } = header;
    const route = apiKey < 0 ? undefined : this.#routes[apiKey];
    if (route === undefined) {
      return this.#refuse(connection, header, `API key ${apiKey} is not served`);
    }
    const { lowestVersion, highestVersion } = route.registration;
    const isServed = version >= lowestVersion && version <= highestVersion;
    if (!isServed && apiKey !== ApiKey.ApiVersions) {
      return this.#refuse(
        connection,
        header,
        `${apiName(apiKey)} is served in versions ${lowestVersion} to ${highestVersion}`,
      );
    }
    const context = new ServerRequestContext(header, connection, this.#options.services);
    const { quotas } = this.#options;
    if (quotas?.isActive === true) context.quotas = this.#quotasOf(quotas, frame, context);
    const refused = isServed ? this.#options.refuse?.(header, connection) : undefined;
    if (refused !== undefined) return this.#answerError(route, reader, context, refused);
    const forward = route.registration.isForwarded === true && isServed ? this.#options.forwarder?.() : undefined;
    if (forward !== undefined) {
      return route.registration.isCheckedFirst === true
        ? this.#checkAndForward(route, frame, context, forward)
        : this.#answerForwarded(route, reader, context, forward(frame, context));
    }
    if (route.handler !== undefined) {
      return this.#dispatch(route.handler, reader, context, isServed);
    }
    return this.#load(route).then(
      (handler) => this.#dispatch(handler, reader, context, isServed),
      (error: unknown) => {
        this.#options.logger.error({ api: apiName(apiKey), error }, "the handler of a request cannot be loaded");
        return closeAnswer;
      },
    );
  }

  #quotasOf(quotas: ClientQuotas, frame: Uint8Array, context: ServerRequestContext<Services>): RequestQuotas {
    const { principal, clientId } = context;
    return new RequestQuotas({
      quotas,
      clock: this.#options.services.clock,
      client: { user: principal.slice(principal.indexOf(":") + 1), clientId },
      apiKey: context.header.requestApiKey,
      sizeInBytes: frame.length,
    });
  }

  /** The active controller's answer as it is, but for how long the client is held back; the handler's own error where there is none. */
  async #answerForwarded(
    route: Route,
    reader: WireReader,
    context: ServerRequestContext<Services>,
    forwarding: Promise<Forwarded>,
  ): Promise<FrameAnswer> {
    context.quotas?.pause();
    const forwarded = await this.#outcomeOf(route, forwarding);
    context.quotas?.resume();
    if ("response" in forwarded && context.quotas !== undefined) {
      const handler = route.handler ?? (await this.#load(route));
      const { body } = decodeResponse(handler.response, forwarded.response, context.apiVersion);
      return this.#encode(handler, body, context);
    }
    if ("response" in forwarded) return [sizePrefix(forwarded.response), forwarded.response];
    if (forwarded.errorCode === ErrorCode.UNSUPPORTED_VERSION) return closeAnswer;
    return this.#answerError(route, reader, context, forwarded.errorCode);
  }

  async #outcomeOf({ registration }: Route, forwarding: Promise<Forwarded>): Promise<Forwarded> {
    try {
      return await forwarding;
    } catch (error) {
      this.#options.logger.warn({ api: apiName(registration.apiKey), error }, "a request could not be forwarded");
      return { errorCode: ErrorCode.REQUEST_TIMED_OUT };
    }
  }

  /** Forwards what is left of a request when the handler has answered its part. */
  async #checkAndForward(
    route: Route,
    frame: Uint8Array,
    context: ServerRequestContext<Services>,
    forward: Forward<Services>,
  ): Promise<FrameAnswer> {
    const handler = route.handler ?? (await this.#load(route));
    const { header, apiVersion: version } = context;
    let request: unknown;
    try {
      request = decodeRequest(handler.request, frame).body;
    } catch (error) {
      return this.#refuse(context.connection, header, error instanceof Error ? error.message : String(error));
    }
    const checked = handler.checkBeforeForwarding?.(request, context);
    if (checked !== undefined && checked.rest === undefined) {
      return this.#encode(handler, checked.complete(undefined), context);
    }
    const rest = checked === undefined ? frame : this.#frameOf(handler, checked.rest, header);
    context.quotas?.pause();
    const forwarded = await this.#outcomeOf(route, forward(rest, context));
    context.quotas?.resume();
    if ("errorCode" in forwarded && forwarded.errorCode === ErrorCode.UNSUPPORTED_VERSION) return closeAnswer;
    const answer =
      "response" in forwarded
        ? decodeResponse(handler.response, forwarded.response, version).body
        : handler.errorResponse(checked?.rest ?? request, forwarded.errorCode, context);
    return this.#encode(handler, checked?.complete(answer) ?? answer, context);
  }

  /** Without the size. */
  #frameOf(
    handler: AnyRequestHandler,
    request: unknown,
    { requestApiVersion: version, ...header }: RequestHeader,
  ): Buffer {
    const { correlationId, clientId } = header;
    const identity = { version, correlationId, clientId };
    const sized = Buffer.concat(encodeRequest(handler.request, request, identity, this.#writer));
    return sized.subarray(SIZE_BYTES);
  }

  /** The handler's own answer that says: this error, for everything. */
  async #answerError(
    route: Route,
    reader: WireReader,
    context: ServerRequestContext<Services>,
    errorCode: number,
  ): Promise<FrameAnswer> {
    const handler = route.handler ?? (await this.#load(route));
    let request: unknown;
    try {
      request = handler.request.decode(reader, context.apiVersion);
    } catch (error) {
      return this.#refuse(context.connection, context.header, error instanceof Error ? error.message : String(error));
    }
    return this.#encode(handler, handler.errorResponse(request, errorCode, context), context);
  }

  async #load(route: Route): Promise<AnyRequestHandler> {
    const { registration } = route;
    try {
      const [, { handler }] = await Promise.all([this.#options.prepare?.(registration), registration.load()]);
      route.handler = handler;
      return handler;
    } catch (cause) {
      if (isFileGone(cause)) {
        const what = `${apiName(registration.apiKey)} cannot be answered: a file of this program is gone`;
        this.#options.onFatal(
          new Error(`${what}, as when another version was installed over it; start it again`, { cause }),
        );
      }
      throw cause;
    }
  }

  #dispatch(
    handler: AnyRequestHandler,
    reader: WireReader,
    context: ServerRequestContext<Services>,
    isServed: boolean,
  ): FrameAnswer | Promise<FrameAnswer> | Pipelined {
    if (!isServed) {
      return this.#answerUnsupportedApiVersions(handler, context);
    }
    let request: unknown;
    try {
      request = handler.request.decode(reader, context.apiVersion);
    } catch (error) {
      return this.#refuse(context.connection, context.header, error instanceof Error ? error.message : String(error));
    }
    const onError = (error: unknown): FrameAnswer => this.#onUnexpected(handler, request, context, error);
    const onLateResponse = (response: HandlerResponse<unknown>): FrameAnswer => {
      context.quotas?.resume();
      return onResponse(response);
    };
    const onResponse = (response: HandlerResponse<unknown>): FrameAnswer => {
      try {
        return this.#encode(handler, response, context);
      } catch (error) {
        return onError(error);
      }
    };
    let result: HandlerResult<unknown>;
    try {
      result = clusterRefusal(handler, request, context) ?? handler.handle(request, context);
    } catch (error) {
      return onError(error);
    }
    if (result instanceof Promise) {
      context.quotas?.pause();
      return result.then(onLateResponse, onError);
    }
    if (result instanceof Overlapped) {
      context.quotas?.pause();
      const throttleMs = context.quotas?.throttleMsOfNext() ?? 0;
      if (throttleMs > 0) context.connection.throttle(throttleMs);
      return new Pipelined(result.effects, result.response.then(onLateResponse, onError));
    }
    return onResponse(result);
  }

  #encode(
    handler: AnyRequestHandler,
    response: HandlerResponse<unknown>,
    context: ServerRequestContext<Services>,
  ): FrameAnswer {
    const throttleMs = context.quotas === undefined ? 0 : throttleMsOf(context.quotas, response);
    if (throttleMs > 0) context.connection.throttle(throttleMs);
    if (response === noResponse) {
      context.sentCallback?.();
      return noAnswer;
    }
    if (response === closeConnection) {
      context.sentCallback?.();
      return closeAnswer;
    }
    if (isObject(response)) this.#options.onResponse?.(handler.apiKey, response);
    const identity = { version: context.apiVersion, correlationId: context.header.correlationId };
    const told = throttleMs > 0 && isObject(response) ? { ...response, throttleTimeMs: throttleMs } : response;
    const chunks = encodeResponseForTransfer(handler.response, told, identity, this.#writer);
    const { sentCallback } = context;
    return sentCallback === undefined ? chunks : new TrackedFrame(chunks, sentCallback);
  }

  /** A client that is newer than we are: error 35 and our range, in the version that every client reads (KIP-511). */
  #answerUnsupportedApiVersions(handler: AnyRequestHandler, context: ServerRequestContext<Services>): FrameAnswer {
    const response = handler.errorResponse({}, ErrorCode.UNSUPPORTED_VERSION, context);
    const identity = { version: 0, correlationId: context.header.correlationId };
    return encodeResponse(handler.response, response, identity, this.#writer);
  }

  #onUnexpected(
    handler: AnyRequestHandler,
    request: unknown,
    context: ServerRequestContext<Services>,
    error: unknown,
  ): FrameAnswer {
    if (error instanceof AssertionError) {
      this.#options.onFatal(error);
    }
    this.#options.logger.error(
      {
        api: apiName(handler.apiKey),
        version: context.apiVersion,
        client: context.clientId,
        remote: remoteOf(context.connection),
        error,
      },
      "a request ended in an unexpected error",
    );
    try {
      const response = handler.errorResponse(request, ErrorCode.UNKNOWN_SERVER_ERROR, context);
      return this.#encode(handler, response, context);
    } catch (secondError) {
      this.#options.logger.error({ api: apiName(handler.apiKey), error: secondError }, "its error response failed too");
      return closeAnswer;
    }
  }

  #refuse(connection: ServerConnection, header: RequestHeader | undefined, reason: string): FrameAnswer {
    this.#options.logger.warn(
      {
        listener: connection.listenerName,
        remote: remoteOf(connection),
        ...(header === undefined
          ? {}
          : { api: apiName(header.requestApiKey), version: header.requestApiVersion, client: header.clientId ?? "" }),
      },
      `closing a connection: ${reason}`,
    );
    return closeAnswer;
  }
}

/** For how long the client is held back: by this node, or by the one that answered. What is not answered counts no time, as by Kafka. */
function throttleMsOf(quotas: RequestQuotas, response: HandlerResponse<unknown>): number {
  if (response === noResponse || response === closeConnection) quotas.exempt();
  const isTold = isObject(response) && "throttleTimeMs" in response;
  return quotas.throttleMs(isTold ? Number(response.throttleTimeMs) : 0);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function sizePrefix(bytes: Uint8Array): Uint8Array {
  const prefix = new Uint8Array(SIZE_BYTES);
  new DataView(prefix.buffer).setInt32(0, bytes.length);
  return prefix;
}

/** An import failed because there is no such file; not, for one, because too many are open. */
function isFileGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}

function remoteOf(connection: ServerConnection): string {
  return `${connection.remoteAddress.host}:${connection.remoteAddress.port}`;
}
