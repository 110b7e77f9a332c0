/**
 * Assertions: small JWTs that this client signs, or finds in a file, to prove to the token endpoint who it is (RFC 7523, KIP-1139, KIP-1258).
 */
import type * as Crypto from "node:crypto";
import type { SecurityConfig } from "../../config/security-config.ts";
import { ConfigError } from "../../errors.ts";

/** Whether the options say how to get an assertion. */
export function hasAssertion(config: SecurityConfig): boolean {
  return config["sasl.oauthbearer.assertion.file"] !== null || config["sasl.oauthbearer.assertion.claim.iss"] !== null;
}

/** An assertion that is valid now. Files are read each time, so that they can be renewed. */
export async function assertion(config: SecurityConfig, nowMs: number): Promise<string> {
  const file = config["sasl.oauthbearer.assertion.file"];
  if (file !== null) return (await readText(file)).trim();
  const keyFile = config["sasl.oauthbearer.assertion.private.key.file"];
  if (keyFile === null) {
    throw new ConfigError("sasl.oauthbearer.assertion.private.key.file must be given to sign assertions");
  }
  const passphrase = config["sasl.oauthbearer.assertion.private.key.passphrase"];
  const pem = await readText(keyFile);
  const key = crypto().createPrivateKey(passphrase === null ? pem : { key: pem, passphrase });
  const template = await templateOf(config["sasl.oauthbearer.assertion.template.file"]);
  const algorithm = config["sasl.oauthbearer.assertion.algorithm"];
  const header = { ...template.header, alg: algorithm, typ: "JWT" };
  const payload = { ...template.payload, ...staticClaims(config), ...dynamicClaims(config, nowMs) };
  const unsigned = `${base64Url(header)}.${base64Url(payload)}`;
  // JWTs carry the two numbers of an ECDSA signature side by side (RFC 7518 §3.4).
  const signature = crypto().sign("sha256", Buffer.from(unsigned), { key, dsaEncoding: "ieee-p1363" });
  return `${unsigned}.${signature.toString("base64url")}`;
}

function staticClaims(config: SecurityConfig): Record<string, string> {
  const claims: Record<string, string> = {};
  for (const name of ["aud", "iss", "sub"] as const) {
    const value = config[`sasl.oauthbearer.assertion.claim.${name}`];
    if (value !== null) claims[name] = value;
  }
  return claims;
}

function dynamicClaims(config: SecurityConfig, nowMs: number): Record<string, number | string> {
  const now = Math.floor(nowMs / 1_000);
  return {
    iat: now,
    exp: now + config["sasl.oauthbearer.assertion.claim.exp.seconds"],
    nbf: now - config["sasl.oauthbearer.assertion.claim.nbf.seconds"],
    ...(config["sasl.oauthbearer.assertion.claim.jti.include"] ? { jti: crypto().randomUUID() } : {}),
  };
}

async function templateOf(file: string | null): Promise<{ header: object; payload: object }> {
  if (file === null) return { header: {}, payload: {} };
  const parsed: unknown = JSON.parse(await readText(file));
  const part = (name: "header" | "payload"): object => {
    const value: unknown = typeof parsed === "object" && parsed !== null ? Reflect.get(parsed, name) : undefined;
    return typeof value === "object" && value !== null ? value : {};
  };
  return { header: part("header"), payload: part("payload") };
}

function base64Url(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString("base64url");
}

/** Loaded when an assertion is made, which few clients do. */
function crypto(): typeof Crypto {
  return process.getBuiltinModule("node:crypto");
}

async function readText(file: string): Promise<string> {
  return await process.getBuiltinModule("node:fs/promises").readFile(file, "utf8");
}
