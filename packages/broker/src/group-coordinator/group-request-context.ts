/** What a group keeps of a client beside its request. */

import type { GroupRequestContext } from "@ottla/group-coordinator";
import { AclOperation } from "@ottla/protocol";
import { authorizedTopics } from "../authorizer/authorized-names.ts";
import type { RequestContext } from "../handlers/handler.ts";
import { javaAddressText } from "./java-address.ts";

export function groupRequestContext(context: RequestContext): GroupRequestContext {
  return {
    apiVersion: context.apiVersion,
    clientId: context.clientId,
    clientHost: javaAddressText(context.connection.remoteAddress.host),
    mayDescribeTopic: authorizedTopics(context, AclOperation.DESCRIBE, { logIfDenied: false }),
  };
}
