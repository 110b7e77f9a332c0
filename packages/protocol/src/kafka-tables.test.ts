// The tables agree with the ones that were read from Apache Kafka 4.3.0.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import {
  API_TABLE,
  ApiKey,
  describeApi,
  isVersionSupported,
  requestHeaderVersion,
  responseHeaderVersion,
} from "./api-keys.ts";
import { ERROR_TABLE, ErrorCode, describeError, errorMessage, errorName } from "./error-codes.ts";
import { loadAllMessages, loadApi, loadRecordFamily } from "./message-registry.ts";

function rows(file: string): string[][] {
  const url = new URL(`../../../test/fixtures/kafka-facts/${file}`, import.meta.url);
  const lines = readFileSync(url, "utf8").trimEnd().split("\n").slice(1);
  return lines.map((line) => line.split("\t"));
}

describe("API keys", () => {
  it("are Kafka's, with its versions, listeners and rights", () => {
    const expected = rows("api-keys.tsv");
    const listed = API_TABLE.map((api) => [
      String(api.apiKey),
      api.name.replaceAll(/(?<=.)(?=[A-Z])/g, "_").toUpperCase(),
      `${api.lowestVersion}-${api.highestVersion}`,
      api.listeners.toSorted().join(","),
      String(api.clusterAction),
      String(api.forwardable),
    ]);
    assert.deepEqual(listed, expected);
    assert.deepEqual(
      API_TABLE.map(({ name, apiKey }) => [name, apiKey]),
      Object.entries(ApiKey),
    );
  });

  it("have header versions that follow from flexibility, but ApiVersions answers with header 0", () => {
    assert.equal(requestHeaderVersion(ApiKey.Produce, 8), 1);
    assert.equal(requestHeaderVersion(ApiKey.Produce, 9), 2);
    assert.equal(responseHeaderVersion(ApiKey.Produce, 8), 0);
    assert.equal(responseHeaderVersion(ApiKey.Produce, 9), 1);
    assert.equal(requestHeaderVersion(ApiKey.ApiVersions, 3), 2);
    assert.equal(responseHeaderVersion(ApiKey.ApiVersions, 4), 0);
    assert.equal(requestHeaderVersion(ApiKey.SaslHandshake, 1), 1);
    assert.equal(requestHeaderVersion(9999, 0), 1);
  });

  it("that Kafka 4 removed have no version", () => {
    assert.equal(isVersionSupported(ApiKey.ControlledShutdown, 0), false);
    assert.equal(isVersionSupported(ApiKey.Fetch, 18), true);
    assert.equal(isVersionSupported(ApiKey.Fetch, 3), false);
    assert.equal(isVersionSupported(-1, 0), false);
    assert.equal(describeApi(93), undefined);
    assert.equal(describeApi(ApiKey.InitProducerId)?.highestStableVersion, 5);
  });
});

describe("error codes", () => {
  it("are Kafka's", () => {
    assert.deepEqual(
      ERROR_TABLE.map((error) => [error.code, error.name, error.retriable, error.invalidatesMetadata].map(String)),
      rows("errors.tsv"),
    );
    for (const { code, message } of ERROR_TABLE) assert.equal(message === null, code === ErrorCode.NONE);
  });

  it("that are unknown mean an unknown server error", () => {
    assert.equal(errorName(31000), "UNKNOWN_SERVER_ERROR");
    assert.equal(describeError(3).retriable, true);
    assert.equal(errorMessage(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION), "This server does not host this topic-partition.");
    assert.equal(errorMessage(ErrorCode.NONE), "");
  });
});

describe("the registry", () => {
  it("has all 280 messages", async () => {
    const messages = await loadAllMessages();
    assert.equal(messages.size, 280);
    const url = new URL("../../../test/fixtures/kafka-facts/messages.txt", import.meta.url);
    const names = readFileSync(url, "utf8")
      .split("\n")
      .filter((line) => /^\S/.test(line));
    assert.deepEqual(new Set(messages.keys()), new Set(names.map((line) => line.split(" ")[0])));
  });

  it("does not know other keys and families", async () => {
    assert.equal(loadApi(93), undefined);
    assert.equal(loadApi(-1), undefined);
    await assert.rejects(loadRecordFamily("nothing"), /no record family nothing/);
    await assert.rejects(loadRecordFamily("__proto__"), /no record family __proto__/);
  });
});
