/**
 * The thread that cleans: it does what an `InProcessCleaning` does, with files of its own and calls that block, one call at a time. This module
 * is loaded by whoever starts such a thread too, only to learn where it lies, since a bundle may have put it anywhere.
 */
import os from "node:os";
import { readlinkSync } from "node:fs";
import { isMainThread, type MessagePort, parentPort, workerData } from "node:worker_threads";
import { assert } from "@ottla/base";
import { NodeDisk } from "../../disk/node-disk.ts";
import { createLogEnvironment } from "../../log-environment.ts";
import { StorageError } from "../../storage-error.ts";
import { CleaningAborted } from "./cleaning-job.ts";
import { InProcessCleaning } from "./in-process.ts";
import { type CleanerCall, type CleanerReply, type CleanerResults, WORKER_KIND } from "./worker-protocol.ts";

/** Where a worker finds this module. */
export const cleanerWorkerUrl: string = import.meta.url;

/** A thread that cleans yields to those that serve. */
const NICENESS = 5;
const OPEN_FILES_MAX = 16;
/** Nothing is read through the caches; they only need a bound. */
const CACHE_BYTES_MAX = 1024 * 1024;

function serve(port: MessagePort): void {
  lowerPriority();
  const disk = new NodeDisk();
  disk.setBlocking(true);
  const environment = createLogEnvironment({
    disk,
    tailCacheBytesMax: CACHE_BYTES_MAX,
    bufferBytesMax: CACHE_BYTES_MAX,
    openFilesMax: OPEN_FILES_MAX,
  });
  let cleaning: InProcessCleaning | undefined;
  const answer = async (call: CleanerCall): Promise<CleanerResults> => {
    if (call.kind === "begin") {
      cleaning = new InProcessCleaning(environment, call.control);
      return undefined;
    }
    assert(cleaning, "a cleaning begins before it works");
    switch (call.kind) {
      case "buildOffsetMap":
        return await cleaning.buildOffsetMap(call.job);
      case "cleanGroup":
        return await cleaning.cleanGroup(call.job);
      case "end":
        await cleaning.end();
        cleaning = undefined;
        return undefined;
    }
  };
  port.on("message", (call: CleanerCall) => {
    const reply = (message: CleanerReply): void => port.postMessage(message);
    answer(call).then(
      (result) => reply({ outcome: "done", result }),
      (error: unknown) => reply(failureOf(error)),
    );
  });
}

function failureOf(error: unknown): CleanerReply {
  if (error instanceof CleaningAborted) return { outcome: "aborted" };
  if (error instanceof StorageError) {
    const { code, message, retriable } = error;
    return { outcome: "failed", code, message, retriable };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { outcome: "failed", code: undefined, message, retriable: false };
}

/** Linux gives each thread a priority of its own; elsewhere this would lower the whole process, so it is left alone. */
function lowerPriority(): void {
  if (process.platform !== "linux") return;
  try {
    const thread = /task\/(\d+)$/.exec(readlinkSync("/proc/thread-self"));
    if (thread) os.setPriority(Number(thread[1]), NICENESS);
  } catch {
    // Without /proc, or without the right to do it, the thread competes like any other.
  }
}

if (!isMainThread && parentPort !== null && (workerData as { kind?: unknown } | null)?.kind === WORKER_KIND)
  serve(parentPort);
