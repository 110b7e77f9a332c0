/**
 * A bearer token and what a client must know of it. Only the broker can check it; the client reads when it expires, to renew it in time.
 */
import { KafkaError } from "../../errors.ts";

/** A token, as a {@link TokenProvider} gives it. */
export interface OAuthBearerToken {
  /** The token in its compact serialization. */
  readonly value: string;
  /** When it expires, in milliseconds since 1970; left out, it is read from the claim `exp` of the token. */
  readonly lifetimeMs?: number;
  /** When it was issued, in milliseconds since 1970; left out, the claim `iat`, or now. */
  readonly startTimeMs?: number;
  /** SASL extensions to send along (KIP-342). */
  readonly extensions?: Readonly<Record<string, string>>;
}

/** Gives a token; called when the first one is needed and when it is time for a new one. */
export type TokenProvider = () => OAuthBearerToken | string | Promise<OAuthBearerToken | string>;

/** A token whose lifetime is known. */
export interface TimedToken extends OAuthBearerToken {
  readonly lifetimeMs: number;
  readonly startTimeMs: number;
}

/** Which claims hold what. */
export interface ClaimNames {
  readonly scope: string;
  readonly sub: string;
}

/** Reads what is not told from the token itself. Throws `SASL_AUTHENTICATION_FAILED` for a token that cannot be read or has no end. */
export function timedToken(given: OAuthBearerToken | string, nowMs: number): TimedToken {
  const token = typeof given === "string" ? { value: given } : given;
  // A token of another form than JWT is fine, if whoever gave it told its end.
  const claims = token.lifetimeMs === undefined ? claimsOf(token.value) : {};
  const lifetimeMs = token.lifetimeMs ?? secondsToMs(claims["exp"]);
  if (lifetimeMs === undefined) throw invalid("it does not say when it expires (claim exp)");
  return { ...token, lifetimeMs, startTimeMs: token.startTimeMs ?? secondsToMs(claims["iat"]) ?? nowMs };
}

/** Checks what Java's ClientJwtValidator checks: three parts, a subject, a scope that is text or a list of texts, an end. */
export function checkJwt(value: string, names: ClaimNames): void {
  const claims = claimsOf(value);
  const sub = claims[names.sub];
  if (typeof sub !== "string" || sub.trim() === "") throw invalid(`its claim ${names.sub} is not a name`);
  const scope = claims[names.scope];
  const scopes: unknown[] = scope === undefined ? [] : Array.isArray(scope) ? scope : [scope];
  if (scopes.some((one) => typeof one !== "string")) throw invalid(`its claim ${names.scope} is not text`);
  if (secondsToMs(claims["exp"]) === undefined) throw invalid("it does not say when it expires (claim exp)");
}

function claimsOf(value: string): Record<string, unknown> {
  const [, payload, , ...more] = value.split(".");
  if (payload === undefined || value.split(".").length < 3 || more.length > 0) {
    throw invalid("it is not a JWT: three parts, separated by dots");
  }
  try {
    const parsed: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    if (typeof parsed === "object" && parsed !== null) return { ...parsed };
  } catch {
    // Falls through: it is the same failure.
  }
  throw invalid("its payload is not a JSON object");
}

function secondsToMs(claim: unknown): number | undefined {
  return typeof claim === "number" ? claim * 1_000 : undefined;
}

function invalid(reason: string): KafkaError {
  return new KafkaError("SASL_AUTHENTICATION_FAILED", `The OAuth token cannot be used: ${reason}`);
}
