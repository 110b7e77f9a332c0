/**
 * SCRAM credentials of users (KIP-554): Kafka's `ScramControlManager`. A user's credentials are changed once in a request or not at all, and each
 * user gets one result. What is kept are the two keys that a server needs, never the salted password they are made of.
 */

import { JavaHashMap, javaStringHashCode } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from "@ottla/protocol/messages/alter-user-scram-credentials";
import { scramKey } from "../image/keyed-records-image.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { type ApiError, apiError, NO_ERROR } from "./api-error.ts";
import { atomicResult, type ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";

/** The codes of Kafka's `ScramMechanism`. */
export const SCRAM_HASHES = { 1: "sha256", 2: "sha512" } as const;
export type ScramMechanism = keyof typeof SCRAM_HASHES;
export const SCRAM_ITERATIONS_MIN = 4096;
export const SCRAM_ITERATIONS_MAX = 16_384;

/** With the fewest iterations of each. */
const SCRAM_MECHANISMS: ReadonlyMap<number, { readonly hash: ScramHash; readonly iterationsMin: number }> = new Map([
  [1, { hash: SCRAM_HASHES[1], iterationsMin: SCRAM_ITERATIONS_MIN }],
  [2, { hash: SCRAM_HASHES[2], iterationsMin: SCRAM_ITERATIONS_MIN }],
]);

/** The hash function of a SCRAM mechanism. */
export type ScramHash = "sha256" | "sha512";

/** What a server checks a client's proof with (RFC 5802). */
export interface ScramKeys {
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/** Makes the keys from a salted password, which is not empty. */
export type DeriveScramKeys = (hash: ScramHash, saltedPassword: Uint8Array) => ScramKeys;

type Deletion = AlterUserScramCredentialsRequest["deletions"][0];
type Upsertion = AlterUserScramCredentialsRequest["upsertions"][0];

const TWICE: ApiError = apiError(
  ErrorCode.DUPLICATE_RESOURCE,
  "A user credential cannot be altered twice in the same request",
);

/** See the file's head. */
export function handleAlterUserScramCredentials(
  state: ControllerState,
  request: AlterUserScramCredentialsRequest,
): ControllerResult<AlterUserScramCredentialsResponse> {
  // The order of the answer is that of Kafka's hash tables.
  const deletions = new JavaHashMap<string, Deletion>(javaStringHashCode);
  const upsertions = new JavaHashMap<string, Upsertion>(javaStringHashCode);
  const errors = new JavaHashMap<string, ApiError>(javaStringHashCode);
  for (const deletion of request.deletions) {
    if (errors.has(deletion.name)) continue;
    const error = deletions.delete(deletion.name) ? TWICE : deletionError(state, deletion);
    if (error === undefined) deletions.set(deletion.name, deletion);
    else errors.set(deletion.name, error);
  }
  for (const upsertion of request.upsertions) {
    if (errors.has(upsertion.name)) continue;
    const isSecond = deletions.delete(upsertion.name) || upsertions.delete(upsertion.name);
    const error = isSecond ? TWICE : upsertionError(upsertion);
    if (error === undefined) upsertions.set(upsertion.name, upsertion);
    else errors.set(upsertion.name, error);
  }
  const records: MetadataRecord[] = [];
  const results: AlterUserScramCredentialsResponse["results"] = [];
  for (const [user, { name, mechanism }] of deletions) {
    records.push({ name: "RemoveUserScramCredentialRecord", version: 0, value: { name, mechanism } });
    results.push(resultOf(user, NO_ERROR));
  }
  for (const [user, upsertion] of upsertions) {
    const record = credentialRecord(state, upsertion);
    if (record === undefined) {
      errors.set(user, apiError(ErrorCode.UNKNOWN_SERVER_ERROR, null));
      continue;
    }
    records.push(record);
    results.push(resultOf(user, NO_ERROR));
  }
  for (const [user, error] of errors) results.push(resultOf(user, error));
  return atomicResult(records, { throttleTimeMs: 0, results });
}

function resultOf(user: string, { code, message }: ApiError): AlterUserScramCredentialsResponse["results"][0] {
  return { user, errorCode: code, errorMessage: message };
}

function credentialRecord({ options }: ControllerState, upsertion: Upsertion): MetadataRecord | undefined {
  const { name, mechanism, iterations, salt, saltedPassword } = upsertion;
  const hash = SCRAM_MECHANISMS.get(mechanism)?.hash;
  // Kafka's keyed hash takes no empty key: an exception there, of which the client learns nothing.
  if (hash === undefined || saltedPassword.length === 0) return undefined;
  const keys = options.deriveScramKeys(hash, saltedPassword);
  // The bytes of a request are used again, a record stays.
  return {
    name: "UserScramCredentialRecord",
    version: 0,
    value: { name, mechanism, salt: Uint8Array.from(salt), ...keys, iterations },
  };
}

function deletionError({ image }: ControllerState, { name, mechanism }: Deletion): ApiError | undefined {
  const error = nameError(name, mechanism);
  if (error !== undefined) return error;
  if (image.keyedRecords.get("UserScramCredentialRecord", scramKey(name, mechanism)) !== undefined) return undefined;
  return apiError(ErrorCode.RESOURCE_NOT_FOUND, "Attempt to delete a user credential that does not exist");
}

function upsertionError({ name, mechanism, iterations }: Upsertion): ApiError | undefined {
  const error = nameError(name, mechanism);
  if (error !== undefined) return error;
  const iterationsMin = SCRAM_MECHANISMS.get(mechanism)?.iterationsMin ?? 0;
  if (iterations < iterationsMin) return apiError(ErrorCode.UNACCEPTABLE_CREDENTIAL, "Too few iterations");
  if (iterations > SCRAM_ITERATIONS_MAX) return apiError(ErrorCode.UNACCEPTABLE_CREDENTIAL, "Too many iterations");
  return undefined;
}

function nameError(name: string, mechanism: number): ApiError | undefined {
  if (name === "") return apiError(ErrorCode.UNACCEPTABLE_CREDENTIAL, "Username must not be empty");
  if (SCRAM_MECHANISMS.has(mechanism)) return undefined;
  return apiError(ErrorCode.UNSUPPORTED_SASL_MECHANISM, "Unknown SCRAM mechanism");
}
