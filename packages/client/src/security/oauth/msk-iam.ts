/**
 * Tokens for Amazon MSK with IAM: a URL that asks for `kafka-cluster:Connect`, signed in its query (Signature Version 4), base64url-encoded and sent as an
 * OAUTHBEARER token. It is made here; nothing is asked of anybody.
 */
import type * as Crypto from "node:crypto";
import { ConfigError } from "../../errors.ts";
import type { OAuthBearerToken } from "./token.ts";

/** What AWS calls credentials. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string | undefined;
}

export interface MskIamOptions {
  /** The region of the cluster, such as `eu-west-1`; default `AWS_REGION` of the environment, else `AWS_DEFAULT_REGION`. */
  readonly region?: string;
  /**
   * The credentials, or a function that gives them for each token, as the providers of the AWS SDK do. Default: `AWS_ACCESS_KEY_ID`,
   * `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` of the environment, read for each token.
   */
  readonly credentials?: AwsCredentials | (() => AwsCredentials | Promise<AwsCredentials>);
  /** How long a token is good, in seconds; 1 to 900, which is the default and the most that MSK takes. */
  readonly expiresSeconds?: number;
  /** Milliseconds since 1970; default `Date.now`. */
  readonly now?: () => number;
}

const SERVICE = "kafka-cluster";
const ALGORITHM = "AWS4-HMAC-SHA256";
const EXPIRES_SECONDS_MAX = 900;

/**
 * The `sasl.login.callback.handler.class` for Amazon MSK with IAM, beside `security.protocol=SASL_SSL` and `sasl.mechanism=OAUTHBEARER`. The tokens are those of
 * Amazon's own signers.
 * @throws ConfigError without a region or for a lifetime that is out of range; the provider itself rejects with one where there are no credentials
 */
export function mskIamTokenProvider(options: MskIamOptions = {}): () => Promise<OAuthBearerToken> {
  const { expiresSeconds = EXPIRES_SECONDS_MAX, now = Date.now } = options;
  const region = options.region ?? environment("AWS_REGION") ?? environment("AWS_DEFAULT_REGION");
  if (region === undefined || !/^[a-z0-9-]+$/.test(region)) {
    throw new ConfigError("mskIamTokenProvider needs the region of the cluster, such as eu-west-1");
  }
  if (!(Number.isInteger(expiresSeconds) && expiresSeconds >= 1 && expiresSeconds <= EXPIRES_SECONDS_MAX)) {
    throw new ConfigError(`expiresSeconds must be a whole number from 1 to ${EXPIRES_SECONDS_MAX}`);
  }
  return async () => {
    const credentials = await credentialsOf(options.credentials);
    const startTimeMs = Math.floor(now() / 1_000) * 1_000;
    const url = `${signedUrl(credentials, { region, expiresSeconds, atMs: startTimeMs })}&User-Agent=ottla`;
    const value = Buffer.from(url).toString("base64url");
    return { value, startTimeMs, lifetimeMs: startTimeMs + expiresSeconds * 1_000 };
  };
}

async function credentialsOf(given: MskIamOptions["credentials"]): Promise<AwsCredentials> {
  if (given !== undefined) return typeof given === "function" ? await given() : given;
  const [accessKeyId, secretAccessKey] = [environment("AWS_ACCESS_KEY_ID"), environment("AWS_SECRET_ACCESS_KEY")];
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new ConfigError(
      "There are no AWS credentials: give some to mskIamTokenProvider, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    );
  }
  return { accessKeyId, secretAccessKey, sessionToken: environment("AWS_SESSION_TOKEN") };
}

function signedUrl(
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  { region, expiresSeconds, atMs }: { readonly region: string; readonly expiresSeconds: number; readonly atMs: number },
): string {
  const time = new Date(atMs).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const date = time.slice(0, 8);
  const scope = `${date}/${region}/${SERVICE}/aws4_request`;
  const host = `kafka.${region}.amazonaws.com`;
  // In the order of their names, as they are signed.
  const query = [
    ["Action", `${SERVICE}:Connect`],
    ["X-Amz-Algorithm", ALGORITHM],
    ["X-Amz-Credential", `${accessKeyId}/${scope}`],
    ["X-Amz-Date", time],
    ["X-Amz-Expires", String(expiresSeconds)],
    ...(sessionToken === undefined ? [] : [["X-Amz-Security-Token", sessionToken]]),
    ["X-Amz-SignedHeaders", "host"],
  ]
    .map(([name = "", value = ""]) => `${name}=${encoded(value)}`)
    .join("&");
  const request = ["GET", "/", query, `host:${host}`, "", "host", sha256("")].join("\n");
  const toSign = [ALGORITHM, time, scope, sha256(request)].join("\n");
  let key: Buffer = Buffer.from(`AWS4${secretAccessKey}`);
  for (const part of [date, region, SERVICE, "aws4_request"]) key = hmac(key, part);
  const signature = hmac(key, toSign).toString("hex");
  return `https://${host}/?${query}&X-Amz-Signature=${signature}`;
}

/** As RFC 3986 has it: `encodeURIComponent` leaves five characters too many as they are. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return crypto().createHash("sha256").update(text).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return crypto().createHmac("sha256", key).update(text).digest();
}

/** Loaded when a token is made, which few clients do. */
function crypto(): typeof Crypto {
  return process.getBuiltinModule("node:crypto");
}

function environment(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}
