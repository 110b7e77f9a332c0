import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { decodeMessage, loadRecordFamily } from "@ottla/protocol";
import type { JsonField } from "@ottla/protocol";
import { messageJson } from "./message-json.ts";

const VECTORS = fileURLToPath(new URL("../../../test/fixtures/kafka-facts/message-vectors.jsonl.gz", import.meta.url));

/** Messages of Apache Kafka as JSON, with the bytes that its codecs wrote. */
const lines = gunzipSync(readFileSync(VECTORS)).toString().split("\n");
const FORM = /^\{"message":"(\w+)","version":(\d+),"json":(.*),"hex":"([0-9a-f]*)"\}$/;

type JsonFields = { readonly JSON_FIELDS: ReadonlyMap<string, readonly JsonField[]> };

const FAMILIES: Readonly<Record<string, () => Promise<JsonFields>>> = {
  "consumer-protocol": () => import("@ottla/protocol/messages/consumer-protocol-json"),
  "control-records": () => import("@ottla/protocol/messages/control-records-json"),
  "group-coordinator-records": () => import("@ottla/protocol/messages/group-coordinator-records-json"),
  "metadata-records": () => import("@ottla/protocol/messages/metadata-records-json"),
  "share-coordinator-records": () => import("@ottla/protocol/messages/share-coordinator-records-json"),
  "transaction-log-records": () => import("@ottla/protocol/messages/transaction-log-records-json"),
};

/** The vectors have empty arrays and nulls that are not on the wire; Kafka's converters leave those out too. */
function withoutDefaults(fields: readonly JsonField[], json: string): string {
  let text = json;
  for (const field of fields) {
    if (Array.isArray(field.unless)) text = text.replaceAll(`,"${field.name}":[]`, "");
    if (field.unless === null) text = text.replaceAll(`,"${field.name}":null`, "");
    if (field.fields !== undefined) text = withoutDefaults(field.fields, text);
  }
  return text;
}

describe("the JSON of messages is what Kafka's converters write", () => {
  for (const [family, load] of Object.entries(FAMILIES)) {
    it(family, async () => {
      const { JSON_FIELDS } = await load();
      const codecs = new Map((await loadRecordFamily(family)).map((codec) => [codec.name, codec]));
      let count = 0;
      for (const line of lines) {
        const [, name = "", version = "", json, hex = ""] = FORM.exec(line) ?? [];
        const codec = codecs.get(name);
        if (codec === undefined) continue;
        const message = decodeMessage(codec, Buffer.from(hex, "hex"), Number(version));
        const fields = JSON_FIELDS.get(name) ?? [];
        const expected = withoutDefaults(fields, json ?? "");
        assert.equal(messageJson(fields, message, Number(version)), expected, `${name} ${version}`);
        count++;
      }
      assert.ok(count >= 2 * JSON_FIELDS.size, `${count} messages were compared`);
    });
  }

  it("control characters have large digits, as Jackson writes them, and doubles are Java's", () => {
    const fields = [
      { name: "text", from: 0, to: 0 },
      { name: "number", from: 0, to: 0, isDouble: true },
    ] as const;
    assert.equal(
      messageJson(fields, { text: '\u001f\n\u007f"', number: 1e9 }, 0),
      '{"text":"\\u001F\\n\u007f\\"","number":1.0E9}',
    );
  });
});
