/** From a handler and the arguments it asks for to what a container calls. */
import type { BatchMessageListener, MessageListener } from "../container/listener.ts";
import { handleBatchError, handleRecordError } from "../errors/listener-error-handler.ts";
import type { ListenerErrorHandler } from "../errors/listener-error-handler.ts";
import { ConfigError } from "@ottla/client";
import type { PayloadConverter } from "../conversion/payload-converter.ts";
import { DEFAULT_ARGUMENTS, context, payload } from "./arguments.ts";
import type { ArgumentResolver } from "./arguments.ts";

/** Any handler: what it takes is told by the list of its arguments. */
export type AnyHandler = (...args: never[]) => unknown;

/** What is done with what a handler returns. */
export type ResultHandler = (result: unknown, source: unknown) => void | Promise<void>;

export interface AdapterOptions {
  /** What the handler takes, in its order. */
  readonly args?: readonly ArgumentResolver[];
  readonly onResult?: ResultHandler | undefined;
  readonly errorHandler?: ListenerErrorHandler | undefined;
}

export function recordListener(handler: AnyHandler, options: AdapterOptions = {}): MessageListener {
  const { args = DEFAULT_ARGUMENTS, onResult, errorHandler } = options;
  // The list is what says that the handler takes these values.
  const call = handler as (...values: unknown[]) => unknown;
  return {
    isBatch: false,
    onMessage(record, context) {
      const run = (): unknown => call(...args.map((arg) => arg.ofRecord(record, context)));
      const result =
        errorHandler === undefined
          ? run()
          : caught(run, (thrown) => handleRecordError(errorHandler, thrown, record, context));
      return onResult === undefined ? result : Promise.resolve(result).then((value) => onResult(value, record));
    },
  };
}

export function batchListener(handler: AnyHandler, options: AdapterOptions = {}): BatchMessageListener {
  const { args = DEFAULT_ARGUMENTS, onResult, errorHandler } = options;
  const call = handler as (...values: unknown[]) => unknown;
  return {
    isBatch: true,
    onMessages(records, context) {
      const run = (): unknown => call(...args.map((arg) => arg.ofBatch(records, context)));
      const result =
        errorHandler === undefined
          ? run()
          : caught(run, (thrown) => handleBatchError(errorHandler, thrown, records, context));
      return onResult === undefined ? result : Promise.resolve(result).then((value) => onResult(value, records));
    },
  };
}

async function caught(run: () => unknown, onError: (thrown: unknown) => Promise<unknown>): Promise<unknown> {
  try {
    return await run();
  } catch (thrown) {
    return await onError(thrown);
  }
}

/** The arguments that a listener's options name; else the payload, as `value` says to read it, and the context. */
export function argumentsOf(options: {
  readonly args?: readonly ArgumentResolver[];
  readonly value?: PayloadConverter;
}): readonly ArgumentResolver[] {
  if (options.args !== undefined) {
    if (options.value !== undefined)
      throw new ConfigError("Give the converter to payload() when args are given, not as value");
    return options.args;
  }
  return [payload(options.value), context()];
}
