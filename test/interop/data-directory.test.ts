// One data directory, ours and Apache Kafka's broker in turn, as users would exchange them: stop the one, start the other, go on. Each finds all
// topics, configs, records, committed offsets, members, producers and transactions as the one before showed them, after a clean stop and after
// kill -9, adds to all of it, and hands it back. And neither starts while the other has the lock.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { apacheSkip } from "../apache/jars.ts";
import { Contents } from "./data-directory/contents.ts";
import { type Picture, takePicture } from "./data-directory/picture.ts";
import { DataDirectory, type Ending, type Kind, type Server } from "./data-directory/server.ts";

/** Item by item, so that a difference says where. */
function assertSame(found: Picture, expected: Picture, who: string): void {
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort(), who);
  for (const [what, value] of Object.entries(expected)) assert.deepEqual(found[what], value, `${who}: ${what}`);
}

/**
 * Of Apache; but not what it says of every partition that a topic gets later, nor that the topic is unknown whose share state is asked for when a
 * target is prepared (test/differential/targets.ts).
 */
const EXPECTED =
  /Expected partition exchange-grouped-\d+ .* to exist, but it was missing|ShareCoordinator .* Topic\/TopicPartition not found in metadata image/;

function complaintsOf(log: string): string[] {
  const lines = log.split("\n").filter((line) => /\bERROR\b|Corrupt/.test(line));
  return lines.filter((line) => !EXPECTED.test(line));
}

/** Who begins, and how each turn ends. */
const TURNS: Readonly<Record<Kind, readonly Ending[]>> = {
  ours: ["stop", "stop", "kill", "kill"],
  apache: ["stop", "kill", "kill", "stop"],
};

describe("a data directory", { skip: apacheSkip(), timeout: 300_000 }, () => {
  for (const first of ["ours", "apache"] as const) {
    const second = first === "ours" ? "apache" : "ours";
    it(`that ${first} began is the same to ${second}, and goes back and forth`, async () => {
      const directory = new DataDirectory();
      const contents = new Contents(directory.path);
      try {
        let server: Server = await directory.start(first);
        await contents.make(server.session);
        for (const [turn, ending] of TURNS[first].entries()) {
          const picture = await takePicture(server.session);
          await server.end(ending);
          server = await directory.start(server.kind === first ? second : first);
          assertSame(await takePicture(server.session), picture, `${server.kind} after a ${ending}, turn ${turn}`);
          await contents.goOn(server.session);
        }
        await server.end("stop");
        const metadata = readdirSync(join(directory.path, "__cluster_metadata-0"));
        assert.ok(
          metadata.some((name) => name.endsWith(".checkpoint")),
          "snapshots of the metadata were exchanged too",
        );
        assert.deepEqual(complaintsOf(readFileSync(directory.serverLog, "utf8")), []);
      } finally {
        await directory.remove();
      }
    });
  }

  it("is nobody's while the other has it", async () => {
    const directory = new DataDirectory();
    try {
      let server = await directory.start("apache");
      await assert.rejects(directory.startOurs(), /lock/i);
      await server.end("stop");
      server = await directory.start("ours");
      await assert.rejects(directory.startApache(), /ended while starting/);
      assert.match(readFileSync(directory.serverLog, "utf8"), /Failed to acquire lock on file \.lock/);
      await server.end("stop");
    } finally {
      await directory.remove();
    }
  });
});
