/**
 * Tokens from where the options say: a token endpoint, asked with client credentials (a secret, or an assertion: KIP-1258) or with an assertion
 * (JWT bearer, KIP-1139), or a file.
 */
import type { Clock, Random } from "@ottla/base";
import type { SecurityConfig } from "../../config/security-config.ts";
import { sleep } from "../../deadline.ts";
import { ConfigError, KafkaError } from "../../errors.ts";
import { backoffMs } from "../../network/backoff.ts";
import { assertion, hasAssertion } from "./assertion.ts";
import { checkJwt } from "./token.ts";

export interface TokenEndpointOptions {
  readonly config: SecurityConfig;
  /** Options of the login line that older configurations use for id, secret and scope. */
  readonly jaas: ReadonlyMap<string, string>;
  readonly clock: Clock;
  readonly random: Random;
}

interface TokenRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Statuses that asking again will not change: the request itself is wrong, or not allowed. */
const FINAL_STATUSES: ReadonlySet<number> = new Set([
  400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417, 426, 501, 505,
]);

/** A function that asks for a token. Throws {@link ConfigError} when the options do not say enough. */
export function tokenRetriever(options: TokenEndpointOptions): () => Promise<string> {
  const { config } = options;
  const url = config["sasl.oauthbearer.token.endpoint.url"];
  if (url === null) throw new ConfigError("sasl.oauthbearer.token.endpoint.url must be given");
  const { protocol } = parsedUrl(url);
  const retriever = config["sasl.oauthbearer.jwt.retriever.class"];
  const isFile = retriever === "FileJwtRetriever" || (retriever === "DefaultJwtRetriever" && protocol === "file:");
  if (isFile !== (protocol === "file:")) {
    throw new ConfigError(`sasl.oauthbearer.token.endpoint.url cannot be a ${protocol} URL with ${retriever}`);
  }
  const { readFile } = process.getBuiltinModule("node:fs/promises");
  const retrieve = isFile ? async () => (await readFile(new URL(url), "utf8")).trim() : httpRetriever(options, url);
  const names = {
    scope: config["sasl.oauthbearer.scope.claim.name"],
    sub: config["sasl.oauthbearer.sub.claim.name"],
  };
  return async () => {
    const token = await retrieve();
    checkJwt(token, names);
    return token;
  };
}

function parsedUrl(url: string): URL {
  try {
    const parsed = new URL(url);
    if (["http:", "https:", "file:"].includes(parsed.protocol)) return parsed;
  } catch {
    // Falls through: it is the same failure.
  }
  throw new ConfigError(
    `Invalid value "${url}" of sasl.oauthbearer.token.endpoint.url: must be an http(s) or file URL`,
  );
}

function httpRetriever(options: TokenEndpointOptions, url: string): () => Promise<string> {
  const { clock, config, random } = options;
  const format =
    config["sasl.oauthbearer.jwt.retriever.class"] === "JwtBearerJwtRetriever"
      ? jwtBearerFormatter(options)
      : clientCredentialsFormatter(options);
  const maxMs = config["sasl.login.retry.backoff.max.ms"];
  return async () => {
    const endMs = clock.monotonicMs() + maxMs;
    for (let failures = 0; ; failures++) {
      try {
        return await post(url, await format(), config);
      } catch (error) {
        const waitMs = backoffMs({ initialMs: config["sasl.login.retry.backoff.ms"], maxMs }, failures, random);
        const isOver = clock.monotonicMs() + waitMs >= endMs;
        if (!(error instanceof KafkaError) || !error.retriable) throw error;
        // For the connection it is final; the next one asks again.
        if (isOver) throw failure(error.message, { cause: error });
        await sleep(clock, waitMs);
      }
    }
  };
}

async function post(url: string, { headers, body }: TokenRequest, config: SecurityConfig): Promise<string> {
  const connectMs = config["sasl.login.connect.timeout.ms"];
  const readMs = config["sasl.login.read.timeout.ms"];
  // Node's fetch tells no difference between connecting and reading; what is limited is both together.
  const limitMs = connectMs === null && readMs === null ? 0 : (connectMs ?? 0) + (readMs ?? 0);
  let response: Response;
  let text: string;
  try {
    const signal = limitMs > 0 ? AbortSignal.timeout(limitMs) : null;
    response = await fetch(url, { method: "POST", headers, body, signal, redirect: "error" });
    text = await response.text();
  } catch (error) {
    const reason = (error as Error).cause instanceof Error ? ((error as Error).cause as Error) : (error as Error);
    throw failure(`The token endpoint ${url} cannot be reached: ${reason.message}`, { retriable: true, cause: error });
  }
  if (!response.ok) {
    const message = `The token endpoint ${url} answered ${response.status}: ${errorOf(text)}`;
    throw failure(message, { retriable: !FINAL_STATUSES.has(response.status) });
  }
  const token = fieldOf(text, "access_token") ?? fieldOf(text, "id_token");
  if (token === undefined) throw failure(`The answer of the token endpoint ${url} holds no access_token`, {});
  return token;
}

function failure(message: string, options: { retriable?: boolean; cause?: unknown }): KafkaError {
  return new KafkaError("SASL_AUTHENTICATION_FAILED", message, options);
}

function fieldOf(text: string, name: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const value: unknown = typeof parsed === "object" && parsed !== null ? Reflect.get(parsed, name) : undefined;
    return typeof value === "string" && value !== "" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What the endpoint says is wrong, in the forms that are in use. */
function errorOf(text: string): string {
  const code = fieldOf(text, "error") ?? fieldOf(text, "errorCode");
  const sentence = fieldOf(text, "error_description") ?? fieldOf(text, "errorSummary");
  return code === undefined ? text.slice(0, 200) : sentence === undefined ? code : `${code} - ${sentence}`;
}

const FORM: Readonly<Record<string, string>> = {
  accept: "application/json",
  "cache-control": "no-cache",
  "content-type": "application/x-www-form-urlencoded",
};

function optionOf({ config, jaas }: TokenEndpointOptions, name: "clientId" | "clientSecret" | "scope"): string | null {
  const options = {
    clientId: "sasl.oauthbearer.client.credentials.client.id",
    clientSecret: "sasl.oauthbearer.client.credentials.client.secret",
    scope: "sasl.oauthbearer.scope",
  } as const;
  return config[options[name]] ?? jaas.get(name) ?? null;
}

function jwtBearerFormatter(options: TokenEndpointOptions): () => Promise<TokenRequest> {
  const { clock, config } = options;
  return async () => {
    const body = new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: await assertion(config, clock.nowMs()),
    });
    const scope = optionOf(options, "scope");
    if (scope !== null) body.set("scope", scope);
    return { headers: FORM, body: body.toString() };
  };
}

function clientCredentialsFormatter(options: TokenEndpointOptions): () => Promise<TokenRequest> {
  const { clock, config } = options;
  const id = optionOf(options, "clientId");
  const scope = optionOf(options, "scope");
  const scoped = scope === null ? {} : { scope };
  if (hasAssertion(config)) {
    return async () => ({
      headers: FORM,
      body: new URLSearchParams({
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: await assertion(config, clock.nowMs()),
        grant_type: "client_credentials",
        ...(id === null ? {} : { client_id: id }),
        ...scoped,
      }).toString(),
    });
  }
  const secret = optionOf(options, "clientSecret");
  if (id === null || secret === null) {
    throw new ConfigError(
      "sasl.oauthbearer.client.credentials.client.id and sasl.oauthbearer.client.credentials.client.secret must be given",
    );
  }
  const isEncoded = config["sasl.oauthbearer.header.urlencode"];
  const pair = isEncoded ? `${formEncoded(id)}:${formEncoded(secret)}` : `${id}:${secret}`;
  const headers = { ...FORM, authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
  return () =>
    Promise.resolve({
      headers,
      body: new URLSearchParams({ grant_type: "client_credentials", ...scoped }).toString(),
    });
}

function formEncoded(text: string): string {
  return new URLSearchParams({ a: text }).toString().slice(2);
}
