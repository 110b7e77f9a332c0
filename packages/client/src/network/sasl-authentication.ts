/**
 * Proves to a broker who we are, on a connection that is new or that has to prove it again (KIP-368): SaslHandshake names the mechanism, SaslAuthenticate
 * carries its conversation.
 */
import { EMPTY_BYTES } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { SaslAuthenticateRequest, SaslAuthenticateResponse } from "@ottla/protocol/messages/sasl-authenticate";
import type { SaslHandshakeRequest, SaslHandshakeResponse } from "@ottla/protocol/messages/sasl-handshake";
import { KafkaError, protocolError } from "../errors.ts";
import type { SaslExchange } from "../security/sasl/mechanism.ts";
import type { Call } from "./broker-connection.ts";
import { LazyApi } from "./api-versions.ts";

const HANDSHAKE = new LazyApi<SaslHandshakeRequest, SaslHandshakeResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/sasl-handshake");
  return { request: codecs.SaslHandshakeRequest, response: codecs.SaslHandshakeResponse };
});
const AUTHENTICATE = new LazyApi<SaslAuthenticateRequest, SaslAuthenticateResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/sasl-authenticate");
  return { request: codecs.SaslAuthenticateRequest, response: codecs.SaslAuthenticateResponse };
});
/** No mechanism here takes more turns; a broker that goes on wants to keep us busy. */
const TURNS_MAX = 10;

/** Sends one request on the connection that is to be authenticated. */
export type Ask = <Request, Response>(call: Call<Request, Response>) => Promise<Response>;

/**
 * Runs the conversation to its end.
 *
 * @returns how long the broker takes our word for it, in milliseconds; 0 for as long as the connection lasts
 * @throws KafkaError `SASL_AUTHENTICATION_FAILED`, `UNSUPPORTED_SASL_MECHANISM` or `ILLEGAL_SASL_STATE`; none of them is retriable
 */
export async function authenticate(exchange: SaslExchange, ask: Ask): Promise<number> {
  const { mechanism } = exchange;
  // Version 0 speaks the mechanism without Kafka's frames; no broker since 1.0 needs it.
  const handshake = await ask({ api: HANDSHAKE, body: { mechanism }, versions: { min: 1 } });
  if (handshake.errorCode !== 0) throw handshakeError(handshake.errorCode, mechanism, handshake.mechanisms);
  let message: Uint8Array | undefined = await exchange.begin();
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const answer: SaslAuthenticateResponse = await ask({
      api: AUTHENTICATE,
      body: { authBytes: message ?? EMPTY_BYTES },
    });
    if (answer.errorCode !== 0) throw refusal(answer.errorCode, answer.errorMessage, mechanism);
    message = await exchange.answer(answer.authBytes);
    if (message === undefined) return answer.sessionLifetimeMs;
  }
  throw new KafkaError("SASL_AUTHENTICATION_FAILED", `The broker does not come to an end with ${mechanism}`);
}

function handshakeError(errorCode: number, mechanism: string, enabled: readonly string[]): KafkaError {
  const list = `enabled mechanisms are [${enabled.join(", ")}]`;
  if (errorCode === ErrorCode.UNSUPPORTED_SASL_MECHANISM) {
    return protocolError(errorCode, `Client SASL mechanism '${mechanism}' not enabled in the server, ${list}`);
  }
  if (errorCode === ErrorCode.ILLEGAL_SASL_STATE) {
    return protocolError(errorCode, `Unexpected handshake request with client mechanism ${mechanism}, ${list}`);
  }
  return protocolError(errorCode, `Unknown error code ${errorCode}, client mechanism is ${mechanism}, ${list}`);
}

function refusal(errorCode: number, message: string | null, mechanism: string): KafkaError {
  return protocolError(errorCode, message ?? `Authentication with ${mechanism} failed`);
}
