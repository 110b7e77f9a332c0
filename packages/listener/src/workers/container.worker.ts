/** The start of a thread with a consumer of its own: loads the handler's module, then runs a container for it. */
import { parentPort, workerData } from "node:worker_threads";
import { assert } from "@ottla/base";
import { isThreadData } from "./thread-messages.ts";
import { ThreadSide } from "./thread-side.ts";
import type { ThreadHandler } from "./thread-side.ts";

const data: unknown = workerData;
const port = parentPort;
assert(port !== null && isThreadData(data), "a container's thread is started by workerListener");

const loaded: unknown = await import(data.module);
const handler: unknown = typeof loaded === "object" && loaded !== null ? Reflect.get(loaded, "default") : undefined;
if (typeof handler !== "function") throw new TypeError(`${data.module} has no function as its default export`);

new ThreadSide(port, data, handler as ThreadHandler).ready();
