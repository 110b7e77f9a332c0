/**
 * One call of a handler, as the handler is told of it: with a signal that aborts with the turn the call belongs to, or when it alone takes too long.
 *
 * The signal is made when it is looked at. Most handlers never do, and to make one for each record costs more than many handlers do; and a signal shared by
 * several calls would abort upon records that are done.
 */
import { onAbort } from "../deadline.ts";
import type { HandlerContext } from "./handlers.ts";

/** One call. */
export class HandlerCall implements HandlerContext {
  readonly #turn: AbortSignal;
  #own: AbortController | undefined;
  #stopListening = (): void => {};

  constructor(turn: AbortSignal) {
    this.#turn = turn;
  }

  get signal(): AbortSignal {
    return this.#controller().signal;
  }

  /** The handler took too long. */
  abort(reason: unknown): void {
    this.#controller().abort(reason);
  }

  /** The handler is waited for no longer: what befalls its turn is nothing to it. */
  end(): void {
    this.#stopListening();
  }

  #controller(): AbortController {
    if (this.#own !== undefined) return this.#own;
    const own = new AbortController();
    this.#own = own;
    this.#stopListening = onAbort(this.#turn, () => own.abort(this.#turn.reason));
    return own;
  }
}
