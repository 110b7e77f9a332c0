// The levels that a new cluster begins with, from --release-version and --feature as `kafka-storage.sh format` takes them: Kafka's `Formatter`, for
// the levels that our nodes serve.
import { BOOTSTRAP_FEATURES, SUPPORTED_FEATURES } from "@ottla/metadata";
import { InputError, UsageError } from "../../failure.ts";
import { LATEST, METADATA_VERSION, mappedLevels, metadataLevel, nameAndLevel } from "../features/feature-versions.ts";

const KRAFT_VERSION = "kraft.version";

/** @throws InputError for what no cluster has; UsageError for what no cluster of ours has */
export function formatFeatures(release: string | undefined, features: readonly string[]): Map<string, number> {
  const asked = new Map(features.map(nameAndLevel));
  const latest = metadataLevel(LATEST);
  const metadata = asked.get(METADATA_VERSION);
  if (metadata !== undefined && release !== undefined)
    throw new InputError(`Use --release-version instead of --feature ${METADATA_VERSION}=X to avoid ambiguity.`);
  const version = metadata ?? (release === undefined ? latest : metadataLevel(release));
  if (version !== latest) {
    const option = release === undefined ? `feature ${METADATA_VERSION}=${version}` : `release-version ${release}`;
    throw new UsageError(`--${option} is not served: a new cluster begins with ${LATEST}.`);
  }
  const known = mappedLevels(latest).map(([name]) => name);
  const levels = new Map(BOOTSTRAP_FEATURES);
  for (const [name, level] of asked) {
    if (name === METADATA_VERSION) continue;
    if (!known.includes(name)) {
      const all = known.toSorted().join(", ");
      throw new InputError(`Unsupported feature: ${name}. Supported features are: ${all}`);
    }
    const { max } = SUPPORTED_FEATURES.get(name) ?? { max: 0 };
    if (level < 0 || level > max) {
      const served = max === 0 ? "only level 0" : `levels 0 to ${max}`;
      throw new UsageError(`--feature ${name}=${level} is not served: our nodes serve ${served}.`);
    }
    if (name !== KRAFT_VERSION) levels.set(name, level);
  }
  return levels;
}
