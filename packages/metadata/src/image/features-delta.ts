/** What a series of records does to the finalized features. */

import type { FeatureLevelRecord } from "@ottla/protocol/messages/metadata-records";
import type { FeaturesImage } from "./features-image.ts";

/** See the file's head. */
export class FeaturesDelta {
  readonly #image: FeaturesImage;
  /** New level by feature; 0 removes it. */
  readonly changes: Map<string, number> = new Map();

  constructor(image: FeaturesImage) {
    this.#image = image;
  }

  /** `kraft.version` is never a feature record: it is ignored, as Apache Kafka does. */
  replay(record: FeatureLevelRecord): void {
    if (record.name !== "kraft.version") this.changes.set(record.name, record.featureLevel);
  }

  apply(): FeaturesImage {
    const finalizedVersions = new Map(this.#image.finalizedVersions);
    let { metadataVersion } = this.#image;
    for (const [name, level] of this.changes) {
      if (name === "metadata.version") metadataVersion = level;
      else if (level === 0) finalizedVersions.delete(name);
      else finalizedVersions.set(name, level);
    }
    return { metadataVersion, finalizedVersions };
  }
}
