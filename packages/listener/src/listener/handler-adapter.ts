/** From a handler and the arguments it asks for to what a container calls. */
import type { BatchMessageListener, MessageListener } from "../container/listener.ts";
import { DEFAULT_ARGUMENTS } from "./arguments.ts";
import type { ArgumentResolver } from "./arguments.ts";

/** Any handler: what it takes is told by the list of its arguments. */
export type AnyHandler = (...args: never[]) => unknown;

/** What is done with what a handler returns. */
export type ResultHandler = (result: unknown, source: unknown) => void | Promise<void>;

export function recordListener(
  handler: AnyHandler,
  args: readonly ArgumentResolver[] = DEFAULT_ARGUMENTS,
  onResult?: ResultHandler,
): MessageListener {
  // The list is what says that the handler takes these values.
  const call = handler as (...values: unknown[]) => unknown;
  return {
    isBatch: false,
    onMessage(record, context) {
      const result = call(...args.map((arg) => arg.ofRecord(record, context)));
      return onResult === undefined ? result : Promise.resolve(result).then((value) => onResult(value, record));
    },
  };
}

export function batchListener(
  handler: AnyHandler,
  args: readonly ArgumentResolver[] = DEFAULT_ARGUMENTS,
  onResult?: ResultHandler,
): BatchMessageListener {
  const call = handler as (...values: unknown[]) => unknown;
  return {
    isBatch: true,
    onMessages(records, context) {
      const result = call(...args.map((arg) => arg.ofBatch(records, context)));
      return onResult === undefined ? result : Promise.resolve(result).then((value) => onResult(value, records));
    },
  };
}
