// An API under test: its key and its codecs; and requests and responses as frames.
import { RequestHeader, ResponseHeader, WireReader, WireWriter } from "@ottla/protocol";
import type { Input, MessageCodec } from "@ottla/protocol";

export interface Api<Req, Res> {
  readonly name: string;
  readonly key: number;
  readonly request: MessageCodec<Req>;
  readonly response: MessageCodec<Res>;
}

/** An API whose message types have been forgotten. */
// oxlint-disable-next-line typescript/no-explicit-any -- each row pairs codecs of the same message types.
export type AnyApi = Api<any, any>;

const registry = new Map<number, AnyApi>();

/** Names an API and remembers it, so that answers can be decoded again later. */
export function defineApi<Req, Res>(request: MessageCodec<Req>, response: MessageCodec<Res>): Api<Req, Res> {
  const api = { name: request.name.replace(/Request$/, ""), key: request.apiKey, request, response };
  registry.set(api.key, api);
  return api;
}

export function apiByKey(key: number): AnyApi | undefined {
  return registry.get(key);
}

/** The released versions of an API, lowest first. */
export function versionsOf(api: AnyApi, from: number = api.request.lowestVersion, to?: number): number[] {
  const last = Math.min(to ?? Infinity, api.request.highestVersion - (UNSTABLE.has(api.key) ? 1 : 0));
  return Array.from({ length: Math.max(0, last - from + 1) }, (_, i) => from + i);
}

/** InitProducerId 6 (two-phase commit) is not released: Kafka hides it. */
const UNSTABLE: ReadonlySet<number> = new Set([22]);

export interface RequestId {
  readonly correlationId: number;
  readonly clientId: string | null;
}

/** A whole frame: length, header, body. */
export function encodeRequest<Req>(api: Api<Req, unknown>, version: number, body: Input<Req>, id: RequestId): Buffer {
  const writer = new WireWriter();
  const headerVersion = version >= api.request.flexibleFrom ? 2 : 1;
  const header = { requestApiKey: api.key, requestApiVersion: version, ...id };
  RequestHeader.encode(writer, header, headerVersion);
  api.request.encode(writer, body, version);
  return framed(writer.finish());
}

/** Puts the length in front. */
export function framed(chunks: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(chunks);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** The half of an API that decoding an answer needs. */
export interface ResponseOf<Res> {
  readonly key: number;
  readonly response: MessageCodec<Res>;
}

export interface DecodedResponse<Res> {
  readonly correlationId: number;
  readonly headerVersion: number;
  readonly header: ResponseHeader;
  readonly body: Res;
}

/**
 * Decodes an answer and refuses bytes that are left over.
 * @throws ProtocolDecodeError
 */
export function decodeResponse<Res>(api: ResponseOf<Res>, version: number, frame: Uint8Array): DecodedResponse<Res> {
  const reader = new WireReader(frame);
  const headerVersion = responseHeaderVersion(api, version);
  const header = ResponseHeader.decode(reader, headerVersion);
  const body = api.response.decode(reader, version);
  reader.expectEnd();
  return { correlationId: header.correlationId, headerVersion, header, body };
}

/** The bytes of an answer again, as `decodeResponse` took them apart. */
export function encodeResponse<Res>(api: ResponseOf<Res>, version: number, response: DecodedResponse<Res>): Buffer {
  const writer = new WireWriter();
  ResponseHeader.encode(writer, response.header, response.headerVersion);
  api.response.encode(writer, response.body as Input<Res>, version);
  return Buffer.concat(writer.finish());
}

function responseHeaderVersion(api: ResponseOf<unknown>, version: number): number {
  const isApiVersions = api.key === 18;
  return !isApiVersions && version >= api.response.flexibleFrom ? 1 : 0;
}
