/** The first records of an empty log, and what a controller writes first into a log that ends in the middle. */

import { isEmptyImage, type MetadataImage } from "../image/metadata-image.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { featureLevelRecord } from "../records/new-records.ts";
import { BOOTSTRAP_FEATURES } from "./features.ts";

/** The feature levels of a new cluster, as they also stand in `bootstrap.checkpoint`. */
export function bootstrapFeatureRecords(): MetadataRecord[] {
  return BOOTSTRAP_FEATURES.map(([name, level]) => featureLevelRecord(name, level));
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
