import assert from "node:assert/strict";
import { test } from "node:test";
import { ControlRecordType, controlBatch, controlRecordKey, type ControlRecord } from "./control-records.ts";
import {
  kraftVersionRecord,
  kraftVotersRecord,
  leaderChangeRecord,
  parseKraftControlRecord,
  snapshotFooterRecord,
  snapshotHeaderRecord,
} from "./kraft-control-records.ts";
import { RecordFailure } from "./record-failure.ts";
import { decodeBatch } from "./records-body.ts";

const DIRECTORY = "WoM8MVVNR3yp9fQhQ9rQzQ";

const RECORDS: readonly ControlRecord[] = [
  snapshotHeaderRecord({ lastContainedLogTimestamp: 1234 }),
  kraftVersionRecord({ kRaftVersion: 1 }),
  kraftVotersRecord({
    voters: [
      {
        voterId: 1,
        voterDirectoryId: DIRECTORY,
        endpoints: [{ name: "CONTROLLER", host: "localhost", port: 9093 }],
        kRaftVersionFeature: { minSupportedVersion: 0, maxSupportedVersion: 1 },
      },
    ],
  }),
  leaderChangeRecord({ leaderId: 1, voters: [{ voterId: 1 }], grantingVoters: [{ voterId: 1 }] }),
  snapshotFooterRecord(),
];

test("every control record of KRaft survives a batch", () => {
  const batch = decodeBatch(controlBatch(RECORDS, { timestamp: 5, partitionLeaderEpoch: 3 }));
  assert.ok(!(batch instanceof RecordFailure));
  const parsed = batch.records.map((record) => parseKraftControlRecord(record.key, record.value));
  const [header, version, voters, leader, footer] = parsed;
  assert.ok(header !== undefined && !(header instanceof RecordFailure));
  assert.ok(header.type === ControlRecordType.SNAPSHOT_HEADER && header.message.lastContainedLogTimestamp === 1234);
  assert.ok(version !== undefined && !(version instanceof RecordFailure));
  assert.ok(version.type === ControlRecordType.KRAFT_VERSION && version.message.kRaftVersion === 1);
  assert.ok(voters !== undefined && !(voters instanceof RecordFailure));
  assert.ok(voters.type === ControlRecordType.KRAFT_VOTERS && voters.message.voters[0]!.voterDirectoryId === DIRECTORY);
  assert.ok(leader !== undefined && !(leader instanceof RecordFailure));
  assert.ok(leader.type === ControlRecordType.LEADER_CHANGE && leader.message.grantingVoters[0]!.voterId === 1);
  assert.ok(footer !== undefined && !(footer instanceof RecordFailure));
  assert.equal(footer.type, ControlRecordType.SNAPSHOT_FOOTER);
});

test("markers and later types are passed over, damage is told", () => {
  assert.equal(parseKraftControlRecord(controlRecordKey(ControlRecordType.COMMIT), new Uint8Array(6)), undefined);
  assert.equal(parseKraftControlRecord(Uint8Array.of(0, 0, 0, 99), new Uint8Array(0)), undefined);
  for (const { type, value } of RECORDS) {
    const key = controlRecordKey(type);
    assert.ok(parseKraftControlRecord(key, null) instanceof RecordFailure);
    for (let end = 0; end < value.length; end++) {
      assert.ok(parseKraftControlRecord(key, value.subarray(0, end)) instanceof RecordFailure, `${type} cut at ${end}`);
    }
  }
  assert.ok(parseKraftControlRecord(null, new Uint8Array(0)) instanceof RecordFailure);
});
