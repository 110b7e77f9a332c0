import assert from "node:assert/strict";
import { test } from "node:test";
import { StandardAuthorizer } from "@ottla/metadata";
import { AclOperation, ApiKey, ResourceType } from "@ottla/protocol";
import { silentLogger } from "../logging/logger.ts";
import { type AccessContext, isAuthorized, isAuthorizedByResourceType, isClusterAuthorized } from "./access.ts";
import { envelopeConnection } from "../lifecycle/envelope-connection.ts";

const TOPIC = { resourceType: ResourceType.TOPIC, name: "t" };

function contextOf(authorizer: StandardAuthorizer | undefined, lines: string[] = []): AccessContext {
  const client = { principal: "User:a", host: "::ffff:10.0.0.7" };
  const logger = { ...silentLogger, info: (_fields: unknown, message: string) => void lines.push(message) };
  return {
    header: { requestApiKey: ApiKey.DeleteTopics, requestApiVersion: 6, correlationId: 1, clientId: "c" },
    principal: client.principal,
    connection: envelopeConnection(client),
    services: { authorizer, logger },
  };
}

test("without an authorizer everybody may do everything", () => {
  const context = contextOf(undefined);
  assert.equal(isAuthorized(context, AclOperation.DELETE, TOPIC), true);
  assert.equal(isClusterAuthorized(context, AclOperation.ALTER), true);
  assert.equal(isAuthorizedByResourceType(context, AclOperation.WRITE, ResourceType.TOPIC), true);
});

test("whoever is turned away is told of in Kafka's words, unless it only leaves something out", () => {
  const authorizer = new StandardAuthorizer({ superUsers: new Set(), allowEveryoneIfNoAclFound: false });
  authorizer.completeInitialLoad();
  const lines: string[] = [];
  const context = contextOf(authorizer, lines);
  assert.equal(isAuthorized(context, AclOperation.DESCRIBE, TOPIC, { logIfDenied: false }), false);
  assert.equal(
    isAuthorized(context, AclOperation.DELETE, { ...TOPIC, resourceType: ResourceType.TRANSACTIONAL_ID }),
    false,
  );
  assert.deepEqual(lines, [
    "Principal = User:a is Denied operation = DELETE from host = 10.0.0.7 on resource = TransactionalId:LITERAL:t " +
      "for request = DeleteTopics based on rule DefaultDeny",
  ]);
});
