import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { connect } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { capturedIo } from "./testing/captured-io.ts";

const SHARED = {
  "bootstrap.servers": "127.0.0.1:1",
  "linger.ms": "5",
  "auto.offset.reset": "earliest",
  "no.such.name": "x",
};

describe("a property file shared by clients of all kinds", () => {
  const kinds = [
    ["admin", (config: Map<string, string>): AsyncDisposable => new Admin(config), ["linger.ms", "auto.offset.reset"]],
    ["producer", (config: Map<string, string>): AsyncDisposable => new Producer(config), ["auto.offset.reset"]],
    ["consumer", (config: Map<string, string>): AsyncDisposable => new Consumer(config), ["linger.ms"]],
  ] as const;
  for (const [name, create, foreign] of kinds) {
    it(`serves the ${name}, which names what it does not have`, async () => {
      const io = capturedIo();
      await using _client = await connect(new Map(Object.entries(SHARED)), io, create);
      const warnings = [...foreign, "no.such.name"].map(
        (option) => `WARN The configuration '${option}' was supplied but isn't a known config.\n`,
      );
      assert.equal(io.err(), warnings.join(""));
    });
  }
});

describe("a configuration that cannot be", () => {
  const create = (config: Map<string, string>): Admin => new Admin(config);

  it("is refused with the client's sentence", async () => {
    const wrong = new Map([
      ["bootstrap.servers", "127.0.0.1:1"],
      ["retries", "many"],
    ]);
    await assert.rejects(
      connect(wrong, capturedIo(), create),
      (error) => error instanceof UsageError && /retries/.test(error.message),
    );
  });

  it("is refused where it asks for what is not served", async () => {
    const unserved = new Map([
      ["bootstrap.servers", "127.0.0.1:1"],
      ["sasl.kerberos.service.name", "kafka"],
    ]);
    await assert.rejects(connect(unserved, capturedIo(), create), /sasl\.kerberos\.service\.name is not supported/);
  });

  it("is refused where an address has no port", async () => {
    const malformed = new Map([["bootstrap.servers", "127.0.0.1"]]);
    await assert.rejects(
      connect(malformed, capturedIo(), create),
      new UsageError("Invalid url in bootstrap.servers: 127.0.0.1"),
    );
  });
});
