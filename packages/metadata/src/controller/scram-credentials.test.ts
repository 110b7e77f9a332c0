import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import type { AlterUserScramCredentialsRequest } from "@ottla/protocol/messages/alter-user-scram-credentials";
import { ControllerHarness } from "../testing/controller-harness.ts";

const SHA_256 = 1;
const SHA_512 = 2;

type Upsertion = AlterUserScramCredentialsRequest["upsertions"][0];
type Outcome = readonly [user: string, errorCode: number, message: string | null];

const NO_SUCH_CREDENTIAL = "Attempt to delete a user credential that does not exist";
const TWICE = "A user credential cannot be altered twice in the same request";

function credential(name: string, options: Partial<Upsertion> = {}): Upsertion {
  const bytes = { salt: Buffer.from("salt"), saltedPassword: Buffer.from(`secret of ${name}`) };
  return { name, mechanism: SHA_256, iterations: 4096, ...bytes, ...options };
}

function alter(
  harness: ControllerHarness,
  upsertions: Upsertion[],
  deletions: readonly (readonly [name: string, mechanism: number])[] = [],
): Outcome[] {
  const request = { upsertions, deletions: deletions.map(([name, mechanism]) => ({ name, mechanism })) };
  const { results } = harness.run((controller) => controller.handleAlterUserScramCredentials(request));
  return results.map(({ user, errorCode, errorMessage }) => [user, errorCode, errorMessage]);
}

function kept(harness: ControllerHarness): unknown[] {
  const values = [...harness.image.keyedRecords.valuesOf("UserScramCredentialRecord")];
  return values
    .map(({ name, mechanism, iterations, storedKey }) => [
      name,
      mechanism,
      iterations,
      Buffer.from(storedKey).toString(),
    ])
    .toSorted();
}

test("a credential is set for each mechanism, replaced and deleted", () => {
  const harness = new ControllerHarness();
  assert.deepEqual(alter(harness, [credential("a")]), [["a", ErrorCode.NONE, null]]);
  assert.deepEqual(alter(harness, [credential("a", { mechanism: SHA_512, iterations: 16_384 })]), [
    ["a", ErrorCode.NONE, null],
  ]);
  assert.deepEqual(kept(harness), [
    ["a", SHA_256, 4096, "stored sha256 secret of a"],
    ["a", SHA_512, 16_384, "stored sha512 secret of a"],
  ]);
  alter(harness, [credential("a", { iterations: 5000 })]);
  alter(harness, [], [["a", SHA_512]]);
  assert.deepEqual(kept(harness), [["a", SHA_256, 5000, "stored sha256 secret of a"]]);
  assert.equal([...harness.reloaded().keyedRecords.valuesOf("UserScramCredentialRecord")].length, 1);
  assert.deepEqual(alter(harness, [], [["a", SHA_512]]), [["a", ErrorCode.RESOURCE_NOT_FOUND, NO_SUCH_CREDENTIAL]]);
});

test("a record keeps its own bytes, not those of the request", () => {
  const harness = new ControllerHarness();
  const salt = Buffer.from("salt");
  alter(harness, [credential("a", { salt })]);
  salt.fill(0);
  const [value] = harness.image.keyedRecords.valuesOf("UserScramCredentialRecord");
  assert.equal(Buffer.from(value?.salt ?? []).toString(), "salt");
});

test("credentials that are not acceptable are refused, one user apart from the other", () => {
  const harness = new ControllerHarness();
  for (const [options, code, message] of [
    [{ iterations: 4095 }, ErrorCode.UNACCEPTABLE_CREDENTIAL, "Too few iterations"],
    [{ iterations: 16_385 }, ErrorCode.UNACCEPTABLE_CREDENTIAL, "Too many iterations"],
    [{ mechanism: 0 }, ErrorCode.UNSUPPORTED_SASL_MECHANISM, "Unknown SCRAM mechanism"],
    [{ mechanism: 3 }, ErrorCode.UNSUPPORTED_SASL_MECHANISM, "Unknown SCRAM mechanism"],
    [{ saltedPassword: Buffer.alloc(0) }, ErrorCode.UNKNOWN_SERVER_ERROR, null],
  ] as const) {
    assert.deepEqual(alter(harness, [credential("no", options), credential("yes")]), [
      ["yes", ErrorCode.NONE, null],
      ["no", code, message],
    ]);
  }
  assert.deepEqual(alter(harness, [credential("")]), [
    ["", ErrorCode.UNACCEPTABLE_CREDENTIAL, "Username must not be empty"],
  ]);
  assert.deepEqual(alter(harness, [], [["yes", 7]]), [
    ["yes", ErrorCode.UNSUPPORTED_SASL_MECHANISM, "Unknown SCRAM mechanism"],
  ]);
  assert.deepEqual(kept(harness), [["yes", SHA_256, 4096, "stored sha256 secret of yes"]]);
});

test("a user that a request names twice is left as it was", () => {
  const harness = new ControllerHarness();
  alter(harness, [credential("a"), credential("b")]);
  const before = kept(harness);
  const twice = [["a", ErrorCode.DUPLICATE_RESOURCE, TWICE]];
  assert.deepEqual(alter(harness, [credential("a", { iterations: 9000 })], [["a", SHA_256]]), twice);
  assert.deepEqual(alter(harness, [credential("a"), credential("a", { mechanism: SHA_512 })]), twice);
  const deletions = [
    ["a", SHA_256],
    ["a", SHA_512],
    ["a", SHA_256],
  ] as const;
  // The second deletion fails the user, for what the first says: this one is found, and then named again.
  assert.deepEqual(alter(harness, [], deletions), twice);
  assert.deepEqual(kept(harness), before);
});
