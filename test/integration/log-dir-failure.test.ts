// Several log directories, one of which fails while the broker runs, or is broken when it starts: its partitions are offline and say so, the
// others serve on. (The log manager's own tests are beside it; here a client sees what becomes of it.)
import assert from "node:assert/strict";
import { type TestContext, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { DescribeLogDirsRequest, DescribeLogDirsResponse } from "@ottla/protocol/messages/describe-log-dirs";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { type DiskOperation, StorageError } from "@ottla/storage";
import { MemoryBroker } from "../support/memory-broker.ts";

const DIRECTORIES = ["/a", "/b"];
const PARTITIONS = 4;
const CONFIG = { "log.dirs": DIRECTORIES.join(",") };

/** Operations of these kinds fail below the directory from now on. */
function breakDirectory(broker: MemoryBroker, directory: string, kinds: readonly DiskOperation["kind"][]): void {
  const { options } = broker.disk;
  broker.disk.options = {
    ...options,
    onOperation: (operation) =>
      kinds.includes(operation.kind) && operation.path.startsWith(directory)
        ? { error: new StorageError("IO", `${operation.kind} of ${operation.path}: bad sector`) }
        : options.onOperation?.(operation),
  };
}

async function fetchError(broker: MemoryBroker, partition: number): Promise<number | undefined> {
  const partitions = [{ partition, fetchOffset: 0, partitionMaxBytes: 1000 }];
  const request = { maxWaitMs: 0, minBytes: 0, maxBytes: 1000, topics: [{ topic: "t", partitions }] };
  const response = await broker.request([FetchRequest, FetchResponse], 12, request);
  return response.responses[0]?.partitions[0]?.errorCode;
}

/** Error codes and partitions of "t" by directory. */
async function logDirs(broker: MemoryBroker): Promise<Map<string, { errorCode: number; partitions: number[] }>> {
  const { results } = await broker.request([DescribeLogDirsRequest, DescribeLogDirsResponse], 4, { topics: null });
  return new Map(
    results.map(({ logDir, errorCode, topics }) => [
      logDir,
      {
        errorCode,
        partitions: topics
          .filter(({ name }) => name === "t")
          .flatMap(({ partitions }) => partitions.map(({ partitionIndex }) => partitionIndex))
          .sort(),
      },
    ]),
  );
}

async function startSpread(context: TestContext): Promise<{ broker: MemoryBroker; ofB: readonly number[] }> {
  const broker = await MemoryBroker.start(context, CONFIG);
  await broker.createTopic("t", {}, PARTITIONS);
  for (let partition = 0; partition < PARTITIONS; partition++) await broker.append("t", {}, partition);
  const ofB = (await logDirs(broker)).get("/b")?.partitions ?? [];
  assert.ok(ofB.length > 0 && ofB.length < PARTITIONS, "both directories have partitions");
  return { broker, ofB };
}

/** What a client finds once /b has failed. */
async function checkOffline(broker: MemoryBroker, ofB: readonly number[]): Promise<void> {
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const isOffline = ofB.includes(partition);
    const { errorCode } = await broker.produce("t", {}, partition);
    assert.equal(errorCode, isOffline ? ErrorCode.KAFKA_STORAGE_ERROR : 0, `produce to ${partition}`);
    assert.equal(await fetchError(broker, partition), isOffline ? ErrorCode.KAFKA_STORAGE_ERROR : 0);
  }
  const directories = await logDirs(broker);
  assert.equal(directories.get("/a")?.errorCode, 0);
  assert.equal(directories.get("/b")?.errorCode, ErrorCode.KAFKA_STORAGE_ERROR);
  // What is new goes where there is room.
  await broker.createTopic("new", {}, 2);
  await broker.append("new", {}, 1);
}

it("a directory that fails while the broker runs takes its partitions offline, and no others", async (context) => {
  const { broker, ofB } = await startSpread(context);
  breakDirectory(broker, "/b", ["write", "sync"]);
  const [first = -1] = ofB;
  assert.equal((await broker.produce("t", {}, first)).errorCode, ErrorCode.KAFKA_STORAGE_ERROR);
  await checkOffline(broker, ofB);
});

it("a directory that cannot be read at start is left out, and its partitions are offline", async (context) => {
  const { broker, ofB } = await startSpread(context);
  await broker.stop();
  breakDirectory(broker, "/b/t-", ["open", "list", "stat", "read"]);
  await broker.open(CONFIG);
  await checkOffline(broker, ofB);
});

it("a directory whose own files are gone bad at start is left out as well", async (context) => {
  const { broker, ofB } = await startSpread(context);
  await broker.stop();
  breakDirectory(broker, "/b", ["open", "list", "stat", "read", "mkdir"]);
  await broker.open(CONFIG);
  await checkOffline(broker, ofB);
});

it("it serves again after a restart on a mended disk, with everything that was acknowledged", async (context) => {
  const { broker, ofB } = await startSpread(context);
  const { options } = broker.disk;
  breakDirectory(broker, "/b", ["write", "sync"]);
  const [first = -1] = ofB;
  await broker.produce("t", {}, first);
  broker.disk.options = options;
  await broker.restart();
  for (const partition of ofB) {
    assert.equal(await fetchError(broker, partition), 0);
    assert.equal(await broker.append("t", {}, partition), 1);
  }
});
