/** The first records of an empty log, and what a controller writes first into a log that ends in the middle. */

import { javaStringOrder } from "@ottla/base";
import type { FeaturesImage } from "../image/features-image.ts";
import { isEmptyImage, type MetadataImage } from "../image/metadata-image.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { featureLevelRecord } from "../records/new-records.ts";
import { BOOTSTRAP_FEATURES } from "./features.ts";

/** The feature levels of a new cluster, as they stand in `bootstrap.checkpoint`: metadata.version first; what is at level 0 is not finalized. */
export function bootstrapFeatureRecords(
  levels: ReadonlyMap<string, number> = new Map(BOOTSTRAP_FEATURES),
): MetadataRecord[] {
  const first = (name: string): boolean => name === "metadata.version";
  const names = javaStringOrder([...levels.keys()].filter((name) => !first(name)));
  return [...[...levels.keys()].filter(first), ...names]
    .filter((name) => (levels.get(name) ?? 0) > 0)
    .map((name) => featureLevelRecord(name, levels.get(name) ?? 0));
}

/**
 * What a controller writes when it becomes active. "Empty" means that no metadata.version was replayed. An open
 * transaction, which a crash left, is aborted.
 */
export function activationRecords(
  image: MetadataImage,
  options: { readonly isTransactionOpen: boolean; readonly bootstrapRecords: readonly MetadataRecord[] },
): MetadataRecord[] {
  const records: MetadataRecord[] = [];
  if (options.isTransactionOpen) {
    records.push({ name: "AbortTransactionRecord", version: 0, value: { reason: "Controller failover" } });
  }
  if (image.features.metadataVersion !== 0 || !isEmptyImage(image)) return records;
  records.push({ name: "BeginTransactionRecord", version: 0, value: { name: "Bootstrap records" } });
  records.push(...options.bootstrapRecords);
  records.push({ name: "EndTransactionRecord", version: 0, value: {} });
  return records;
}

/** The levels that records of a new cluster finalize. */
export function bootstrapFeatures(
  records: readonly MetadataRecord[] = bootstrapFeatureRecords(),
): Pick<FeaturesImage, "metadataVersion" | "finalizedVersions"> {
  const levels = new Map(
    records.flatMap((record) =>
      record.name === "FeatureLevelRecord" ? [[record.value.name, record.value.featureLevel] as const] : [],
    ),
  );
  const metadataVersion = levels.get("metadata.version") ?? 0;
  levels.delete("metadata.version");
  return { metadataVersion, finalizedVersions: levels };
}
