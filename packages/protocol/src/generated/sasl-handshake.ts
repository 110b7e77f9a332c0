// Generated from schema/17-sasl-handshake.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { WireWriter } from "../wire/writer.ts";

/** SaslHandshakeRequest: API key 17, versions 0–1. */
export interface SaslHandshakeRequest {
  mechanism: string;
}

export const SaslHandshakeRequest: MessageCodec<SaslHandshakeRequest> = defineMessage<SaslHandshakeRequest>({
  name: "SaslHandshakeRequest",
  kind: "request",
  apiKey: 17,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeSaslHandshakeRequest,
  encode: encodeSaslHandshakeRequest,
});

/** SaslHandshakeResponse: API key 17, versions 0–1. */
export interface SaslHandshakeResponse {
  errorCode: number;
  mechanisms: string[];
}

export const SaslHandshakeResponse: MessageCodec<SaslHandshakeResponse> = defineMessage<SaslHandshakeResponse>({
  name: "SaslHandshakeResponse",
  kind: "response",
  apiKey: 17,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeSaslHandshakeResponse,
  encode: encodeSaslHandshakeResponse,
});

function decodeSaslHandshakeRequest(reader: WireReader, _version: number): SaslHandshakeRequest {
  const mechanism = reader.string("SaslHandshakeRequest.mechanism");
  return { mechanism };
}

function encodeSaslHandshakeRequest(writer: WireWriter, message: Input<SaslHandshakeRequest>, _version: number): void {
  const { mechanism = "" } = message;
  writer.string(mechanism, "SaslHandshakeRequest.mechanism");
}

function decodeSaslHandshakeResponse(reader: WireReader, _version: number): SaslHandshakeResponse {
  const errorCode = reader.int16("SaslHandshakeResponse.errorCode");
  const mechanisms: string[] = [];
  for (let left = reader.arrayLength(2, "SaslHandshakeResponse.mechanisms"); left > 0; left--) mechanisms.push(reader.string("SaslHandshakeResponse.mechanisms"));
  return { errorCode, mechanisms };
}

function encodeSaslHandshakeResponse(writer: WireWriter, message: Input<SaslHandshakeResponse>, _version: number): void {
  const { errorCode = 0, mechanisms = [] } = message;
  writer.int16(errorCode, "SaslHandshakeResponse.errorCode");
  writer.arrayLength(mechanisms, "SaslHandshakeResponse.mechanisms");
  for (const element of mechanisms) writer.string(element, "SaslHandshakeResponse.mechanisms");
}
