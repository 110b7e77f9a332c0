/** The authorizer of a node, from the configuration; undefined where everybody may do everything. */

import type { KafkaConfig } from "@ottla/config";
import { StandardAuthorizer } from "@ottla/metadata";

/** Nothing is loaded yet. */
export function authorizerOf({ authorizer }: KafkaConfig): StandardAuthorizer | undefined {
  return authorizer === undefined ? undefined : new StandardAuthorizer(authorizer);
}
