import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigException } from "./config-exception.ts";
import { formatProperties, parseProperties } from "./properties.ts";

function parsed(text: string): Record<string, string> {
  return Object.fromEntries(parseProperties(text));
}

test("properties are read as java.util.Properties reads them", () => {
  const text = [
    "# a comment",
    "  ! another",
    "",
    "plain=value",
    "colon:value",
    "blank   value with blanks ",
    "  indented = value",
    "empty=",
    "alone",
    "continued=one,\\",
    "    two,\\",
    "    three",
    "not\\\\",
    "continued\\=key=x",
    "escaped\\:key\\ with=tab\\tnewline\\n\\u00e9",
    "equals=a=b:c",
    "backslash=c\\:\\\\dir",
    "plain=later wins",
  ].join("\n");
  assert.deepEqual(parsed(text), {
    plain: "later wins",
    colon: "value",
    blank: "value with blanks ",
    indented: "value",
    empty: "",
    alone: "",
    continued: "one,two,three",
    "not\\": "",
    "continued=key": "x",
    "escaped:key with": "tab\tnewline\né",
    equals: "a=b:c",
    backslash: "c:\\dir",
  });
});

test("a comment does not go on, and line ends of every kind end a line", () => {
  assert.deepEqual(parsed("# comment \\\nkey=1\r\nother=2\rthird=3"), { key: "1", other: "2", third: "3" });
  assert.deepEqual(parsed("key=a\\\r\n  b"), { key: "ab" });
  assert.deepEqual(parsed("key=unfinished\\"), { key: "unfinished" });
});

test("a broken unicode escape is refused", () => {
  assert.throws(() => parseProperties("key=\\u12g4"), ConfigException);
});

test("what is written is read back", () => {
  const properties = new Map([
    ["key with blank", " leading"],
    ["a:b=c#d!", "tab\t\nline \\ back"],
    ["umlaut", "ä€"],
  ]);
  assert.deepEqual(parseProperties(formatProperties(properties)), properties);
});
