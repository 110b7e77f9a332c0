/** The feature levels that the cluster has finalized. */

/** Immutable. Level 0 of a feature is absence from `finalizedVersions`. */
export interface FeaturesImage {
  /** `metadata.version`; 0 before the bootstrap records. */
  readonly metadataVersion: number;
  /** Every other finalized feature above level 0, by name. */
  readonly finalizedVersions: ReadonlyMap<string, number>;
}

export const EMPTY_FEATURES: FeaturesImage = { metadataVersion: 0, finalizedVersions: new Map() };

/** The finalized level of any feature, `metadata.version` included; 0 where it is not finalized. */
export function finalizedLevel(features: FeaturesImage, name: string): number {
  return name === "metadata.version" ? features.metadataVersion : (features.finalizedVersions.get(name) ?? 0);
}
