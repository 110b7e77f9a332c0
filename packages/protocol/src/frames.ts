/**
 * Whole requests and responses: size, header, body. Encoding gives the chunks for one writev; decoding takes the bytes
 * behind the size. The body is decoded separately from the header, because a server looks at the header first.
 */
import type { ByteChunk } from "@ottla/base";
import { requestHeaderVersion, responseHeaderVersion } from "./api-keys.ts";
import { RequestHeader, ResponseHeader } from "./generated/headers.ts";
import { ProtocolDecodeError } from "./wire/errors.ts";
import type { Input } from "./wire/input.ts";
import type { MessageCodec } from "./wire/message-codec.ts";
import { WireReader } from "./wire/reader.ts";
import { WireWriter } from "./wire/writer.ts";

/** What identifies a request on its connection. */
export interface RequestIdentity {
  /** Version of the request. */
  readonly version: number;
  readonly correlationId: number;
  readonly clientId: string | null;
}

/** A response on its connection. */
export interface ResponseIdentity {
  /** Version of the request that it answers. */
  readonly version: number;
  readonly correlationId: number;
}

/**
 * Encodes size, header and body of a request.
 * @param writer reused between messages; after an error it is ready for the next one
 */
export function encodeRequest<T>(
  codec: MessageCodec<T>,
  message: Input<T>,
  identity: RequestIdentity,
  writer: WireWriter = new WireWriter(),
): Uint8Array[] {
  const { version, correlationId, clientId } = identity;
  const header = { requestApiKey: codec.apiKey, requestApiVersion: version, correlationId, clientId };
  encodeFrame(writer, () => {
    RequestHeader.encode(writer, header, requestHeaderVersion(codec.apiKey, version));
    codec.encode(writer, message, version);
  });
  return writer.finish();
}

/**
 * Encodes size, header and body of a response.
 * @param writer reused between messages; after an error it is ready for the next one
 */
export function encodeResponse<T>(
  codec: MessageCodec<T>,
  message: Input<T>,
  identity: ResponseIdentity,
  writer: WireWriter = new WireWriter(),
): Uint8Array[] {
  encodeResponseFrame(codec, message, identity, writer);
  return writer.finish();
}

/** As `encodeResponse`, for a response that may have chunks which are read only when they are sent. */
export function encodeResponseForTransfer<T>(
  codec: MessageCodec<T>,
  message: Input<T>,
  identity: ResponseIdentity,
  writer: WireWriter,
): ByteChunk[] {
  encodeResponseFrame(codec, message, identity, writer);
  return writer.finishForTransfer();
}

function encodeResponseFrame<T>(
  codec: MessageCodec<T>,
  message: Input<T>,
  { version, correlationId }: ResponseIdentity,
  writer: WireWriter,
): void {
  encodeFrame(writer, () => {
    ResponseHeader.encode(writer, { correlationId }, responseHeaderVersion(codec.apiKey, version));
    codec.encode(writer, message, version);
  });
}

function encodeFrame(writer: WireWriter, encodeContent: () => void): void {
  try {
    const mark = writer.beginSized();
    encodeContent();
    writer.endSized(mark);
  } catch (error) {
    writer.discard();
    throw error;
  }
}

/**
 * Reads the request header at the start of a frame and leaves the reader at the body. The header's own version follows
 * from the key and version in its first four bytes; a key that Kafka lacks is read with header version 1.
 * @throws ProtocolDecodeError
 */
export function decodeRequestHeader(reader: WireReader): RequestHeader {
  const start = reader.offset;
  const apiKey = reader.int16("RequestHeader.requestApiKey");
  const version = reader.int16("RequestHeader.requestApiVersion");
  reader.offset = start;
  return RequestHeader.decode(reader, requestHeaderVersion(apiKey, version));
}

/**
 * Reads the response header at the start of a frame and leaves the reader at the body.
 * @param apiKey key of the request that the response answers
 * @param version version of that request
 */
export function decodeResponseHeader(reader: WireReader, apiKey: number, version: number): ResponseHeader {
  return ResponseHeader.decode(reader, responseHeaderVersion(apiKey, version));
}

/**
 * Reads a message that takes all the bytes that are left.
 * @throws ProtocolDecodeError, also for bytes after the message
 */
export function decodeBody<T>(codec: MessageCodec<T>, reader: WireReader, version: number): T {
  const message = codec.decode(reader, version);
  try {
    reader.expectEnd();
  } catch (error) {
    throw error instanceof ProtocolDecodeError ? error.inMessage(codec, version) : error;
  }
  return message;
}

/** A request frame's header and body. */
export interface DecodedRequest<T> {
  readonly header: RequestHeader;
  readonly body: T;
}

/**
 * Decodes a whole request frame, without its size, whose API is known to the caller.
 * @throws ProtocolDecodeError
 */
export function decodeRequest<T>(codec: MessageCodec<T>, frame: Uint8Array): DecodedRequest<T> {
  const reader = new WireReader(frame);
  const header = decodeRequestHeader(reader);
  return { header, body: decodeBody(codec, reader, header.requestApiVersion) };
}

/** A response frame's header and body. */
export interface DecodedResponse<T> {
  readonly header: ResponseHeader;
  readonly body: T;
}

/**
 * Decodes a whole response frame, without its size.
 * @param version version of the request that it answers
 * @throws ProtocolDecodeError
 */
export function decodeResponse<T>(codec: MessageCodec<T>, frame: Uint8Array, version: number): DecodedResponse<T> {
  const reader = new WireReader(frame);
  const header = decodeResponseHeader(reader, codec.apiKey, version);
  return { header, body: decodeBody(codec, reader, version) };
}

/**
 * Encodes one message without a frame, in one piece: log records, nested payloads, files. Small results share an 8 KiB
 * arena: whoever keeps one for long keeps a copy.
 */
export function encodeMessage<T>(codec: MessageCodec<T>, message: Input<T>, version: number): Uint8Array {
  try {
    codec.encode(messageWriter, message, version);
  } catch (error) {
    messageWriter.discard();
    throw error;
  }
  return messageWriter.finishBytes();
}

/**
 * Decodes one message without a frame that takes all the bytes.
 * @throws ProtocolDecodeError
 */
export function decodeMessage<T>(codec: MessageCodec<T>, bytes: Uint8Array, version: number): T {
  return decodeBody(codec, new WireReader(bytes), version);
}

const MESSAGE_ARENA_BYTES = 8 * 1024;
const messageWriter = new WireWriter(MESSAGE_ARENA_BYTES);
