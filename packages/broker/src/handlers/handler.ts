/**
 * The shape of a request handler: one file `NN-name.ts` for each API key, each exporting `handler`.
 *
 * A handler file is imported when its first request arrives (`handlers/registry.ts` names it together with its version
 * range), so it may import its codecs and whatever it needs statically. A handler turns a decoded request into a
 * response; protocol outcomes are values in that response. It does not catch: the request router is the one place that
 * turns an unexpected error into `errorResponse`.
 *
 * Order: the next request of a connection begins when `handle` has its result. A handler that may be overtaken while it
 * waits returns `Overlapped` and says when its effects have taken their place.
 */

import type { AclOperation, Input, MessageCodec, RequestHeader } from "@ottla/protocol";
import type { ServerConnection } from "@ottla/network";
import type { RequestQuotas } from "../request-router/request-quotas.ts";
import type { BrokerServices } from "../services/broker-services.ts";

/** The request has no response on the wire (Produce with acks=0, when all went well). */
export const noResponse: unique symbol = Symbol("no response");
/** The connection is closed instead of a response (Produce with acks=0, when something went wrong). */
export const closeConnection: unique symbol = Symbol("close connection");

export type HandlerResponse<Res> = Input<Res> | typeof noResponse | typeof closeConnection;

/**
 * A response that is waited for while the next request of the connection may already begin. When the response is there, nothing may look at
 * the bytes of the request any more: their memory is used for the next one.
 */
export class Overlapped<Res> {
  /** Resolves when every effect has taken its place in the order; `undefined`: it already has. */
  readonly effects: Promise<void> | undefined;
  readonly response: Promise<HandlerResponse<Res>>;

  constructor(effects: Promise<void> | undefined, response: Promise<HandlerResponse<Res>>) {
    this.effects = effects;
    this.response = response;
  }
}

export type HandlerResult<Res> = HandlerResponse<Res> | Promise<HandlerResponse<Res>> | Overlapped<Res>;

/** What a handler knows about the request beside its body. */
export interface RequestContext<Services = BrokerServices> {
  readonly header: RequestHeader;
  /** `header.requestApiVersion`: the version the request was decoded with and the response will be encoded with. */
  readonly apiVersion: number;
  /** The client id of the header; "" when the client sent null. */
  readonly clientId: string;
  /** The connection: listener name, the local address that was dialled, the remote address, `onClose`. */
  readonly connection: ServerConnection;
  /** The client library as its ApiVersions request named it; "unknown" before (KIP-511). */
  clientSoftware: ClientSoftware;
  /** `User:ANONYMOUS` on a listener without authentication. */
  readonly principal: string;
  /** It came from a broker in an Envelope (KIP-590). */
  readonly isForwarded: boolean;
  /** Wall clock when the frame was complete, in milliseconds. */
  readonly receivedMs: number;
  readonly services: Services;
  /** What the request may use and has used; undefined while there are no quotas. */
  readonly quotas?: RequestQuotas | undefined;
  /** Calls back when the response has left (or never will), for memory that its byte ranges are views of. */
  onSent(callback: () => void): void;
}

export interface ClientSoftware {
  readonly name: string;
  readonly version: string;
}

/** A request of which a broker has answered a part before it is forwarded. */
export interface PartlyAnswered<Req, Res> {
  /** What goes on to the active controller; undefined: nothing. */
  readonly rest: Req | undefined;
  /** The whole answer, from that to the rest. */
  complete(answerToRest: Input<Res> | undefined): Input<Res>;
}

/** One API key. */
export interface RequestHandler<Req, Res, Services = BrokerServices> {
  readonly apiKey: number;
  readonly request: MessageCodec<Req>;
  readonly response: MessageCodec<Res>;
  /** What the sender must be allowed to do with the cluster; whoever is not is answered CLUSTER_AUTHORIZATION_FAILED, before anything else is looked at. */
  readonly clusterOperation?: AclOperation;
  /** Effects that are ordered must take place before this returns, or before the promise that it returns resolves. */
  handle(request: Req, context: RequestContext<Services>): HandlerResult<Res>;
  /** What a broker has to say itself of a request that is forwarded; undefined: nothing. Only for `isCheckedFirst`. */
  checkBeforeForwarding?(request: Req, context: RequestContext<Services>): PartlyAnswered<Req, Res> | undefined;
  /**
   * The response that says "this error, for everything you asked": as Kafka's `getErrorResponse` of that request. `message` is given where there is more
   * to say than the error code does.
   */
  errorResponse(
    request: Req,
    errorCode: number,
    context: RequestContext<Services>,
    message?: string,
  ): HandlerResponse<Res>;
}

/** A handler whose message types have been forgotten, as the router's table holds it. */
// oxlint-disable-next-line typescript/no-explicit-any -- the table pairs each handler with its own codecs.
export type AnyRequestHandler = RequestHandler<any, any, any>;

/** One row of the router's table. */
export interface HandlerRegistration {
  readonly apiKey: number;
  /** The lowest version that is really served. */
  readonly lowestVersion: number;
  readonly highestVersion: number;
  /** What ApiVersions says instead of `lowestVersion` (Produce: 0, KAFKA-18659). */
  readonly advertisedLowestVersion?: number;
  /** The request changes the cluster: a broker sends it on to the active controller (KIP-590). */
  readonly isForwarded?: boolean;
  /** Before that the handler's `checkBeforeForwarding` is asked. */
  readonly isCheckedFirst?: boolean;
  /** The handler asks the group coordinator, which is loaded before its first request. */
  readonly needsGroupCoordinator?: boolean;
  /** Advertised only where metrics are served; answered all the same, as by Apache Kafka. */
  readonly needsMetrics?: boolean;
  /** Imports the handler's file. */
  readonly load: () => Promise<{ readonly handler: AnyRequestHandler }>;
}
