import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigException } from "./config-exception.ts";
import type { ConfigType } from "./config-definition.ts";
import { formatConfigValue, formatDouble, parseConfigValue } from "./config-value.ts";

function parse(text: string, type: ConfigType): unknown {
  return parseConfigValue("key", text, type).value;
}

function messageOf(text: string, type: ConfigType): string {
  try {
    parseConfigValue("key", text, type);
  } catch (error) {
    assert.ok(error instanceof ConfigException);
    return error.message;
  }
  return "accepted";
}

test("values are read as Java reads them", () => {
  const cases: readonly [string, ConfigType, unknown][] = [
    [" TRUE ", "BOOLEAN", true],
    ["False", "BOOLEAN", false],
    [" text ", "STRING", "text"],
    ["+12", "INT", 12],
    ["-2147483648", "INT", -2147483648],
    ["9223372036854775807", "LONG", Infinity],
    ["9223372036854775806", "LONG", 2 ** 63],
    ["-1", "LONG", -1],
    ["32767", "SHORT", 32767],
    ["1e3", "DOUBLE", 1000],
    [".5", "DOUBLE", 0.5],
    ["1d", "DOUBLE", 1],
    ["", "LIST", []],
    [" a , b,c ", "LIST", ["a", "b", "c"]],
    ["a,,b", "LIST", ["a", "", "b"]],
    ["secret ", "PASSWORD", "secret"],
  ];
  for (const [text, type, value] of cases) assert.deepEqual(parse(text, type), value, `${text} as ${type}`);
});

test("what Java does not read is refused in its words", () => {
  assert.equal(
    messageOf("yes", "BOOLEAN"),
    "Invalid value yes for configuration key: Expected value to be either true or false",
  );
  for (const text of ["", "1.5", "0x10", "1_000", "２", "2147483648"]) {
    assert.equal(messageOf(text, "INT"), `Invalid value ${text} for configuration key: Not a number of type INT`);
  }
  assert.equal(
    messageOf("9223372036854775808", "LONG"),
    "Invalid value 9223372036854775808 for configuration key: Not a number of type LONG",
  );
  assert.equal(messageOf("32768", "SHORT"), "Invalid value 32768 for configuration key: Not a number of type SHORT");
  assert.equal(messageOf("much", "DOUBLE"), "Invalid value much for configuration key: Not a number of type DOUBLE");
});

test("numbers print as Java prints them", () => {
  const cases: readonly [number, string][] = [
    [0.5, "0.5"],
    [1, "1.0"],
    [0, "0.0"],
    [1234567, "1234567.0"],
    [1e7, "1.0E7"],
    [0.001, "0.001"],
    [0.00012, "1.2E-4"],
    [Number.MAX_VALUE, "1.7976931348623157E308"],
  ];
  for (const [value, text] of cases) assert.equal(formatDouble(value), text);
  assert.equal(formatConfigValue(Infinity, "LONG"), "9223372036854775807");
  assert.equal(formatConfigValue(["a", "b"], "LIST"), "a,b");
});
