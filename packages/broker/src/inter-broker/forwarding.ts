/**
 * Requests that change the cluster go to the active controller as they came: the whole request in an Envelope, with the client's principal and
 * address. The answer comes back as bytes, made for the client's own correlation id and version (KIP-590).
 */

import { isIPv6 } from "node:net";
import { encodeMessage, ErrorCode } from "@ottla/protocol";
import { EnvelopeRequest, EnvelopeResponse } from "@ottla/protocol/messages/envelope";
import { DefaultPrincipalData } from "@ottla/protocol/messages/principal";
import type { RequestContext } from "../handlers/handler.ts";
import type { ControllerChannel } from "./controller-channel.ts";

const ENVELOPE = { request: EnvelopeRequest, response: EnvelopeResponse };
const PRINCIPAL_VERSION = 0;

/**
 * What a forwarded request came to: the bytes of a response without its size, or an error to answer with. UNSUPPORTED_VERSION is none: the controller cannot read
 * what this broker takes, and the client connects anew.
 */
export type Forwarded = { readonly response: Uint8Array } | { readonly errorCode: number };

/** See the file's head. */
export class Forwarding {
  readonly #channel: ControllerChannel;
  readonly #timeoutMs: () => number;

  constructor(channel: ControllerChannel, timeoutMs: () => number) {
    this.#channel = channel;
    this.#timeoutMs = timeoutMs;
  }

  /** `frame` is the client's request, header and body. Rejects with a `ControllerUnavailableError`. */
  async forward(frame: Uint8Array, context: Pick<RequestContext, "principal" | "connection">): Promise<Forwarded> {
    const body = {
      requestData: frame,
      requestPrincipal: principalBytes(context.principal),
      clientHostAddress: addressBytes(context.connection.remoteAddress.host),
    };
    const { errorCode, responseData } = await this.#channel.request(ENVELOPE, body, {
      timeoutMs: this.#timeoutMs(),
      errorOf: (response) => response.errorCode,
    });
    if (errorCode === ErrorCode.NONE && responseData !== null) return { response: responseData };
    // What is wrong with an envelope is between broker and controller; the client would not know what to make of it.
    return { errorCode: errorCode === ErrorCode.UNSUPPORTED_VERSION ? errorCode : ErrorCode.UNKNOWN_SERVER_ERROR };
  }
}

/** As Kafka's `DefaultKafkaPrincipalBuilder` writes it: a version, then type and name. */
function principalBytes(principal: string): Uint8Array {
  const colon = principal.indexOf(":");
  const data = { type: principal.slice(0, colon), name: principal.slice(colon + 1), tokenAuthenticated: false };
  const body = encodeMessage(DefaultPrincipalData, data, PRINCIPAL_VERSION);
  const bytes = new Uint8Array(2 + body.length);
  bytes.set(body, 2);
  return bytes;
}

/** The address in 4 or 16 bytes; a host that is no address (a network in memory) counts as the loopback. */
function addressBytes(host: string): Uint8Array {
  const mapped = host.startsWith("::ffff:") ? host.slice(7) : host;
  const parts = mapped.split(".").map(Number);
  const isV4 = parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255);
  if (isV4) return Uint8Array.from(parts);
  if (!isIPv6(mapped)) return Uint8Array.of(127, 0, 0, 1);
  const [head = "", tail = ""] = mapped.split("::");
  const groups = (text: string): number[] => (text === "" ? [] : text.split(":").map((group) => parseInt(group, 16)));
  const left = groups(head);
  const right = mapped.includes("::") ? groups(tail) : [];
  const filled = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
  return Uint8Array.from(filled.flatMap((group) => [group >> 8, group & 0xff]));
}
