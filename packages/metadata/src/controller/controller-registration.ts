/** Each start of a controller registers it anew, so that others know what it serves and where it listens. */

import type { Uuid } from "@ottla/base";
import type { RegisteredEndpoint, VersionRange } from "../image/cluster-image.ts";
import { atomicResult, type ControllerResult } from "./controller-result.ts";
import { SUPPORTED_FEATURES } from "./features.ts";

/** What a controller says of itself when it starts. */
export interface ControllerRegistrationRequest {
  readonly controllerId: number;
  readonly incarnationId: Uuid;
  readonly endpoints: readonly RegisteredEndpoint[];
  /** Default: what this node serves. */
  readonly features?: ReadonlyMap<string, VersionRange>;
}

/** See the file's head. */
export function handleRegisterController(request: ControllerRegistrationRequest): ControllerResult<undefined> {
  const value = {
    controllerId: request.controllerId,
    incarnationId: request.incarnationId,
    zkMigrationReady: false,
    endPoints: request.endpoints.map(({ listenerName, ...endpoint }) => ({ name: listenerName, ...endpoint })),
    features: [...(request.features ?? SUPPORTED_FEATURES)].map(([name, { min, max }]) => ({
      name,
      minSupportedVersion: min,
      maxSupportedVersion: max,
    })),
  };
  return atomicResult([{ name: "RegisterControllerRecord", version: 0, value }], undefined);
}
