// 10 GB through the broker: resident memory at the end against that after 2 GB. The peer of the later figure is the earlier one.
import type { Bench } from "./lib/bench.ts";
import { produce } from "./lib/java-tools.ts";
import { residentMiB, startOttla } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const RECORD_BYTES = 1000;
const GIGABYTE_RECORDS = 1_000_000;

export const bench: Bench = {
  name: "ten-gigabytes",
  about: "Resident memory after 10 GB were produced, beside that after 2 GB (the column named peer), in MiB.",
  async run({ say }) {
    const server = await startOttla({
      overrides: {
        "log.retention.bytes": String(512 * 1024 * 1024),
        "log.segment.bytes": String(128 * 1024 * 1024),
        "log.retention.check.interval.ms": "1000",
        "log.segment.delete.delay.ms": "1000",
      },
    });
    await createTopic(server, "flood", 1);
    const sizes: number[] = [];
    for (let gigabyte = 1; gigabyte <= 10; gigabyte++) {
      await produce(server, { topic: "flood", recordBytes: RECORD_BYTES, recordCount: GIGABYTE_RECORDS }, "1");
      sizes.push(residentMiB(server.pid));
      say(`${gigabyte} GB: ${sizes.at(-1)?.toFixed(0)} MiB resident`);
    }
    await server.stop();
    return [
      {
        name: "resident memory",
        unit: "MiB",
        ottla: [sizes[9] ?? Number.NaN],
        peer: [sizes[1] ?? Number.NaN],
        higherIsBetter: false,
      },
    ];
  },
};
