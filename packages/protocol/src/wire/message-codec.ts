/**
 * The object that carries a generated message's name, versions and codec. `defineMessage` adds what all messages share:
 * the version check, and the name and version on every error.
 */
import { ProtocolDecodeError, ProtocolEncodeError } from "./errors.ts";
import type { Input } from "./input.ts";
import type { WireReader } from "./reader.ts";
import type { WireWriter } from "./writer.ts";

/** What a message is used for. */
export type MessageKind =
  | "request"
  | "response"
  | "header"
  | "data"
  | "metadata"
  | "coordinator-key"
  | "coordinator-value";

/** Name, versions and codec of one message type. */
export interface MessageCodec<T> {
  /** Kafka's name, such as `ProduceRequest`. */
  readonly name: string;
  readonly kind: MessageKind;
  /** API key of a request or response, record type of a log record, −1 where there is neither. */
  readonly apiKey: number;
  readonly lowestVersion: number;
  /** Below `lowestVersion` when no version is valid any more. */
  readonly highestVersion: number;
  /** First version with compact lengths and tagged fields (KIP-482); Infinity when there is none. */
  readonly flexibleFrom: number;
  /**
   * Reads one message at the reader's position. Bytes and records fields are views of the input.
   * @throws ProtocolDecodeError
   */
  decode(reader: WireReader, version: number): T;
  /**
   * Appends one message to the writer. A field that is left out takes its schema default.
   * @throws ProtocolEncodeError when a value does not fit its field or the version
   */
  encode(writer: WireWriter, message: Input<T>, version: number): void;
}

/** Builds a codec from the generated functions; called by generated modules only. */
export function defineMessage<T>(codec: MessageCodec<T>): MessageCodec<T> {
  const { name, kind, apiKey, lowestVersion, highestVersion, flexibleFrom, decode, encode } = codec;
  const context = { name, apiKey };
  const refusal = (version: number): string =>
    highestVersion < lowestVersion
      ? "no version of this message is valid"
      : `version ${version} is not one of ${lowestVersion} to ${highestVersion}`;
  return {
    name,
    kind,
    apiKey,
    lowestVersion,
    highestVersion,
    flexibleFrom,
    decode(reader: WireReader, version: number): T {
      try {
        if (!(version >= lowestVersion && version <= highestVersion)) {
          throw new ProtocolDecodeError(refusal(version), { offset: reader.offset, field: "" });
        }
        return decode(reader, version);
      } catch (error) {
        throw error instanceof ProtocolDecodeError ? error.inMessage(context, version) : error;
      }
    },
    encode(writer: WireWriter, message: Input<T>, version: number): void {
      try {
        if (!(version >= lowestVersion && version <= highestVersion)) {
          throw new ProtocolEncodeError(refusal(version), "");
        }
        encode(writer, message, version);
      } catch (error) {
        if (error instanceof ProtocolEncodeError) throw error.inMessage(context, version);
        if (error instanceof TypeError) {
          // Null or a scalar where a struct or an array belongs: the destructuring in the generated code noticed.
          const reason = `the value does not have the message's shape: ${error.message}`;
          throw new ProtocolEncodeError(reason, "", { cause: error }).inMessage(context, version);
        }
        throw error;
      }
    },
  };
}
