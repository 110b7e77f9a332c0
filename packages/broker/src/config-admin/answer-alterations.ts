/** The answers to changes of configs, from what the broker has refused itself and what the controller has said of the rest. */

import type { ApiError } from "@ottla/metadata";
import { ErrorCode } from "@ottla/protocol";

interface NamedResource {
  readonly resourceType: number;
  readonly resourceName: string;
}

interface ResourceAnswer extends NamedResource {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** For each resource in its order; `refused` is by its index. */
export function answersOf(
  resources: readonly NamedResource[],
  refused: ReadonlyMap<number, ApiError>,
  fromController: readonly { readonly [Key in keyof ResourceAnswer]?: ResourceAnswer[Key] | undefined }[],
): ResourceAnswer[] {
  return resources.map(({ resourceType, resourceName }, index) => {
    const error = refused.get(index);
    if (error !== undefined) return { resourceType, resourceName, errorCode: error.code, errorMessage: error.message };
    const answer = fromController.find((one) => one.resourceType === resourceType && one.resourceName === resourceName);
    const { errorCode = ErrorCode.UNKNOWN_SERVER_ERROR, errorMessage = null } = answer ?? {};
    return { resourceType, resourceName, errorCode, errorMessage };
  });
}
