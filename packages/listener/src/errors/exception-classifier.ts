/**
 * Whether an error is worth another attempt. As in Spring, a handful of kinds never are: the same bytes fail the same way each time.
 */
import {
  DeserializationException,
  MessageConversionException,
  MethodArgumentNotValidException,
  MethodArgumentResolutionException,
  causesOf,
} from "./exceptions.ts";

/** A class of errors, or the name of one (`error.name`). */
export type ErrorKind = (abstract new (...args: never[]) => Error) | string;

/** What is never retried unless it is taken off the list. Of Spring's, ClassCastException and NoSuchMethodException have no counterpart. */
export const NOT_RETRYABLE: readonly ErrorKind[] = [
  DeserializationException,
  MessageConversionException,
  MethodArgumentNotValidException,
  MethodArgumentResolutionException,
];

export class ExceptionClassifier {
  #isRetryableByDefault: boolean;
  readonly #kinds: { readonly kind: ErrorKind; isRetryable: boolean }[] = [];

  constructor(isRetryableByDefault = true, notRetryable: readonly ErrorKind[] = NOT_RETRYABLE) {
    this.#isRetryableByDefault = isRetryableByDefault;
    this.addNotRetryableExceptions(...notRetryable);
  }

  /** These go to the recoverer at once. */
  addNotRetryableExceptions(...kinds: ErrorKind[]): void {
    for (const kind of kinds) this.#set(kind, false);
  }

  /** These are tried again; meant for when everything else is not. */
  addRetryableExceptions(...kinds: ErrorKind[]): void {
    for (const kind of kinds) this.#set(kind, true);
  }

  /** Takes a kind off the lists: the default holds for it. */
  removeClassification(kind: ErrorKind): void {
    const index = this.#kinds.findIndex((one) => one.kind === kind);
    if (index >= 0) this.#kinds.splice(index, 1);
  }

  /** Whether what is on no list is tried again. */
  defaultRetryable(isRetryable: boolean): void {
    this.#isRetryableByDefault = isRetryable;
  }

  /** Looks at the error and its causes; the first that is on a list decides. */
  isRetryable(error: unknown): boolean {
    for (const cause of causesOf(error)) {
      const known = this.#kinds.find(({ kind }) => isOfKind(cause, kind));
      if (known !== undefined) return known.isRetryable;
    }
    return this.#isRetryableByDefault;
  }

  #set(kind: ErrorKind, isRetryable: boolean): void {
    this.removeClassification(kind);
    this.#kinds.unshift({ kind, isRetryable });
  }
}

export function isOfKind(error: unknown, kind: ErrorKind): boolean {
  return typeof kind === "string" ? error instanceof Error && error.name === kind : error instanceof kind;
}
