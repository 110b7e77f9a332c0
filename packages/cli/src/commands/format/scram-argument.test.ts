import assert from "node:assert/strict";
import { test } from "node:test";
import { scramCredential } from "./scram-argument.ts";

// The example of RFC 7677.
const SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
const SALTED = "xKSVEDI6tPlSysH6mUQZOeeOp01r6B3fcJbodRPcYV0=";

test("a password is salted as RFC 7677 says; what is left out has Kafka's defaults", () => {
  const credential = scramCredential(`SCRAM-SHA-256=[name=user,password=pencil,salt="${SALT}"]`);
  const { saltedPassword, salt, ...rest } = credential;
  assert.equal(Buffer.from(saltedPassword).toString("base64"), SALTED);
  assert.equal(Buffer.from(salt).toString("base64"), SALT);
  assert.deepEqual(rest, { name: "user", mechanism: 1, iterations: 4096 });
  const other = scramCredential(' SCRAM-SHA-512=[name="a b",iterations=8192,password=x=y,] ');
  assert.deepEqual([other.name, other.mechanism, other.iterations], ["a b", 2, 8192]);
  assert.equal(other.saltedPassword.length, 64);
  assert.notDeepEqual(other.salt, scramCredential("SCRAM-SHA-512=[name=a,password=x]").salt);
});

test("a salted password is taken as it is", () => {
  const { saltedPassword } = scramCredential(`SCRAM-SHA-256=[name=u,salt=N3E=,saltedpassword="${SALTED}"]`);
  assert.equal(Buffer.from(saltedPassword).toString("base64"), SALTED);
});

for (const [argument, sentence] of [
  ["SCRAM-SHA-256", "Failed to find equals sign in SCRAM argument 'SCRAM-SHA-256'"],
  ["PLAIN=[name=a]", "The add-scram mechanism PLAIN is not supported."],
  ["SCRAM-SHA-256=name=a]", "Expected configuration string to start with ["],
  ["SCRAM-SHA-256=[name=a", "Expected configuration string to end with ]"],
  ["SCRAM-SHA-256=[password=a]", "You must supply 'name' to add-scram"],
  ["SCRAM-SHA-256=[name]", "No equals sign found in SCRAM component: name"],
  ["SCRAM-SHA-256=[name=a,salt=?,password=a]", "Failed to decode given salt: ?"],
  ["SCRAM-SHA-256=[name=a,iterations=x,password=a]", "Failed to parse iterations count: x"],
  ["SCRAM-SHA-256=[name=a]", "You must supply one of 'password' or 'saltedpassword' to add-scram"],
  ["SCRAM-SHA-256=[name=a,saltedpassword=YCE=]", "You must supply 'salt' with 'saltedpassword' to add-scram"],
  [
    "SCRAM-SHA-256=[name=a,password=b,saltedpassword=YCE=]",
    "You must supply only one of 'password' and 'saltedpassword' to add-scram",
  ],
  ["SCRAM-SHA-256=[name=a,salt=YCE=,saltedpassword=?]", "Failed to decode given saltedPassword: ?"],
  ["SCRAM-SHA-256=[name=a,password=b,zeta=1,alpha=2]", "Unknown SCRAM configurations: alpha, zeta"],
  [
    "SCRAM-SHA-256=[name=a,password=b,iterations=4095]",
    "The 'iterations' value must be >= 4096 for add-scram using SCRAM_SHA_256",
  ],
  [
    "SCRAM-SHA-512=[name=a,password=b,iterations=16385]",
    "The 'iterations' value must be <= 16384 for add-scram using SCRAM_SHA_512",
  ],
  ["SCRAM-SHA-256=[name=a,password=]", "Empty key"],
] as const) {
  test(`refused: ${argument}`, () => {
    assert.throws(() => scramCredential(argument), { message: sentence });
  });
}
