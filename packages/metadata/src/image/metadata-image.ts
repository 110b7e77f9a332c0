/**
 * The whole cluster as of one committed offset of the metadata log. Immutable: hold it for as long as one request
 * needs one consistent view. Two versions share everything that did not change between them.
 */

import { type ClusterImage, EMPTY_CLUSTER } from "./cluster-image.ts";
import { ConfigsImage } from "./configs-image.ts";
import { EMPTY_FEATURES, type FeaturesImage } from "./features-image.ts";
import { KeyedRecordsImage } from "./keyed-records-image.ts";
import { TopicsImage } from "./topics-image.ts";

/** Where in the log an image stands. */
export interface MetadataProvenance {
  /** Offset of the last record in the image; −1 for the empty one. */
  readonly lastContainedOffset: number;
  /** Its epoch; −1 for the empty one. */
  readonly lastContainedEpoch: number;
  /** Its time stamp in milliseconds; −1 for the empty one. */
  readonly lastContainedLogTimeMs: number;
}

/** See the file's head. */
export interface MetadataImage {
  readonly provenance: MetadataProvenance;
  readonly features: FeaturesImage;
  readonly cluster: ClusterImage;
  readonly topics: TopicsImage;
  readonly configs: ConfigsImage;
  /** The first producer id that no block has; 0 before any. */
  readonly nextProducerId: bigint;
  /** ACLs, SCRAM credentials, client quotas and delegation tokens, kept as the records they came as. */
  readonly keyedRecords: KeyedRecordsImage;
}

/** Before the first record. */
export const EMPTY_IMAGE: MetadataImage = {
  provenance: { lastContainedOffset: -1, lastContainedEpoch: -1, lastContainedLogTimeMs: -1 },
  features: EMPTY_FEATURES,
  cluster: EMPTY_CLUSTER,
  topics: TopicsImage.EMPTY,
  configs: ConfigsImage.EMPTY,
  nextProducerId: 0n,
  keyedRecords: KeyedRecordsImage.EMPTY,
};

/** Whether nothing but provenance could differ from the empty image. */
export function isEmptyImage(image: MetadataImage): boolean {
  return (
    image.features.metadataVersion === 0 &&
    image.topics.size === 0 &&
    image.cluster.brokers.size === 0 &&
    image.keyedRecords.size === 0
  );
}
