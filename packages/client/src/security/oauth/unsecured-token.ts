/**
 * Tokens that nobody signed (`unsecuredLogin…` options of OAuthBearerLoginModule): Kafka's way to try OAUTHBEARER out. Not for production.
 */
import { ConfigError } from "../../errors.ts";
import type { OAuthBearerToken } from "./token.ts";

const LIFETIME_SECONDS = "3600";
/** The options that are no claim of their own. */
const SETTINGS: ReadonlySet<string> = new Set([
  "unsecuredLoginLifetimeSeconds",
  "unsecuredLoginPrincipalClaimName",
  "unsecuredLoginScopeClaimName",
]);
const RESERVED: ReadonlySet<string> = new Set(["iat", "exp"]);

/** Whether the login line asks for such tokens. */
export function isUnsecured(options: ReadonlyMap<string, string>): boolean {
  return [...options.keys()].some((name) => name.startsWith("unsecuredLogin"));
}

/** A token made of the login line's options. Throws {@link ConfigError} when they make none. */
export function unsecuredToken(options: ReadonlyMap<string, string>, nowMs: number): OAuthBearerToken {
  const seconds = Number(options.get("unsecuredLoginLifetimeSeconds") ?? LIFETIME_SECONDS);
  if (!Number.isInteger(seconds) || seconds < 0)
    throw new ConfigError("unsecuredLoginLifetimeSeconds must be a number");
  const claims = new Map<string, unknown>();
  const extensions: [string, string][] = [];
  for (const [option, value] of options) {
    const [, kind, name = ""] = /^unsecuredLogin(StringClaim|NumberClaim|ListClaim|Extension)_(.+)$/.exec(option) ?? [];
    if (kind === undefined) {
      if (!SETTINGS.has(option)) throw new ConfigError(`sasl.jaas.config: unknown option ${option}`);
      continue;
    }
    if (kind === "Extension") extensions.push([name, value]);
    else if (RESERVED.has(name)) throw new ConfigError(`Cannot explicitly set the '${name}' claim`);
    else claims.set(name, claimOf(kind, value));
  }
  const principalClaim = options.get("unsecuredLoginPrincipalClaimName") ?? "sub";
  if (typeof claims.get(principalClaim) !== "string") {
    throw new ConfigError(`sasl.jaas.config must hold unsecuredLoginStringClaim_${principalClaim}`);
  }
  const scopeClaim = options.get("unsecuredLoginScopeClaimName")?.trim() || "scope";
  const scope = claims.get(scopeClaim);
  if (scope !== undefined && typeof scope !== "string" && !Array.isArray(scope)) {
    throw new ConfigError(
      `sasl.jaas.config: the claim ${scopeClaim} holds the scope, which is text or a list of texts`,
    );
  }
  const startTimeMs = nowMs;
  const lifetimeMs = nowMs + seconds * 1_000;
  const payload = { iat: startTimeMs / 1_000, exp: lifetimeMs / 1_000, ...Object.fromEntries(claims) };
  const value = `${base64Url({ alg: "none" })}.${base64Url(payload)}.`;
  return { value, startTimeMs, lifetimeMs, extensions: Object.fromEntries(extensions) };
}

/** A list begins with the character that separates it: `,a,b`, or `a,b`. */
function claimOf(kind: string, value: string): unknown {
  if (kind === "NumberClaim") return Number(value);
  if (kind === "StringClaim" || value === "") return kind === "StringClaim" ? value : [];
  const separator = /^\w/.test(value) ? "," : (value[0] as string);
  return (/^\w/.test(value) ? value : value.slice(1)).split(separator);
}

function base64Url(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString("base64url");
}
