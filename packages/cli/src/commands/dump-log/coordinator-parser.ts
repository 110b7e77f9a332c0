// Records of __consumer_offsets, __transaction_state and __share_group_state. The subscriptions and assignments of a classic group are bytes of
// the consumers' own protocol, and are shown as what they say where they can be read.
import type { JsonField, MessageCodec } from "@ottla/protocol";
import { WireReader } from "@ottla/protocol";
import type { Record } from "@ottla/records";
import { InputError } from "../../failure.ts";
import { messageJson } from "../../message-json.ts";
import type { JsonOverride } from "../../message-json.ts";
import type { ParsedRecord, RecordParser } from "./record-parser.ts";

type Fields = ReadonlyMap<string, readonly JsonField[]>;
type Codec = MessageCodec<object>;

/** Key and value codecs by record type. */
interface RecordFamily {
  readonly keys: ReadonlyMap<number, Codec>;
  readonly values: ReadonlyMap<number, Codec>;
  readonly fields: Fields;
  /** The JSON of a value where it is more than the converters write. */
  override?(codec: Codec, message: object, version: number): JsonOverride | undefined;
}

const DELETED = "<DELETE>";
const CONSUMER_PROTOCOL = "consumer";

function isCodec(value: unknown): value is Codec {
  return typeof value === "object" && value !== null && "kind" in value && "apiKey" in value;
}

function family(module: object, fields: Fields): RecordFamily {
  const codecs = Object.values(module).filter(isCodec);
  const byType = (kind: string): ReadonlyMap<number, Codec> =>
    new Map(codecs.filter((codec) => codec.kind === kind).map((codec) => [codec.apiKey, codec]));
  return { keys: byType("coordinator-key"), values: byType("coordinator-value"), fields };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function read(codec: Codec, reader: WireReader, version: number, what: "key" | "value"): object {
  try {
    return codec.decode(reader, version);
  } catch (error) {
    const reason = `Could not read record with version ${version} from ${what}'s buffer due to: ${reasonOf(error)}.`;
    throw new InputError(reason, { cause: error });
  }
}

function readVersion(bytes: Uint8Array, what: "key" | "value"): [WireReader, number] {
  if (bytes.length < 2) throw new InputError(`Could not read version from ${what}'s buffer.`);
  const reader = new WireReader(bytes);
  return [reader, reader.int16("version")];
}

function decode(records: RecordFamily, key: Uint8Array, value: Uint8Array | null, offset: number): ParsedRecord {
  const [keyReader, type] = readVersion(key, "key");
  const keyCodec = records.keys.get(type);
  const valueCodec = records.values.get(type);
  if (keyCodec === undefined || valueCodec === undefined) {
    return { key: `Unknown record type ${type} at offset ${offset}, skipping.`, value: undefined };
  }
  const json = (codec: Codec, message: object, version: number): string =>
    messageJson(records.fields.get(codec.name) ?? [], message, version, records.override?.(codec, message, version));
  const keyText = `{"type":"${type}","data":${json(keyCodec, read(keyCodec, keyReader, 0, "key"), 0)}}`;
  if (value === null) return { key: keyText, value: DELETED };
  const [valueReader, version] = readVersion(value, "value");
  const message = read(valueCodec, valueReader, version, "value");
  return { key: keyText, value: `{"version":"${version}","data":${json(valueCodec, message, version)}}` };
}

function parserOf(records: RecordFamily): RecordParser {
  return (record: Record) => {
    const { key, value, offset } = record;
    if (key === null) {
      throw new InputError(
        `Failed to decode message at offset ${offset} using the specified decoder (message had a missing key)`,
      );
    }
    try {
      return decode(records, key, value, offset);
    } catch (error) {
      return { key: `Error at offset ${offset}, skipping. ${reasonOf(error)}`, value: undefined };
    }
  };
}

export async function transactionLogParser(): Promise<RecordParser> {
  const messages = await import("@ottla/protocol/messages/transaction-log-records");
  const { JSON_FIELDS } = await import("@ottla/protocol/messages/transaction-log-records-json");
  return parserOf(family(messages, JSON_FIELDS));
}

export async function shareGroupStateParser(): Promise<RecordParser> {
  const messages = await import("@ottla/protocol/messages/share-coordinator-records");
  const { JSON_FIELDS } = await import("@ottla/protocol/messages/share-coordinator-records-json");
  return parserOf(family(messages, JSON_FIELDS));
}

/** The JSON of what a member sent in the protocol of consumers; undefined when the bytes are something else. */
function consumerJson(codec: Codec, fields: readonly JsonField[], bytes: unknown): string | undefined {
  if (!(bytes instanceof Uint8Array)) return undefined;
  try {
    const reader = new WireReader(bytes);
    const version = reader.int16("version");
    return messageJson(fields, codec.decode(reader, version), version);
  } catch {
    return undefined;
  }
}

export async function offsetsParser(): Promise<RecordParser> {
  const messages = await import("@ottla/protocol/messages/group-coordinator-records");
  const { JSON_FIELDS } = await import("@ottla/protocol/messages/group-coordinator-records-json");
  const protocol = await import("@ottla/protocol/messages/consumer-protocol");
  const { JSON_FIELDS: protocolFields } = await import("@ottla/protocol/messages/consumer-protocol-json");
  const inner = new Map<string, Codec>([
    ["subscription", protocol.ConsumerProtocolSubscription],
    ["assignment", protocol.ConsumerProtocolAssignment],
  ]);
  const inMember: JsonOverride = (field, value) => {
    const codec = inner.get(field);
    return codec && consumerJson(codec, protocolFields.get(codec.name) ?? [], value);
  };
  const memberFields = JSON_FIELDS.get("GroupMetadataValue")?.find(({ name }) => name === "members")?.fields ?? [];
  const records: RecordFamily = {
    ...family(messages, JSON_FIELDS),
    override: (codec, message, version) => {
      const isOfConsumers = "protocolType" in message && message.protocolType === CONSUMER_PROTOCOL;
      if (codec.name !== "GroupMetadataValue" || !isOfConsumers) return undefined;
      return (field, value) => {
        if (field !== "members" || !Array.isArray(value)) return undefined;
        const members: readonly object[] = value;
        return `[${members.map((member) => messageJson(memberFields, member, version, inMember)).join(",")}]`;
      };
    },
  };
  return parserOf(records);
}
