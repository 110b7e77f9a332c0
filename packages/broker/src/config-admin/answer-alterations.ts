/**
 * How the two requests that change configs, AlterConfigs and IncrementalAlterConfigs, are answered: what this node refuses itself, what the controller
 * says of the rest, and both put together in the order of the request.
 */

import type { ApiError, ResourceOutcome } from "@ottla/metadata";
import { AclOperation, ErrorCode } from "@ottla/protocol";
import { isClusterAuthorized } from "../authorizer/access.ts";
import { controllerOutcome } from "../handlers/controller-outcome.ts";
import type { HandlerResponse, PartlyAnswered, RequestContext } from "../handlers/handler.ts";
import type { AdminServices } from "../services/controller-services.ts";
import { type AlterRequest, preprocessAlterations } from "./alter-configs.ts";
import { configAuthorizationError } from "./config-authorization.ts";

interface NamedResource {
  readonly resourceType: number;
  readonly resourceName: string;
}

interface ResourceAnswer extends NamedResource {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** As decoded; of the two responses alike. */
interface AlterationsResponse {
  readonly throttleTimeMs: number;
  readonly responses: ResourceAnswer[];
}

/** By the index of the resource. */
function refusedHere(
  alterations: readonly AlterRequest[],
  context: RequestContext<AdminServices>,
): Map<number, ApiError> {
  const { config, metadata, nodeId, role } = context.services;
  const operation = role === "broker" ? AclOperation.ALTER_CONFIGS : AclOperation.CLUSTER_ACTION;
  const mayAlterLoggers = (): boolean => isClusterAuthorized(context, operation);
  return preprocessAlterations(alterations, { config, image: metadata.image, nodeId, role, mayAlterLoggers });
}

/** What is left of them when those are refused that the client may not make. */
function refuseUnauthorized(
  alterations: readonly AlterRequest[],
  refused: Map<number, ApiError>,
  context: RequestContext<AdminServices>,
): AlterRequest[] {
  return alterations.filter(({ resource }, index) => {
    if (refused.has(index)) return false;
    const error = configAuthorizationError(resource, AclOperation.ALTER_CONFIGS, context);
    if (error !== undefined) refused.set(index, error);
    return error === undefined;
  });
}

/**
 * A broker refuses what it does not take before the controller sees it, such as configs of another broker. `alterations` are those of the request, in
 * its order.
 */
export function checkAlterationsFirst<
  Resource extends NamedResource,
  Req extends { readonly resources: readonly Resource[] },
>(
  request: Req,
  alterations: readonly AlterRequest[],
  context: RequestContext<AdminServices>,
): PartlyAnswered<Req, AlterationsResponse> | undefined {
  const refused = refusedHere(alterations, context);
  if (refused.size === 0) return undefined;
  const resources = request.resources.filter((_, index) => !refused.has(index));
  return {
    rest: resources.length === 0 ? undefined : { ...request, resources },
    complete: (answer) => ({ responses: answersOf(request.resources, refused, answer?.responses ?? []) }),
  };
}

/** The whole answer; `pass` hands the controller what this node does not refuse. */
export function answerAlterations(
  alterations: readonly AlterRequest[],
  context: RequestContext<AdminServices>,
  pass: (passed: readonly AlterRequest[]) => Promise<readonly ResourceOutcome[]>,
): Promise<HandlerResponse<AlterationsResponse>> {
  const resources = alterations.map(({ resource }) => named(resource));
  const alter = async (): Promise<HandlerResponse<AlterationsResponse>> => {
    const refused = refusedHere(alterations, context);
    const passed = refuseUnauthorized(alterations, refused, context);
    const outcomes = passed.length === 0 ? [] : await pass(passed);
    const answers = outcomes.map(({ resource, error: { code, message } }) => {
      return { ...named(resource), errorCode: code, errorMessage: message };
    });
    return { responses: answersOf(resources, refused, answers) };
  };
  return controllerOutcome(alter(), (errorCode) => sameAnswer(resources, errorCode));
}

/** This error for everything that was asked for. */
export function sameAnswer(
  resources: readonly NamedResource[],
  errorCode: number,
): { responses: { resourceType: number; resourceName: string; errorCode: number }[] } {
  return {
    responses: resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName, errorCode })),
  };
}

function named({ type, name }: AlterRequest["resource"]): NamedResource {
  return { resourceType: type, resourceName: name };
}

/** For each resource in its order; `refused` is by its index. */
function answersOf(
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
