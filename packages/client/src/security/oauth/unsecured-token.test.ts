import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { unsecuredToken } from "./unsecured-token.ts";

function token(options: Record<string, string>): Record<string, unknown> {
  const given = new Map(Object.entries(options).map(([name, value]) => [`unsecuredLogin${name}`, value]));
  const { value } = unsecuredToken(given, 1_000_000);
  return JSON.parse(Buffer.from(value.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;
}

describe("a token that nobody signed", () => {
  it("holds the claims of the login line", () => {
    const claims = token({ StringClaim_sub: "alice", NumberClaim_n: "5", ListClaim_l: "|a|b", LifetimeSeconds: "60" });
    assert.deepEqual(claims, { iat: 1_000, exp: 1_060, sub: "alice", n: 5, l: ["a", "b"] });
    assert.deepEqual(token({ PrincipalClaimName: "who", StringClaim_who: "bob" })["who"], "bob");
    assert.throws(() => token({ StringClaim_who: "bob" }), /unsecuredLoginStringClaim_sub/);
    assert.throws(() => token({ StringClaim_sub: "a", NumberClaim_exp: "5" }), /'exp' claim/);
  });

  it("has its scope in the claim that unsecuredLoginScopeClaimName names, as text or a list of texts", () => {
    assert.deepEqual(token({ StringClaim_sub: "a", ListClaim_scope: "x,y" })["scope"], ["x", "y"]);
    assert.throws(() => token({ StringClaim_sub: "a", NumberClaim_scope: "1" }), /claim scope holds the scope/);
    const named = { StringClaim_sub: "a", ScopeClaimName: " roles ", NumberClaim_scope: "1" };
    assert.deepEqual(token({ ...named, StringClaim_roles: "r" })["roles"], "r");
    assert.throws(() => token({ ...named, NumberClaim_roles: "2" }), /claim roles holds the scope/);
  });

  it("is refused where an option is unknown", () => {
    assert.throws(() => token({ StringClaim_sub: "a", Scope: "x" }), /unknown option unsecuredLoginScope$/);
  });
});
