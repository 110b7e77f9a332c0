/**
 * How one client protects its connections and proves who it is: made once from the options, used by every connection.
 */
import type { ClientTls } from "@ottla/network";
import type { ClientPorts } from "../client-ports.ts";
import type { SecurityConfig } from "../config/security-config.ts";
import { ConfigError } from "../errors.ts";
import { parseJaasConfig } from "./jaas-config.ts";
import type { JaasConfig } from "./jaas-config.ts";
import { tokenRetriever } from "./oauth/token-endpoint.ts";
import { TokenSource } from "./oauth/token-source.ts";
import type { TokenProvider } from "./oauth/token.ts";
import { isUnsecured, unsecuredToken } from "./oauth/unsecured-token.ts";
import type { SaslExchange } from "./sasl/mechanism.ts";
import { OAuthBearerExchange } from "./sasl/oauth-bearer.ts";
import { PlainExchange } from "./sasl/plain.ts";
import { ScramExchange } from "./sasl/scram.ts";
import { clientTls } from "./tls.ts";

/** What connections need. */
export interface Security {
  readonly tls: ClientTls | undefined;
  /** Begins a conversation; undefined when brokers are not to be told who we are. */
  readonly authenticate: (() => SaslExchange) | undefined;
}

/** @throws ConfigError when the options are not enough, or name a file that cannot be read */
export function securityOf(config: SecurityConfig, ports: ClientPorts): Security {
  return { tls: clientTls(config), authenticate: exchangeMaker(config, ports) };
}

function exchangeMaker(config: SecurityConfig, ports: ClientPorts): (() => SaslExchange) | undefined {
  const protocol = config["security.protocol"];
  const mechanism = config["sasl.mechanism"];
  if ((protocol !== "SASL_PLAINTEXT" && protocol !== "SASL_SSL") || mechanism === "GSSAPI") return undefined;
  const jaas = jaasOf(config, mechanism);
  if (mechanism === "OAUTHBEARER") {
    const source = new TokenSource({ config, provider: tokenProvider(config, jaas.options, ports), ...ports });
    return () => new OAuthBearerExchange(() => source.token());
  }
  const username = jaas.options.get("username");
  const password = jaas.options.get("password");
  if (username === undefined || password === undefined) {
    throw new ConfigError(`sasl.jaas.config must hold username and password for sasl.mechanism=${mechanism}`);
  }
  if (mechanism === "PLAIN") return () => new PlainExchange({ username, password });
  const hash = mechanism === "SCRAM-SHA-256" ? "sha256" : "sha512";
  const isToken = jaas.options.get("tokenauth")?.toLowerCase() === "true";
  return () => new ScramExchange({ hash, username, password, isToken });
}

const MODULES = {
  PLAIN: "PlainLoginModule",
  "SCRAM-SHA-256": "ScramLoginModule",
  "SCRAM-SHA-512": "ScramLoginModule",
  OAUTHBEARER: "OAuthBearerLoginModule",
} as const;

function jaasOf(config: SecurityConfig, mechanism: keyof typeof MODULES): JaasConfig {
  const line = config["sasl.jaas.config"];
  if (line === null) return { loginModule: MODULES[mechanism], options: new Map() };
  let jaas: JaasConfig;
  try {
    jaas = parseJaasConfig(line);
  } catch (error) {
    throw new ConfigError(`Invalid value [hidden] for option sasl.jaas.config: ${(error as Error).message}`);
  }
  if (jaas.loginModule !== MODULES[mechanism]) {
    throw new ConfigError(`sasl.jaas.config must name ${MODULES[mechanism]} for sasl.mechanism=${mechanism}`);
  }
  return jaas;
}

/** A function of the application, the token endpoint, or tokens that nobody signed: the first that is configured. */
function tokenProvider(
  config: SecurityConfig,
  options: ReadonlyMap<string, string>,
  ports: ClientPorts,
): TokenProvider {
  const own = config["sasl.login.callback.handler.class"];
  if (own !== null) return own;
  const { clock, random } = ports;
  if (config["sasl.oauthbearer.token.endpoint.url"] !== null) {
    const retrieve = tokenRetriever({ config, jaas: options, clock, random });
    const extensions = Object.fromEntries(
      [...options].flatMap(([name, value]) => (name.startsWith("extension_") ? [[name.slice(10), value]] : [])),
    ) as Record<string, string>;
    return async () => ({ value: await retrieve(), extensions });
  }
  if (isUnsecured(options)) return () => unsecuredToken(options, clock.nowMs());
  throw new ConfigError(
    "sasl.mechanism=OAUTHBEARER needs sasl.oauthbearer.token.endpoint.url, or a function in sasl.login.callback.handler.class",
  );
}
