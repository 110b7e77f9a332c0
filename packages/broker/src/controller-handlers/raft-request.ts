/** Hands a request of the quorum to raft. A node that stops or whose log has failed answers as one that is not there. */

import { ErrorCode } from "@ottla/protocol";
import type { RaftRequest, RaftResponse } from "@ottla/raft";
import type { RequestContext } from "../handlers/handler.ts";
import type { ControllerServices } from "../services/controller-services.ts";

/** The answer to a request, of the same kind; an error code where raft does not answer. */
export async function askRaft<Api extends RaftRequest["api"]>(
  request: RaftRequest & { readonly api: Api },
  { services }: RequestContext<ControllerServices>,
): Promise<(RaftResponse & { readonly api: Api }) | number> {
  try {
    const response: RaftResponse = await services.controller.quorum.handle(request);
    return isOf(response, request.api) ? response : ErrorCode.UNKNOWN_SERVER_ERROR;
  } catch {
    return ErrorCode.BROKER_NOT_AVAILABLE;
  }
}

function isOf<Api extends RaftRequest["api"]>(
  response: RaftResponse,
  api: Api,
): response is RaftResponse & { readonly api: Api } {
  return response.api === api;
}
