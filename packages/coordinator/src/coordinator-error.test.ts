import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { CoordinatorError, coordinatorErrorOf } from "./coordinator-error.ts";

describe("errors of the log behind a coordinator", () => {
  const told: readonly (readonly [number, number])[] = [
    [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.COORDINATOR_NOT_AVAILABLE],
    [ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.COORDINATOR_NOT_AVAILABLE],
    [ErrorCode.REQUEST_TIMED_OUT, ErrorCode.COORDINATOR_NOT_AVAILABLE],
    [ErrorCode.NOT_LEADER_OR_FOLLOWER, ErrorCode.NOT_COORDINATOR],
    [ErrorCode.KAFKA_STORAGE_ERROR, ErrorCode.NOT_COORDINATOR],
    [ErrorCode.MESSAGE_TOO_LARGE, ErrorCode.UNKNOWN_SERVER_ERROR],
    [ErrorCode.RECORD_LIST_TOO_LARGE, ErrorCode.UNKNOWN_SERVER_ERROR],
    [ErrorCode.INVALID_FETCH_SIZE, ErrorCode.UNKNOWN_SERVER_ERROR],
    [ErrorCode.NETWORK_EXCEPTION, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS],
    [ErrorCode.NOT_COORDINATOR, ErrorCode.NOT_COORDINATOR],
    [ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS],
  ];
  for (const [errorCode, expected] of told) {
    it(`${errorCode} is told as ${expected}`, () => assert.equal(coordinatorErrorOf(errorCode), expected));
  }

  it("an error says whether to try again", () => {
    assert.equal(new CoordinatorError(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS).retriable, true);
    assert.equal(new CoordinatorError(ErrorCode.UNKNOWN_SERVER_ERROR).retriable, false);
    assert.match(new CoordinatorError(ErrorCode.NOT_COORDINATOR, "gone").message, /^NOT_COORDINATOR: gone$/);
  });
});
