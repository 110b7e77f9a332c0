// Resident memory of a broker that has served one record and idles.
import { setTimeout as delay } from "node:timers/promises";
import { Producer } from "@ottla/client";
import { alternate } from "./lib/bench.ts";
import type { Bench } from "./lib/bench.ts";
import { residentMiB, startApacheServer, startOttla } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";

const IDLE_MS = 5_000;

async function idleMiB(start: () => Promise<Server>): Promise<number> {
  const server = await start();
  const producer = new Producer({ "bootstrap.servers": server.bootstrap });
  await producer.send({ topic: "idle", value: "x" });
  await producer.close();
  await delay(IDLE_MS);
  const resident = residentMiB(server.pid);
  await server.stop();
  return resident;
}

export const bench: Bench = {
  name: "idle-memory",
  about: `Resident memory ${IDLE_MS / 1000} s after one record, in MiB.`,
  async run({ rounds }) {
    const sizes = await alternate(
      rounds,
      () => idleMiB(() => startOttla()),
      () => idleMiB(() => startApacheServer()),
    );
    return [{ name: "resident memory", unit: "MiB", ottla: sizes.ottla, peer: sizes.peer, higherIsBetter: false }];
  },
};
