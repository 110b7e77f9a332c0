import assert from "node:assert/strict";
import { test } from "node:test";
import { KafkaConfig } from "./kafka-config.ts";

const CLASS = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

function configured(props: Readonly<Record<string, string>>, className = CLASS): KafkaConfig {
  return KafkaConfig.standalone(new Map(Object.entries({ "authorizer.class.name": className, ...props })));
}

test("there is no authorizer unless one is named", () => {
  assert.equal(KafkaConfig.standalone().authorizer, undefined);
  const { authorizer, warnings } = configured({ "super.users": "User:a" }, "");
  assert.equal(authorizer, undefined);
  assert.match(warnings.join(), /'super\.users' is not known and has no effect/);
});

test("super users are principals between semicolons", () => {
  const { authorizer, warnings } = configured({ "super.users": " User:a ;; User:CN=b,OU=c:d;User: ;" });
  assert.deepEqual(authorizer, {
    superUsers: new Set(["User:a", "User:CN=b,OU=c:d", "User:"]),
    allowEveryoneIfNoAclFound: false,
  });
  assert.deepEqual(warnings, []);
  assert.throws(() => configured({ "super.users": "User:a;alice" }), {
    message: "expected a string in format principalType:principalName but got alice",
  });
});

test("everyone is allowed where it says true", () => {
  const isAllowed = (text: string): boolean | undefined =>
    configured({ "allow.everyone.if.no.acl.found": text }).authorizer?.allowEveryoneIfNoAclFound;
  assert.deepEqual(["true", " TRUE ", "false", "yes", ""].map(isAllowed), [true, true, false, false, false]);
});

test("another class is refused, and says which one is served", () => {
  assert.throws(() => configured({}, "com.example.Mine"), {
    message: `Configuration authorizer.class.name cannot be set to com.example.Mine: the only authorizer is ${CLASS}`,
  });
});
