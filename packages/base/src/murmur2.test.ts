import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fromHex } from "./bytes.ts";
import { javaAbs, javaStringHashCode, murmur2, toPositive } from "./murmur2.ts";

const FIXTURE = new URL("../../../test/fixtures/kafka-facts/murmur2.tsv", import.meta.url);

test("murmur2 and the partition of 12 are Kafka's for every key of the table", () => {
  const lines = readFileSync(FIXTURE, "utf8").trimEnd().split("\n").slice(1);
  assert.ok(lines.length > 100);
  for (const line of lines) {
    const [hex, hash, partition] = line.split("\t");
    const found = murmur2(fromHex(hex!));
    assert.equal(found, Number(hash), `key ${hex}`);
    assert.equal(toPositive(found) % 12, Number(partition), `key ${hex}`);
  }
});

test("javaStringHashCode is Java's", () => {
  assert.equal(javaStringHashCode(""), 0);
  assert.equal(javaStringHashCode("a"), 97);
  assert.equal(javaStringHashCode("hello world"), 1794106052);
  assert.equal(javaStringHashCode("polygenelubricants"), -2147483648);
  assert.equal(javaStringHashCode("\u{1f600}"), 1772899);
});

test("javaAbs maps the one number without an absolute value to 0", () => {
  assert.equal(javaAbs(-5), 5);
  assert.equal(javaAbs(5), 5);
  assert.equal(javaAbs(-2147483648), 0);
});
