// Recorded calls of Apache Kafka 4.3's kafka-dump-log, over files that are made anew, byte for byte as they were. test/interop/dump-log.test.ts asks both
// tools about the same and about damaged ones.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { writeInternalTopics, writeLog } from "../interop/dump-log/files.ts";
import { checkAll } from "../support/cli-sample-check.ts";

let directory: string;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), "ottla-cli-dumps-"));
  await writeLog(directory);
  await writeInternalTopics(directory);
});
after(() => rmSync(directory, { recursive: true, force: true }));

describe("kafka-dump-log", () => {
  checkAll(
    {
      dumplog: {},
      "dumplog-print": {},
      "dumplog-index": {},
      "dumplog-verify-index": {},
      "dumplog-timeindex": {},
      "dumplog-snapshot": {},
      "dumplog-txnindex": {},
      "dumplog-offsets": {},
      "dumplog-txn": {},
      "dumplog-share": {},
      "dumplog-cluster-metadata": {},
      "dumplog-checkpoint": {},
      "dumplog-bad": { clearer: /^For input string: "nope"\n$/ },
    },
    () => ({ bootstrap: "127.0.0.1:00000", directory }),
  );
});
