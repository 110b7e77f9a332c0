import assert from "node:assert/strict";
import { it } from "node:test";
import { columnName, namedCells } from "./table.ts";

it("a column's name in JSON is made of its heading", () => {
  const headings = ["CURRENT-OFFSET", "#MEMBERS", "COORDINATOR (ID)", "LastFetchTimestamp", "NodeId", "TOPIC"];
  assert.deepEqual(headings.map(columnName), [
    "currentOffset",
    "members",
    "coordinator",
    "lastFetchTimestamp",
    "nodeId",
    "topic",
  ]);
});

it("only columns of numbers hold numbers, and a missing value is null", () => {
  assert.deepEqual(namedCells(["GROUP", "PARTITION", "LAG"], ["42", "7", "-"]), {
    group: "42",
    partition: 7,
    lag: null,
  });
});
