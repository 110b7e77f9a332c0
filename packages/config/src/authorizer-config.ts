/**
 * What the authorizer is configured with. `super.users` and `allow.everyone.if.no.acl.found` are the authorizer's own: Kafka's broker does not know them,
 * and without an authorizer they mean nothing.
 */

import { ConfigException, UnservedConfigException } from "./config-exception.ts";
import type { ConfigProps } from "./kafka-config.ts";

export interface AuthorizerConfig {
  /** `super.users`: principals as `type:name`, separated by semicolons; they may do everything. Default: nobody. */
  readonly superUsers: ReadonlySet<string>;
  /** `allow.everyone.if.no.acl.found`: whether a resource that has no entries is everybody's. Default: false. */
  readonly allowEveryoneIfNoAclFound: boolean;
}

const STANDARD_AUTHORIZER = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
const SUPER_USERS = "super.users";
const ALLOW_EVERYONE = "allow.everyone.if.no.acl.found";

/** Names of configs that only an authorizer knows. */
export const AUTHORIZER_CONFIGS: ReadonlySet<string> = new Set([SUPER_USERS, ALLOW_EVERYONE]);

/**
 * What `authorizer.class.name` and its own configs say; undefined where there is no authorizer.
 * @throws ConfigException for super users that are no principals, UnservedConfigException for another class than Kafka's StandardAuthorizer
 */
export function authorizerConfigOf(className: string, props: ConfigProps): AuthorizerConfig | undefined {
  if (className === "") return undefined;
  if (className !== STANDARD_AUTHORIZER) {
    throw new UnservedConfigException(
      `Configuration authorizer.class.name cannot be set to ${className}: the only authorizer is ${STANDARD_AUTHORIZER}`,
    );
  }
  const superUsers = (props.get(SUPER_USERS) ?? "").split(";").map((user) => user.trim());
  const isAllowed = (props.get(ALLOW_EVERYONE) ?? "").trim().toLowerCase() === "true";
  return { superUsers: new Set(superUsers.filter((user) => isPrincipal(user))), allowEveryoneIfNoAclFound: isAllowed };
}

function isPrincipal(user: string): boolean {
  if (user === "" || user.includes(":")) return user !== "";
  throw new ConfigException(`expected a string in format principalType:principalName but got ${user}`);
}
