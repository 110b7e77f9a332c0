// 10 GB through the broker: resident memory at the end against that after 2 GB, and against the target. The column named peer is that.
import type { Bench } from "./lib/bench.ts";
import { produce } from "./lib/java-tools.ts";
import type { Load } from "./lib/matrix.ts";
import { residentMiB, startOttla } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const GIGABYTES = 10;
const ONE_GIGABYTE: Load = { recordBytes: 1000, recordCount: 1_000_000, partitions: 1 };
/** 250 MB. */
const TARGET_MIB = 250e6 / 2 ** 20;

export const bench: Bench = {
  name: "ten-gigabytes",
  about: "Resident memory after 10 GB were produced, beside that after 2 GB and beside the target (peer), in MiB.",
  async run({ say, note }) {
    const server = await startOttla({
      overrides: {
        "log.retention.bytes": String(512 * 1024 * 1024),
        "log.segment.bytes": String(128 * 1024 * 1024),
        "log.retention.check.interval.ms": "1000",
        "log.segment.delete.delay.ms": "1000",
      },
    });
    note(server.configuration);
    await createTopic(server, "flood", 1);
    const sizes: number[] = [];
    for (let gigabyte = 1; gigabyte <= GIGABYTES; gigabyte++) {
      await produce(server, "flood", ONE_GIGABYTE, "1");
      sizes.push(residentMiB(server.pid));
      say(`${gigabyte} GB: ${sizes.at(-1)?.toFixed(0)} MiB resident`);
    }
    await server.stop();
    const figure = { unit: "MiB", ottla: [sizes[GIGABYTES - 1] ?? Number.NaN], higherIsBetter: false };
    return [
      { name: "resident memory after 10 GB beside 2 GB", ...figure, peer: [sizes[1] ?? Number.NaN] },
      { name: "resident memory after 10 GB beside the target", ...figure, peer: [TARGET_MIB] },
    ];
  },
};
