// Control records as the dump prints them behind a record's metadata.
import type { JsonField } from "@ottla/protocol";
import { JSON_FIELDS } from "@ottla/protocol/messages/control-records-json";
import type { Record } from "@ottla/records";
import {
  ControlRecordType,
  parseControlRecordType,
  parseEndTransactionMarker,
  parseKraftControlRecord,
  RecordFailure,
} from "@ottla/records";
import { InputError } from "../../failure.ts";
import { messageJson } from "../../message-json.ts";

/** What stands before the JSON, and the message whose JSON it is. */
const KRAFT: ReadonlyMap<number, readonly [string, string]> = new Map([
  [ControlRecordType.LEADER_CHANGE, ["LeaderChange:", "LeaderChangeMessage"]],
  [ControlRecordType.SNAPSHOT_HEADER, ["SnapshotHeader", "SnapshotHeaderRecord"]],
  [ControlRecordType.SNAPSHOT_FOOTER, ["SnapshotFooter", "SnapshotFooterRecord"]],
  [ControlRecordType.KRAFT_VERSION, ["KRaftVersion", "KRaftVersionRecord"]],
  [ControlRecordType.KRAFT_VOTERS, ["KRaftVoters", "VotersRecord"]],
]);

function sound<T>(result: T | RecordFailure): T {
  if (result instanceof RecordFailure) throw new InputError(result.message);
  return result;
}

/** @throws InputError for a control record that is none */
export function controlRecordText({ key, value }: Record): string {
  const type = sound(parseControlRecordType(key));
  if (type === ControlRecordType.ABORT || type === ControlRecordType.COMMIT) {
    const { coordinatorEpoch } = sound(parseEndTransactionMarker(key, value));
    return ` endTxnMarker: ${type === ControlRecordType.COMMIT ? "COMMIT" : "ABORT"} coordinatorEpoch: ${coordinatorEpoch}`;
  }
  const parsed = sound(parseKraftControlRecord(key, value));
  const kraft = KRAFT.get(type);
  if (parsed === undefined || kraft === undefined) {
    return ` controlType: UNKNOWN(${Buffer.from(key ?? []).readInt16BE(2)})`;
  }
  const [label, name] = kraft;
  const fields: readonly JsonField[] = JSON_FIELDS.get(name) ?? [];
  return ` ${label} ${messageJson(fields, parsed.message, parsed.message.version)}`;
}
