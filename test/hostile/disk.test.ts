// A full disk, too few file descriptors, a directory that is already in use: one clear line, and nothing acknowledged is lost.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { apacheSkip } from "../apache/jars.ts";
import { startApache } from "../apache/broker.ts";
import { batch, records } from "../differential/batch.ts";
import { startOttla, StartFailure } from "../support/ottla-process.ts";
import { ask, connectTo, createTopic, isUsable, produceOutcome } from "./wire.ts";

const MEBIBYTE = 1024 * 1024;
const needsRoot = process.getuid?.() === 0 ? false : "only root may mount a small file system";

async function refusal(start: Promise<{ kill(): Promise<void> }>): Promise<StartFailure> {
  try {
    await (await start).kill();
  } catch (error) {
    if (error instanceof StartFailure) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: "it started" });
}

function oneSentence(failure: StartFailure, words: RegExp): void {
  assert.equal(failure.exitCode, 1);
  assert.match(failure.output, words);
  assert.doesNotMatch(failure.output, /\n\s+at /, "no stack trace");
}

describe("the data directory", () => {
  it("in use by another ottla is refused, and is free again after kill -9", async () => {
    const first = await startOttla();
    oneSentence(await refusal(startOttla({ dataDir: first.dataDir })), /in use|lock/i);
    await first.kill();
    const second = await startOttla({ dataDir: first.dataDir });
    assert.equal(await second.stop(), 0);
    second.remove();
  });

  it("in use by Apache Kafka is refused", { skip: apacheSkip(), timeout: 120_000 }, async () => {
    const apache = await startApache();
    try {
      oneSentence(await refusal(startOttla({ dataDir: apache.logDir })), /in use|lock/i);
    } finally {
      await apache.stop();
    }
  });

  it("that cannot be written is refused", async () => {
    oneSentence(await refusal(startOttla({ dataDir: "/proc/nowhere" })), /\/proc\/nowhere/);
  });

  it(
    "full: KAFKA_STORAGE_ERROR, reads go on, nothing acknowledged is lost",
    { skip: needsRoot, timeout: 60_000 },
    async (test) => {
      const dataDir = mkdtempSync(join(tmpdir(), "ottla-full-"));
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", dataDir]);
      if (mounted.status !== 0) {
        rmSync(dataDir, { recursive: true, force: true });
        test.skip("this machine does not allow to mount a file system");
        return;
      }
      try {
        const server = await startOttla({ dataDir });
        const connection = await connectTo(server);
        assert.equal(await createTopic(connection, "full"), "NONE");
        const large = batch([{ key: "k", value: "v".repeat(900_000) }]);
        let acknowledged = 0;
        let error = "NONE";
        while (error === "NONE" && acknowledged < 64) {
          error = await produceOutcome(connection, "full", large);
          if (error === "NONE") acknowledged += 1;
        }
        assert.equal(error, "KAFKA_STORAGE_ERROR");
        assert(await isUsable(connection));
        let offset = 0;
        while (offset < acknowledged) {
          const partitions = [{ partition: 0, fetchOffset: offset, partitionMaxBytes: MEBIBYTE }];
          const answer = await ask(connection, FetchRequest, FetchResponse, 11, {
            maxWaitMs: 1000,
            minBytes: 1,
            topics: [{ topic: "full", partitions }],
          });
          const [partition] = answer.responses[0]?.partitions ?? [];
          assert.equal(partition?.errorCode, 0);
          assert((partition?.records?.length ?? 0) >= 900_000);
          offset += 1;
        }
        connection.close();
        await server.kill();
        const again = await startOttla({ dataDir }).catch((failure: unknown) => failure);
        if (again instanceof StartFailure) oneSentence(again, /space|full/i);
        else if (!(again instanceof Error) && again !== null && typeof again === "object" && "kill" in again) {
          const restarted = again as Awaited<ReturnType<typeof startOttla>>;
          await restarted.kill();
        } else throw again;
      } finally {
        spawnSync("umount", ["-l", dataDir]);
        rmSync(dataDir, { recursive: true, force: true });
      }
    },
  );
});

describe("file descriptors", () => {
  const skip = spawnSync("prlimit", ["--version"]).error === undefined ? false : "prlimit is not there";
  it("too few of them: an error, not the end of the process", { skip, timeout: 60_000 }, async () => {
    const server = await startOttla({ wrapper: ["prlimit", "--nofile=96"] });
    const connection = await connectTo(server);
    // As every client begins; what answers it is loaded then, for which later no descriptor may be left.
    assert(await isUsable(connection));
    const errors = new Set<string>();
    for (let number = 0; number < 60; number++) {
      const error = await createTopic(connection, `many-${number}`);
      errors.add(error);
      if (error === "NONE") errors.add(await produceOutcome(connection, `many-${number}`, batch(records(1))));
    }
    assert(!server.hasExited(), server.log());
    assert(await isUsable(connection));
    const served = await produceOutcome(connection, "many-0", batch(records(1)));
    assert(served === "NONE" || served === "KAFKA_STORAGE_ERROR", served);
    connection.close();
    await server.stop();
    server.remove();
  });
});
