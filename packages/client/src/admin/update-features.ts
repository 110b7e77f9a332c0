/**
 * Admin: updateFeatures.
 */
import { UpdateFeaturesRequest, UpdateFeaturesResponse } from "@ottla/protocol/messages/update-features";
import { protocolError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import { Results } from "./results.ts";
import type { FeatureUpdate, UpdateFeaturesOptions } from "./types.ts";
import { FeatureUpgradeType } from "./types.ts";

const API = { request: UpdateFeaturesRequest, response: UpdateFeaturesResponse };
/** The first version that can try without doing, and tells safe from unsafe downgrades. */
const UPGRADE_TYPE_VERSION_MIN = 1;

export async function updateFeatures(
  context: AdminContext,
  updates: readonly FeatureUpdate[],
  options: UpdateFeaturesOptions,
): Promise<Results<string, void>> {
  const scope = context.scope("updateFeatures", options, "anyone");
  const { validateOnly = false } = options;
  const names = updates.map((one) => one.feature);
  const results = new Results<string, void>((feature) => feature, names);
  const isUnsafe = updates.some((one) => one.upgradeType === FeatureUpgradeType.UNSAFE_DOWNGRADE);
  const response = await context.askController(
    scope,
    {
      api: API,
      body: (version) => ({
        timeoutMs: context.requestTimeoutMs(scope),
        featureUpdates: updates.map(({ feature, maxVersionLevel, upgradeType = FeatureUpgradeType.UPGRADE }) => ({
          feature,
          maxVersionLevel,
          ...(version >= UPGRADE_TYPE_VERSION_MIN
            ? { upgradeType }
            : { allowDowngrade: upgradeType !== FeatureUpgradeType.UPGRADE }),
        })),
        ...(version >= UPGRADE_TYPE_VERSION_MIN ? { validateOnly } : {}),
      }),
      versions: { min: validateOnly || isUnsafe ? UPGRADE_TYPE_VERSION_MIN : 0 },
    },
    ({ errorCode, errorMessage }) => {
      const error = errorCode === 0 ? undefined : protocolError(errorCode, errorMessage);
      if (error?.retriable === true) throw error;
    },
  );
  if (response.errorCode !== 0) {
    const error = protocolError(response.errorCode, response.errorMessage);
    for (const name of names) results.fail(name, error);
    return results;
  }
  for (const { feature, errorCode, errorMessage } of response.results) {
    if (errorCode !== 0) results.fail(feature, protocolError(errorCode, errorMessage));
  }
  // Newer responses name no feature: either all were updated, or none.
  for (const name of names) if (!results.has(name)) results.succeed(name, undefined);
  return results;
}
