// Records of __cluster_metadata, in the log and in snapshots.
import { decodeMetadataRecord } from "@ottla/metadata";
import { JSON_FIELDS } from "@ottla/protocol/messages/metadata-records-json";
import type { Record } from "@ottla/records";
import { messageJson } from "../../message-json.ts";
import type { ParsedRecord } from "./record-parser.ts";

/** `RegisterBrokerRecord` → `REGISTER_BROKER_RECORD`. */
function constantName(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toUpperCase();
}

/** The JSON of the record's value; its key means nothing. */
export function metadataParser(record: Record): ParsedRecord {
  try {
    const { name, version, value } = decodeMetadataRecord(record.value ?? new Uint8Array(0));
    const data = messageJson(JSON_FIELDS.get(name) ?? [], value, version);
    return { key: undefined, value: `{"type":"${constantName(name)}","version":${version},"data":${data}}` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { key: undefined, value: `Error at ${record.offset}, skipping. ${reason}` };
  }
}
