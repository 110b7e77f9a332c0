import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseJaasConfig } from "./jaas-config.ts";

describe("a login line", () => {
  it("holds a module and its options, quoted or not", () => {
    const { loginModule, options } = parseJaasConfig(
      `org.apache.kafka.X required a="1 2" b='it"s'\n c=plain d="q\\"\\\\n\\n" ;`,
    );
    assert.equal(loginModule, "X");
    assert.deepEqual(
      [...options],
      [
        ["a", "1 2"],
        ["b", 'it"s'],
        ["c", "plain"],
        ["d", 'q"\\n\n'],
      ],
    );
  });

  it("is refused with a sentence that shows nothing of it", () => {
    for (const line of [
      "",
      "X",
      "X required",
      "X maybe;",
      'X required a="s3cret"',
      'X required a="s3cret',
      "X required a=;",
      'X required a "s3cret";',
      "X required s3cret;",
    ]) {
      assert.throws(
        () => parseJaasConfig(line),
        (error: Error) => !error.message.includes("s3cret"),
        line,
      );
    }
  });
});
