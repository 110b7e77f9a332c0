/**
 * Bounds the time of a handler: the result counts, or the timeout does, whichever comes first.
 */
import type { Clock } from "@ottla/base";
import { HandlerTimeoutException } from "../errors/exceptions.ts";

/** The promise's outcome, or a {@link HandlerTimeoutException}, of which the handler is told through `onTimeout`. */
export function withinHandlerTimeout(
  clock: Clock,
  promise: PromiseLike<unknown>,
  options: { readonly timeoutMs: number | undefined; readonly onTimeout: (error: Error) => void },
): PromiseLike<unknown> {
  const { timeoutMs, onTimeout } = options;
  if (timeoutMs === undefined) return promise;
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(timeoutMs, () => {
      const error = new HandlerTimeoutException(timeoutMs);
      onTimeout(error);
      reject(error);
    });
    promise.then(
      (value) => {
        timer.cancel();
        resolve(value);
      },
      (error: unknown) => {
        timer.cancel();
        reject(error);
      },
    );
  });
}
