import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { utf8Bytes, utf8String } from "@ottla/base";
import { ScramExchange } from "./scram.ts";

const USER = { username: "user", password: "pencil", isToken: false };

async function text(bytes: Promise<Uint8Array | undefined>): Promise<string | undefined> {
  const given = await bytes;
  return given === undefined ? undefined : utf8String(given);
}

describe("SCRAM", () => {
  it("says what RFC 7677 says, and believes the right signature only", async () => {
    const begun = async (): Promise<ScramExchange> => {
      const exchange = new ScramExchange({ ...USER, hash: "sha256", nonce: "rOprNGfwEbeRWgbNEkqO" });
      assert.equal(await text(exchange.begin()), "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
      const first = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
      assert.equal(
        await text(exchange.answer(utf8Bytes(first))),
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
      );
      return exchange;
    };
    const right = utf8Bytes("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    assert.equal(await text((await begun()).answer(right)), undefined);
    const wrong = utf8Bytes("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    await assert.rejects((await begun()).answer(wrong), { code: "SASL_AUTHENTICATION_FAILED" });
    await assert.rejects((await begun()).answer(utf8Bytes("e=unknown-user")), /failed with error: unknown-user/);
  });

  it("escapes names, and marks tokens", async () => {
    const options = { ...USER, username: "a=b,c", hash: "sha512", isToken: true, nonce: "N" } as const;
    assert.equal(await text(new ScramExchange(options).begin()), "n,,n=a=3Db=2Cc,r=N,tokenauth=true");
  });

  it("refuses a false nonce, and iterations that are too few or too many", async () => {
    const cases = [
      ["r=other,s=QQ==,i=4096", /does not start with client nonce/],
      ["r=N,s=QQ==,i=4096", /does not start with client nonce/],
      ["r=NX,s=QQ==,i=4095", /less than the minimum/],
      ["r=NX,s=QQ==,i=x", /less than the minimum/],
      ["r=NX,s=QQ==,i=100000000", /is more than/],
    ] as const;
    for (const [first, sentence] of cases) {
      const exchange = new ScramExchange({ ...USER, hash: "sha256", nonce: "N" });
      await exchange.begin();
      await assert.rejects(exchange.answer(utf8Bytes(first)), sentence);
    }
  });
});
