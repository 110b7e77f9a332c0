import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeMessage, ErrorCode } from "@ottla/protocol";
import { DefaultPrincipalData } from "@ottla/protocol/messages/principal";
import { forwardedClientOf } from "./forwarded-client.ts";

const LOOPBACK = Uint8Array.of(127, 0, 0, 1);

function principal(type: string, name: string, version = 0): Uint8Array {
  const body = encodeMessage(DefaultPrincipalData, { type, name, tokenAuthenticated: false }, 0);
  return Buffer.concat([Uint8Array.of(0, version), body]);
}

function clientOf(requestPrincipal: Uint8Array | null, clientHostAddress: Uint8Array): unknown {
  return forwardedClientOf({ requestData: new Uint8Array(0), requestPrincipal, clientHostAddress });
}

test("an envelope says who asks and from where", () => {
  const alice = principal("User", "CN=alice,OU=a:b");
  assert.deepEqual(clientOf(alice, LOOPBACK), { principal: "User:CN=alice,OU=a:b", host: "127.0.0.1" });
  const v6 = Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xa1);
  assert.deepEqual(clientOf(principal("User", "b"), v6), { principal: "User:b", host: "fe80:0:0:0:0:0:0:a1" });
});

test("an envelope that does not say so is refused", () => {
  const unknown = { errorCode: ErrorCode.PRINCIPAL_DESERIALIZATION_FAILURE };
  for (const bytes of [
    null,
    new Uint8Array(1),
    Uint8Array.of(0, 0),
    Uint8Array.of(0, 0, 9, 1),
    principal("U", "n", 1),
  ]) {
    assert.deepEqual(clientOf(bytes, LOOPBACK), unknown);
  }
  assert.deepEqual(clientOf(principal("User", "a"), new Uint8Array(5)), { errorCode: ErrorCode.INVALID_REQUEST });
});
