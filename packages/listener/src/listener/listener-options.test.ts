import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigError } from "@ottla/client";
import type { ListenerOptions } from "./listener-options.ts";
import { ConcurrentKafkaListenerContainerFactory } from "./listener-container-factory.ts";
import { listener } from "./listener.ts";

const OPTIONS = { bootstrapServers: "localhost:1", topics: "t", groupId: "g" };

function made(more: Readonly<Record<string, unknown>>): void {
  listener({ ...OPTIONS, ...more } as ListenerOptions & { readonly batch?: false }, () => undefined);
}

describe("options of listeners", () => {
  it("that do not exist are refused with the nearest one that does", () => {
    assert.throws(
      () => made({ ackmode: "RECORD" }),
      new ConfigError("A listener has no option ackmode; did you mean ackMode?"),
    );
    assert.throws(() => made({ topic: "t" }), /no option topic; did you mean topics\?/);
    assert.throws(() => made({ zzzzzzzzzz: 1 }), /no option zzzzzzzzzz$/);
    made({ ackMode: "RECORD", info: "i", maxConcurrency: undefined });
  });

  it("of a factory's container properties as well", () => {
    const containerProperties = { pollTimeOut: 1 } as Readonly<Record<string, unknown>>;
    const factory = new ConcurrentKafkaListenerContainerFactory({ containerProperties });
    const record = { isBatch: false as const, onMessage: () => undefined };
    assert.throws(
      () => factory.createListenerContainer(OPTIONS, record),
      /A container has no option pollTimeOut; did you mean pollTimeout\?/,
    );
  });
});
