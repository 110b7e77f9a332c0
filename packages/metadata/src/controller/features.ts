/**
 * The features this node serves and the levels a new cluster finalizes, and UpdateFeatures: a change is made only to a
 * level that every node serves. Kafka's `FeatureControlManager`.
 */

import { ErrorCode } from "@ottla/protocol";
import type { UpdateFeaturesRequest, UpdateFeaturesResponse } from "@ottla/protocol/messages/update-features";
import type { VersionRange } from "../image/cluster-image.ts";
import { finalizedLevel } from "../image/features-image.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { featureLevelRecord } from "../records/new-records.ts";
import { type ApiError, apiError, NO_ERROR } from "./api-error.ts";
import { atomicResult, type ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";

/** The level of metadata.version of Kafka 4.3. */
export const METADATA_VERSION = 30;
const MINIMUM_METADATA_VERSION = 7;

/** The levels this node can serve; a feature that is missing is served at level 0 only. */
export const SUPPORTED_FEATURES: ReadonlyMap<string, VersionRange> = new Map([
  ["metadata.version", { min: MINIMUM_METADATA_VERSION, max: METADATA_VERSION }],
  ["kraft.version", { min: 0, max: 0 }],
  ["transaction.version", { min: 0, max: 2 }],
  ["group.version", { min: 0, max: 1 }],
  ["share.version", { min: 0, max: 1 }],
]);

/** The levels a new cluster starts with, in the order in which they are written. */
export const BOOTSTRAP_FEATURES: readonly (readonly [string, number])[] = [
  ["metadata.version", METADATA_VERSION],
  ["group.version", 1],
  ["share.version", 1],
  ["transaction.version", 2],
];

const NOT_SERVED: VersionRange = { min: 0, max: 0 };
const UpgradeType = { UNKNOWN: 0, UPGRADE: 1, SAFE_DOWNGRADE: 2, UNSAFE_DOWNGRADE: 3 } as const;

/** What another finalized level of a feature needs. */
const METADATA_VERSION_NEEDED: ReadonlyMap<string, readonly number[]> = new Map([["transaction.version", [0, 24, 24]]]);

/** See the file's head. All updates are made or none. */
export function handleUpdateFeatures(
  state: ControllerState,
  request: UpdateFeaturesRequest,
  apiVersion: number,
): ControllerResult<UpdateFeaturesResponse> {
  const records: MetadataRecord[] = [];
  let failure = NO_ERROR;
  for (const update of request.featureUpdates) {
    const outcome = updateOne(state, update.feature, update.maxVersionLevel, update.upgradeType);
    if ("code" in outcome) {
      failure = outcome;
      break;
    }
    records.push(...outcome.records);
  }
  const succeeded = failure.code === ErrorCode.NONE;
  // Only a success is told for each feature, and only before version 2; its message is the name of the code.
  const named = succeeded && apiVersion <= 1 ? request.featureUpdates : [];
  const response: UpdateFeaturesResponse = {
    throttleTimeMs: 0,
    errorCode: failure.code,
    errorMessage: succeeded
      ? null
      : `The update failed for all features since the following feature had an error: ${failure.message}`,
    results: named.map(({ feature }) => ({ feature, errorCode: ErrorCode.NONE, errorMessage: "NONE" })),
  };
  return atomicResult(succeeded && !request.validateOnly ? records : [], response);
}

function updateOne(
  state: ControllerState,
  feature: string,
  level: number,
  upgradeType: number,
): { records: MetadataRecord[] } | ApiError {
  const invalid = (message: string): ApiError =>
    apiError(ErrorCode.INVALID_UPDATE_VERSION, `Invalid update version ${level} for feature ${feature}. ${message}`);
  if (upgradeType < UpgradeType.UPGRADE || upgradeType > UpgradeType.UNSAFE_DOWNGRADE) {
    return invalid("The controller does not support the given upgrade type.");
  }
  if (level < 0) return invalid("A feature version cannot be less than 0.");
  const unsupported = unsupportedReason(state, feature, level);
  if (unsupported !== undefined) return invalid(unsupported);
  const current = finalizedLevel(state.image.features, feature);
  if (level < current && upgradeType === UpgradeType.UPGRADE) {
    return invalid(
      "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe " +
        "downgrade.",
    );
  }
  if (level > current && upgradeType !== UpgradeType.UPGRADE) return invalid("Can't downgrade to a newer version.");
  if (feature === "metadata.version") return updateMetadataVersion(current, level, upgradeType);
  if (feature === "kraft.version") return { records: [] };
  const needed = METADATA_VERSION_NEEDED.get(feature)?.[level] ?? 0;
  if (state.image.features.metadataVersion < needed) {
    return invalid(`${feature} could not be set to ${level} because it depends on metadata.version level ${needed}`);
  }
  return { records: [featureLevelRecord(feature, level)] };
}

/** Down from a level only where no record in between changed, which is never so for what we finalize. */
function updateMetadataVersion(
  current: number,
  level: number,
  upgradeType: number,
): { records: MetadataRecord[] } | ApiError {
  if (level >= current) return { records: [featureLevelRecord("metadata.version", level)] };
  const why =
    upgradeType === UpgradeType.UNSAFE_DOWNGRADE
      ? "Unsafe metadata downgrade is not supported in this version."
      : "Refusing to perform the requested downgrade because it might delete metadata information.";
  const message = `Unsupported metadata.version downgrade from ${current} to ${level}. ${why}`;
  return apiError(ErrorCode.INVALID_UPDATE_VERSION, message);
}

function unsupportedReason(state: ControllerState, feature: string, level: number): string | undefined {
  const local = SUPPORTED_FEATURES.get(feature);
  const { nodeId } = state.options;
  const localReason = rangeReason(level, `Local controller ${nodeId}`, local ?? NOT_SERVED);
  if (localReason !== undefined) return localReason;
  for (const broker of state.image.cluster.brokers.values()) {
    const reason = rangeReason(level, `Broker ${broker.id}`, broker.supportedFeatures.get(feature) ?? NOT_SERVED);
    if (reason !== undefined) return reason;
  }
  for (const controller of state.image.cluster.controllers.values()) {
    if (controller.id === nodeId) continue;
    const range = controller.supportedFeatures.get(feature) ?? NOT_SERVED;
    const reason = rangeReason(level, `Controller ${controller.id}`, range);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function rangeReason(level: number, what: string, range: VersionRange): string | undefined {
  if (level >= range.min && level <= range.max) return undefined;
  if (range.max === 0) return `${what} does not support this feature.`;
  const versions = range.min === range.max ? `${range.min}` : `${range.min}-${range.max}`;
  return `${what} only supports versions ${versions}`;
}

/** A finalized feature that this node does not serve at that level, named; undefined if it serves all. */
export function unservedFeature(state: {
  readonly metadataVersion: number;
  readonly finalizedVersions: ReadonlyMap<string, number>;
}): string | undefined {
  const levels: [string, number][] = [["metadata.version", state.metadataVersion], ...state.finalizedVersions];
  for (const [name, level] of levels) {
    const range = SUPPORTED_FEATURES.get(name) ?? NOT_SERVED;
    if (level < range.min || level > range.max) {
      return `${name} is finalized at level ${level}; this node serves ${range.min} to ${range.max}`;
    }
  }
  return undefined;
}
