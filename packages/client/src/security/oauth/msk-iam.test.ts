import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { mskIamTokenProvider } from "./msk-iam.ts";
import type { AwsCredentials } from "./msk-iam.ts";

const NOW_MS = Date.parse("2026-01-02T03:04:05.678Z");
const credentials: AwsCredentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};
const sessionToken = "a+token/of==a session";

/** The URL that botocore's SigV4QueryAuth makes of the same. */
const url = (session: string, signature: string): string =>
  "https://kafka.eu-west-1.amazonaws.com/?Action=kafka-cluster%3AConnect&X-Amz-Algorithm=AWS4-HMAC-SHA256" +
  "&X-Amz-Credential=AKIDEXAMPLE%2F20260102%2Feu-west-1%2Fkafka-cluster%2Faws4_request&X-Amz-Date=20260102T030405Z" +
  `&X-Amz-Expires=900${session}&X-Amz-SignedHeaders=host&X-Amz-Signature=${signature}`;
const PERMANENT = url("", "7cc178453342e479def8e0e69cbff443ca929b5b0426af0f4b64554172c7195d");

// botocore puts the token behind SignedHeaders in the URL, and signs it in the order of the names, as everybody has to.
const TEMPORARY = url(
  "&X-Amz-Security-Token=a%2Btoken%2Fof%3D%3Da%20session",
  "e5d6bd3092a9cf8297efcc7cd71b2505a35f8e1af67b900888ba1100438c49c5",
);

const NAMES = ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
const now = (): number => NOW_MS;

describe("tokens for Amazon MSK", () => {
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    for (const name of NAMES) delete process.env[name];
  });
  afterEach(() => {
    process.env = before;
  });

  it("are URLs signed as AWS's own libraries sign them, with their lifetime", async () => {
    const token = await mskIamTokenProvider({ region: "eu-west-1", credentials, now })();
    assert.match(token.value, /^[\w-]+$/);
    assert.equal(Buffer.from(token.value, "base64url").toString(), `${PERMANENT}&User-Agent=ottla`);
    const startTimeMs = Date.parse("2026-01-02T03:04:05Z");
    assert.deepEqual({ ...token, value: "" }, { value: "", startTimeMs, lifetimeMs: startTimeMs + 900_000 });
  });

  it("take temporary credentials, asked for anew for each token", async () => {
    let asked = 0;
    const provider = mskIamTokenProvider({
      region: "eu-west-1",
      credentials: () => {
        asked++;
        return Promise.resolve({ ...credentials, sessionToken });
      },
      now,
    });
    for (let round = 1; round <= 2; round++) {
      const { value } = await provider();
      assert.equal(Buffer.from(value, "base64url").toString(), `${TEMPORARY}&User-Agent=ottla`);
      assert.equal(asked, round);
    }
  });

  it("find region and credentials in the environment, when they are needed", async () => {
    process.env["AWS_DEFAULT_REGION"] = "eu-west-1";
    const provider = mskIamTokenProvider({ now });
    await assert.rejects(provider(), { name: "ConfigError", message: /AWS_ACCESS_KEY_ID/ });
    process.env["AWS_ACCESS_KEY_ID"] = credentials.accessKeyId;
    process.env["AWS_SECRET_ACCESS_KEY"] = credentials.secretAccessKey;
    process.env["AWS_SESSION_TOKEN"] = "";
    const { value } = await provider();
    assert.ok(Buffer.from(value, "base64url").toString().startsWith(PERMANENT));
  });

  it("are refused without a region, and with a lifetime that MSK does not take", () => {
    assert.throws(() => mskIamTokenProvider({ credentials }), { name: "ConfigError", message: /region/ });
    assert.throws(() => mskIamTokenProvider({ region: "eu west", credentials }), { message: /region/ });
    for (const expiresSeconds of [0, 901, 1.5]) {
      assert.throws(() => mskIamTokenProvider({ region: "eu-west-1", credentials, expiresSeconds }), {
        message: /from 1 to 900/,
      });
    }
  });
});
