// `ottla start` answers about the lag of its own groups: on its port, from the first question on; and a port that is taken does not stop the broker.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";

const started: OttlaProcess[] = [];

async function start(...args: string[]): Promise<OttlaProcess> {
  const ottla = await startOttla({ arguments: args });
  started.push(ottla);
  return ottla;
}

function addressIn(log: string): string | undefined {
  return /lag of consumer groups is told on (http:\/\/[\d.:]+)/.exec(log)?.[1];
}

describe("the lag monitor of ottla start", () => {
  after(async () => {
    for (const ottla of started) {
      await ottla.stop();
      ottla.remove();
    }
  });

  it("answers about what groups committed before anybody asked, and goes on watching", async () => {
    const ottla = await start("--lag-port", "0");
    await until("the address", () => addressIn(ottla.log()) !== undefined);
    const bootstrapServers = ottla.bootstrap;
    await using admin = new Admin({ bootstrapServers });
    (await admin.createTopics([{ name: "orders", numPartitions: 1 }])).throwIfAnyFailed();
    await using producer = new Producer({ bootstrapServers });
    for (let index = 0; index < 5; index++) await producer.send({ topic: "orders", value: "x" });
    await using consumer = new Consumer({ bootstrapServers, groupId: "g", enableAutoCommit: false });
    await consumer.commitSync([{ topic: "orders", partition: 0, offset: 2 }]);
    const lag = async (): Promise<number | undefined> => {
      const answer = await fetch(`${addressIn(ottla.log()) ?? ""}/v3/kafka/local/consumer/g/lag`);
      const { status } = (await answer.json()) as { status: { totallag: number } };
      return answer.status === 200 ? status.totallag : undefined;
    };
    assert.equal(await lag(), 3, "the first answer");
    await consumer.commitSync([{ topic: "orders", partition: 0, offset: 4 }]);
    await until("the next commit", async () => (await lag()) === 1);
    assert.equal(await ottla.stop(), 0);
  });

  it("leaves the broker alone when its port is taken, and is left out on request", async () => {
    await using stack = new AsyncDisposableStack();
    const taken = createServer().listen(0, "127.0.0.1");
    stack.defer(() => void taken.close());
    await once(taken, "listening");
    const address = taken.address();
    assert(typeof address === "object" && address !== null);
    const ottla = await start("--lag-port", String(address.port));
    await until("the message", () => ottla.log().includes("--lag-port chooses another port"));
    await using admin = new Admin({ bootstrapServers: ottla.bootstrap });
    assert.deepEqual(await admin.listTopics(), []);
    const without = await start("--no-lag");
    assert.equal(await without.stop(), 0);
    assert.equal(addressIn(without.log()), undefined);
  });
});
