/**
 * The inside of a pool's thread: loads the handler's module and gives it one record after the other.
 */
import { parentPort, workerData } from "node:worker_threads";
import { assert } from "@ottla/base";
import { isHandlerData } from "./messages.ts";
import type { HandleMessage, HandledMessage, RecordHandler } from "./messages.ts";

const data: unknown = workerData;
const port = parentPort;
assert(port !== null && isHandlerData(data), "a handler's thread is started by a pool");

const loaded: unknown = await import(data.module);
const handler: unknown = typeof loaded === "object" && loaded !== null ? Reflect.get(loaded, "default") : undefined;
if (typeof handler !== "function") throw new TypeError(`${data.module} has no function as its default export`);
const handle = handler as RecordHandler;

const say = (message: HandledMessage): void => port.postMessage(message);

port.on("message", (message: HandleMessage) => {
  // A handler may throw before it returns a promise; both are failures of the record.
  void Promise.resolve(message.record)
    .then(handle)
    .then(
      () => say({ type: "done" }),
      (thrown: unknown) => {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        say({ type: "failed", name: error.name, message: error.message, stack: error.stack });
      },
    );
});
say({ type: "ready" });
