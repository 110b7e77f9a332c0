/**
 * `bootstrap.checkpoint`: what a new cluster starts with. `format` writes it into every directory; whoever leads an empty metadata log first appends
 * what stands in the one beside its own log. Kafka's `BootstrapDirectory`: either reads what the other has written.
 */

import {
  bootstrapFeatureRecords,
  type MetadataRecord,
  readSnapshot,
  SCRAM_HASHES,
  type ScramMechanism,
  writeSnapshot,
} from "@ottla/metadata";
import { type Disk, StorageError } from "@ottla/storage";
import { deriveScramKeys } from "./security-admin.ts";

const FILE_NAME = "bootstrap.checkpoint";

/** A user who can authenticate from the first moment on (KIP-900). */
export interface BootstrapCredential {
  readonly name: string;
  readonly mechanism: ScramMechanism;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly saltedPassword: Uint8Array;
}

/** What is asked of a new cluster; what is left out is as Kafka 4.3 has it. */
export interface Bootstrap {
  /** All levels that are finalized, metadata.version included. */
  readonly features?: ReadonlyMap<string, number>;
  readonly credentials?: readonly BootstrapCredential[];
}

export async function writeBootstrapCheckpoint(
  disk: Disk,
  directory: string,
  { features, credentials = [], nowMs }: Bootstrap & { readonly nowMs: number },
): Promise<void> {
  const records = [...bootstrapFeatureRecords(features), ...credentials.map(credentialRecord)];
  const stamps = { epoch: 0, lastContainedLogTimestampMs: 0, nowMs };
  await disk.replaceFile(pathIn(directory), Buffer.concat([...writeSnapshot(records, stamps)]));
}

function credentialRecord(credential: BootstrapCredential): MetadataRecord {
  const { name, mechanism, salt, iterations, saltedPassword } = credential;
  const keys = deriveScramKeys(SCRAM_HASHES[mechanism], saltedPassword);
  return { name: "UserScramCredentialRecord", version: 0, value: { name, mechanism, salt, iterations, ...keys } };
}

/** The records in it; undefined where there is none. Rejects with a `StorageError` where it cannot be read, or names no metadata.version. */
export async function readBootstrapCheckpoint(
  disk: Disk,
  directory: string,
): Promise<readonly MetadataRecord[] | undefined> {
  const path = pathIn(directory);
  if ((await disk.stat(path)) === undefined) return undefined;
  const records = recordsIn(await disk.readFile(path), path);
  const hasVersion = records.some(
    (record) => record.name === "FeatureLevelRecord" && record.value.name === "metadata.version",
  );
  if (hasVersion) return records;
  const message = `No FeatureLevelRecord for metadata.version was found in the bootstrap metadata file ${path}`;
  throw new StorageError("CORRUPT_CHECKPOINT", message);
}

function recordsIn(bytes: Uint8Array, path: string): readonly MetadataRecord[] {
  try {
    return readSnapshot(bytes).records;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StorageError("CORRUPT_CHECKPOINT", `The bootstrap metadata file ${path} cannot be read: ${reason}`, {
      cause,
    });
  }
}

function pathIn(directory: string): string {
  return `${directory}/${FILE_NAME}`;
}
