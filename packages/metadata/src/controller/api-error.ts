/** The outcome of one item of a request: an error code and, where Kafka sends one, a message. */

import { ErrorCode, errorMessage } from "@ottla/protocol";

/** `message` is null for success and for errors that Kafka sends without words. */
export interface ApiError {
  readonly code: number;
  readonly message: string | null;
}

/** All went well. */
export const NO_ERROR: ApiError = { code: ErrorCode.NONE, message: null };

/** An error with Kafka's own words for its code, or with others. */
export function apiError(code: number, message: string | null = errorMessage(code)): ApiError {
  return { code, message };
}

/** A whole request that is refused: every item gets the same answer. */
export class RequestRefused {
  readonly error: ApiError;

  constructor(error: ApiError) {
    this.error = error;
  }
}
