/**
 * The options of encryption and authentication, by Kafka's names. What configures a broker, names Java classes or needs Kerberos is refused.
 *
 * An option that has no effect with the chosen `security.protocol` or `sasl.mechanism` is refused too: Java ignores it, which hides mistakes.
 */
import type { TokenProvider } from "../security/oauth/token.ts";
import {
  booleanKey,
  fractionKey,
  listKey,
  numberKey,
  optionalStringKey,
  secretKey,
  stringKey,
  wordKey,
} from "./definition.ts";
import type { ConfigKey, ConfigKeys } from "./definition.ts";

export type SecurityProtocol = "PLAINTEXT" | "SSL" | "SASL_PLAINTEXT" | "SASL_SSL";
export type SaslMechanism = "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512" | "OAUTHBEARER";
export type TlsVersion = "TLSv1.2" | "TLSv1.3";
type StoreType = "JKS" | "PEM" | "PKCS12";

/** Options of encryption and authentication. */
export interface SecurityOptions {
  /** PLAINTEXT (default), SSL, SASL_PLAINTEXT or SASL_SSL. */
  readonly "security.protocol"?: SecurityProtocol;
  /** PEM file with the certificates to trust; default: the well-known authorities. */
  readonly "ssl.truststore.location"?: string | null;
  /** The certificates themselves, as PEM text. */
  readonly "ssl.truststore.certificates"?: string | null;
  /** Only PEM is served; with `ssl.truststore.location` it must be given, since Kafka's default is Java's own JKS. */
  readonly "ssl.truststore.type"?: StoreType;
  /** PEM file with the private key and the certificate chain of this client, or a PKCS#12 file. */
  readonly "ssl.keystore.location"?: string | null;
  /** PEM or PKCS12. */
  readonly "ssl.keystore.type"?: StoreType;
  /** The password of a PKCS#12 file. */
  readonly "ssl.keystore.password"?: string | null;
  /** The private key itself, as PEM text (PKCS#8). */
  readonly "ssl.keystore.key"?: string | null;
  /** The certificate chain itself, as PEM text. */
  readonly "ssl.keystore.certificate.chain"?: string | null;
  /** The password of the private key in PEM. */
  readonly "ssl.key.password"?: string | null;
  /** https (default): the broker's certificate must be for the host that was dialled; empty: any trusted certificate will do. */
  readonly "ssl.endpoint.identification.algorithm"?: "https" | "";
  /** Default TLSv1.2 and TLSv1.3. */
  readonly "ssl.enabled.protocols"?: string | readonly string[];
  /** IANA or OpenSSL names; default: Node's. */
  readonly "ssl.cipher.suites"?: string | readonly string[];
  /** PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER. Kafka's default, GSSAPI, is not served. */
  readonly "sasl.mechanism"?: SaslMechanism | "GSSAPI";
  /** Kafka's login line: `…PlainLoginModule required username="…" password="…";`. */
  readonly "sasl.jaas.config"?: string | null;
  /** OAUTHBEARER: a function that gives a token. */
  readonly "sasl.login.callback.handler.class"?: TokenProvider | string | null;
  /** How long connecting to the token endpoint, in ms, and … */
  readonly "sasl.login.connect.timeout.ms"?: number | null;
  /** … reading its answer may take; default: no limit. */
  readonly "sasl.login.read.timeout.ms"?: number | null;
  /** The first wait before asking the token endpoint again, in ms; default 100. */
  readonly "sasl.login.retry.backoff.ms"?: number;
  /** The longest such wait, and how long to go on, in ms; default 10,000. */
  readonly "sasl.login.retry.backoff.max.ms"?: number;
  /** A token is renewed after this share of its lifetime; 0.5 to 1, default 0.8. */
  readonly "sasl.login.refresh.window.factor"?: number;
  /** Up to this share of the lifetime later; 0 to 0.25, default 0.05. */
  readonly "sasl.login.refresh.window.jitter"?: number;
  /** Not before a token is this old, in seconds; 0 to 900, default 60. */
  readonly "sasl.login.refresh.min.period.seconds"?: number;
  /** But this long before it expires, in seconds; 0 to 3,600, default 300. */
  readonly "sasl.login.refresh.buffer.seconds"?: number;
  /** Where tokens come from: an https (or http) URL, or file:. */
  readonly "sasl.oauthbearer.token.endpoint.url"?: string | null;
  /** How: DefaultJwtRetriever (by the URL), ClientCredentialsJwtRetriever, JwtBearerJwtRetriever or FileJwtRetriever. */
  readonly "sasl.oauthbearer.jwt.retriever.class"?: string;
  readonly "sasl.oauthbearer.client.credentials.client.id"?: string | null;
  readonly "sasl.oauthbearer.client.credentials.client.secret"?: string | null;
  readonly "sasl.oauthbearer.scope"?: string | null;
  /** The claim that holds the scope; default scope. */
  readonly "sasl.oauthbearer.scope.claim.name"?: string;
  /** The claim that holds the subject; default sub. */
  readonly "sasl.oauthbearer.sub.claim.name"?: string;
  /** URL-encode id and secret in the Authorization header (RFC 6749 §2.3.1); default false. */
  readonly "sasl.oauthbearer.header.urlencode"?: boolean;
  /** RS256 (default) or ES256. */
  readonly "sasl.oauthbearer.assertion.algorithm"?: "RS256" | "ES256";
  readonly "sasl.oauthbearer.assertion.claim.aud"?: string | null;
  /** How long an assertion is valid, in seconds; 0 to 86,400, default 300. */
  readonly "sasl.oauthbearer.assertion.claim.exp.seconds"?: number;
  readonly "sasl.oauthbearer.assertion.claim.iss"?: string | null;
  /** Give each assertion an id of its own; default false. */
  readonly "sasl.oauthbearer.assertion.claim.jti.include"?: boolean;
  /** How far back an assertion begins to be valid, in seconds; 0 to 3,600, default 60. */
  readonly "sasl.oauthbearer.assertion.claim.nbf.seconds"?: number;
  readonly "sasl.oauthbearer.assertion.claim.sub"?: string | null;
  /** A file with a ready assertion, in place of making one. */
  readonly "sasl.oauthbearer.assertion.file"?: string | null;
  /** PEM file with the key that signs assertions. */
  readonly "sasl.oauthbearer.assertion.private.key.file"?: string | null;
  readonly "sasl.oauthbearer.assertion.private.key.passphrase"?: string | null;
  /** JSON file with `header` and `payload` to begin assertions with. */
  readonly "sasl.oauthbearer.assertion.template.file"?: string | null;
}

/** The options of encryption and authentication after parsing. */
export interface SecurityConfig {
  readonly "security.protocol": SecurityProtocol;
  readonly "ssl.truststore.location": string | null;
  readonly "ssl.truststore.certificates": string | null;
  readonly "ssl.truststore.type": StoreType;
  readonly "ssl.keystore.location": string | null;
  readonly "ssl.keystore.type": StoreType;
  readonly "ssl.keystore.password": string | null;
  readonly "ssl.keystore.key": string | null;
  readonly "ssl.keystore.certificate.chain": string | null;
  readonly "ssl.key.password": string | null;
  readonly "ssl.endpoint.identification.algorithm": string;
  readonly "ssl.enabled.protocols": readonly string[];
  readonly "ssl.cipher.suites": readonly string[];
  readonly "sasl.mechanism": SaslMechanism | "GSSAPI";
  readonly "sasl.jaas.config": string | null;
  readonly "sasl.login.callback.handler.class": TokenProvider | null;
  readonly "sasl.login.connect.timeout.ms": number | null;
  readonly "sasl.login.read.timeout.ms": number | null;
  readonly "sasl.login.retry.backoff.ms": number;
  readonly "sasl.login.retry.backoff.max.ms": number;
  readonly "sasl.login.refresh.window.factor": number;
  readonly "sasl.login.refresh.window.jitter": number;
  readonly "sasl.login.refresh.min.period.seconds": number;
  readonly "sasl.login.refresh.buffer.seconds": number;
  readonly "sasl.oauthbearer.token.endpoint.url": string | null;
  readonly "sasl.oauthbearer.jwt.retriever.class": JwtRetrieverName;
  readonly "sasl.oauthbearer.client.credentials.client.id": string | null;
  readonly "sasl.oauthbearer.client.credentials.client.secret": string | null;
  readonly "sasl.oauthbearer.scope": string | null;
  readonly "sasl.oauthbearer.scope.claim.name": string;
  readonly "sasl.oauthbearer.sub.claim.name": string;
  readonly "sasl.oauthbearer.header.urlencode": boolean;
  readonly "sasl.oauthbearer.assertion.algorithm": "RS256" | "ES256";
  readonly "sasl.oauthbearer.assertion.claim.aud": string | null;
  readonly "sasl.oauthbearer.assertion.claim.exp.seconds": number;
  readonly "sasl.oauthbearer.assertion.claim.iss": string | null;
  readonly "sasl.oauthbearer.assertion.claim.jti.include": boolean;
  readonly "sasl.oauthbearer.assertion.claim.nbf.seconds": number;
  readonly "sasl.oauthbearer.assertion.claim.sub": string | null;
  readonly "sasl.oauthbearer.assertion.file": string | null;
  readonly "sasl.oauthbearer.assertion.private.key.file": string | null;
  readonly "sasl.oauthbearer.assertion.private.key.passphrase": string | null;
  readonly "sasl.oauthbearer.assertion.template.file": string | null;
}

const RETRIEVERS = [
  "DefaultJwtRetriever",
  "ClientCredentialsJwtRetriever",
  "JwtBearerJwtRetriever",
  "FileJwtRetriever",
] as const;
export type JwtRetrieverName = (typeof RETRIEVERS)[number];

const STORE_TYPES: readonly StoreType[] = ["JKS", "PEM", "PKCS12"];
const TLS_VERSIONS: readonly string[] = ["TLSv1.2", "TLSv1.3"];

function tlsVersionsKey(): ConfigKey<readonly string[]> {
  const list = listKey(TLS_VERSIONS);
  return {
    defaultValue: TLS_VERSIONS,
    parse(given) {
      const versions = list.parse(given);
      if (versions.length === 0 || versions.some((one) => !TLS_VERSIONS.includes(one))) {
        throw new Error(`must hold ${TLS_VERSIONS.join(" or ")}`);
      }
      return versions;
    },
  };
}

function mechanismKey(): ConfigKey<SaslMechanism | "GSSAPI"> {
  const word = wordKey<SaslMechanism | "GSSAPI">("GSSAPI", [
    "GSSAPI",
    "PLAIN",
    "SCRAM-SHA-256",
    "SCRAM-SHA-512",
    "OAUTHBEARER",
  ]);
  return {
    defaultValue: "GSSAPI",
    parse(given) {
      const mechanism = word.parse(given);
      if (mechanism === "GSSAPI") throw new Error(GSSAPI_REASON);
      return mechanism;
    },
  };
}

const GSSAPI_REASON = "Kerberos needs native code; use PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER";

function tokenProviderKey(): ConfigKey<TokenProvider | null> {
  return {
    defaultValue: null,
    parse(given) {
      if (given === null || typeof given === "function") return given as TokenProvider | null;
      // Java's class for tokens from an endpoint: here the endpoint's URL alone says so.
      if (typeof given === "string" && /(^|[.])OAuthBearerLoginCallbackHandler$/.test(given.trim())) return null;
      throw new Error("must be a function that gives a token, or OAuthBearerLoginCallbackHandler");
    },
  };
}

function retrieverKey(): ConfigKey<JwtRetrieverName> {
  const word = wordKey<JwtRetrieverName>("DefaultJwtRetriever", RETRIEVERS);
  return {
    defaultValue: "DefaultJwtRetriever",
    parse: (given) => word.parse(typeof given === "string" ? given.trim().split(".").pop() : given),
  };
}

function optionalNumberKey(): ConfigKey<number | null> {
  const number = numberKey(0, 0, 2_147_483_647);
  return { defaultValue: null, parse: (given) => (given === null ? null : number.parse(given)) };
}

/** The declarations of {@link SecurityConfig}. */
export const SECURITY_KEYS: ConfigKeys<SecurityConfig> = {
  "security.protocol": wordKey<SecurityProtocol>("PLAINTEXT", ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]),
  "ssl.truststore.location": optionalStringKey(),
  "ssl.truststore.certificates": secretKey(),
  "ssl.truststore.type": wordKey<StoreType>("JKS", STORE_TYPES),
  "ssl.keystore.location": optionalStringKey(),
  "ssl.keystore.type": wordKey<StoreType>("JKS", STORE_TYPES),
  "ssl.keystore.password": secretKey(),
  "ssl.keystore.key": secretKey(),
  "ssl.keystore.certificate.chain": secretKey(),
  "ssl.key.password": secretKey(),
  "ssl.endpoint.identification.algorithm": wordKey<string>("https", ["https", ""]),
  "ssl.enabled.protocols": tlsVersionsKey(),
  "ssl.cipher.suites": listKey([]),
  "sasl.mechanism": mechanismKey(),
  "sasl.jaas.config": secretKey(),
  "sasl.login.callback.handler.class": tokenProviderKey(),
  "sasl.login.connect.timeout.ms": optionalNumberKey(),
  "sasl.login.read.timeout.ms": optionalNumberKey(),
  "sasl.login.retry.backoff.ms": numberKey(100, 0),
  "sasl.login.retry.backoff.max.ms": numberKey(10_000, 0),
  "sasl.login.refresh.window.factor": fractionKey(0.8, 0.5, 1),
  "sasl.login.refresh.window.jitter": fractionKey(0.05, 0, 0.25),
  "sasl.login.refresh.min.period.seconds": numberKey(60, 0, 900),
  "sasl.login.refresh.buffer.seconds": numberKey(300, 0, 3_600),
  "sasl.oauthbearer.token.endpoint.url": optionalStringKey(),
  "sasl.oauthbearer.jwt.retriever.class": retrieverKey(),
  "sasl.oauthbearer.client.credentials.client.id": optionalStringKey(),
  "sasl.oauthbearer.client.credentials.client.secret": secretKey(),
  "sasl.oauthbearer.scope": optionalStringKey(),
  "sasl.oauthbearer.scope.claim.name": stringKey("scope"),
  "sasl.oauthbearer.sub.claim.name": stringKey("sub"),
  "sasl.oauthbearer.header.urlencode": booleanKey(false),
  "sasl.oauthbearer.assertion.algorithm": wordKey<"RS256" | "ES256">("RS256", ["RS256", "ES256"]),
  "sasl.oauthbearer.assertion.claim.aud": optionalStringKey(),
  "sasl.oauthbearer.assertion.claim.exp.seconds": numberKey(300, 0, 86_400),
  "sasl.oauthbearer.assertion.claim.iss": optionalStringKey(),
  "sasl.oauthbearer.assertion.claim.jti.include": booleanKey(false),
  "sasl.oauthbearer.assertion.claim.nbf.seconds": numberKey(60, 0, 3_600),
  "sasl.oauthbearer.assertion.claim.sub": optionalStringKey(),
  "sasl.oauthbearer.assertion.file": optionalStringKey(),
  "sasl.oauthbearer.assertion.private.key.file": optionalStringKey(),
  "sasl.oauthbearer.assertion.private.key.passphrase": secretKey(),
  "sasl.oauthbearer.assertion.template.file": optionalStringKey(),
};

const JAVA_CLASSES = "it names Java classes";
const JAVA_TLS = "it chooses among Java's TLS implementations; Node has one";
const KERBEROS = "Kerberos (GSSAPI) needs native code and is not served";
const FOR_BROKERS = "it configures how a broker checks tokens";

/** Options of Kafka that no client here serves. */
export const SECURITY_REFUSED: readonly (readonly [string, string])[] = [
  ["sasl.kerberos.*", KERBEROS],
  ["sasl.client.callback.handler.class", `${JAVA_CLASSES}; give credentials in sasl.jaas.config`],
  ["sasl.login.class", JAVA_CLASSES],
  ["sasl.oauthbearer.jwt.validator.class", JAVA_CLASSES],
  ["sasl.oauthbearer.clock.skew.seconds", FOR_BROKERS],
  ["sasl.oauthbearer.expected.*", FOR_BROKERS],
  ["sasl.oauthbearer.jwks.*", FOR_BROKERS],
  ["ssl.truststore.password", "a trust store in PEM has no password"],
  ["ssl.protocol", `${JAVA_TLS}; use ssl.enabled.protocols`],
  ["ssl.provider", JAVA_TLS],
  ["ssl.secure.random.implementation", JAVA_TLS],
  ["ssl.keymanager.algorithm", JAVA_TLS],
  ["ssl.trustmanager.algorithm", JAVA_TLS],
  ["ssl.engine.factory.class", JAVA_CLASSES],
  ["security.providers", JAVA_CLASSES],
];

/** Refuses what contradicts itself or would have no effect. Throws a plain `Error`. */
export function checkSecurity(config: SecurityConfig, given: ReadonlySet<string>): void {
  const protocol = config["security.protocol"];
  const hasTls = protocol === "SSL" || protocol === "SASL_SSL";
  const hasSasl = protocol === "SASL_PLAINTEXT" || protocol === "SASL_SSL";
  for (const name of given) {
    if (!hasTls && name.startsWith("ssl.")) throw noEffect(name, protocol, "SSL or SASL_SSL");
    if (!hasSasl && name.startsWith("sasl.")) throw noEffect(name, protocol, "SASL_SSL or SASL_PLAINTEXT");
  }
  if (hasTls) checkStores(config);
  if (hasSasl) checkSasl(config, given);
}

function noEffect(name: string, protocol: string, wanted: string): Error {
  return new Error(`${name} has no effect with security.protocol=${protocol}; set security.protocol to ${wanted}`);
}

function checkStores(config: SecurityConfig): void {
  const hasTrustText = config["ssl.truststore.certificates"] !== null;
  const trustFile = config["ssl.truststore.location"];
  if (hasTrustText && trustFile !== null) {
    throw new Error("ssl.truststore.certificates and ssl.truststore.location cannot both be given");
  }
  if (trustFile !== null && config["ssl.truststore.type"] !== "PEM") {
    throw new Error(
      `ssl.truststore.type=${config["ssl.truststore.type"]} is not supported: convert it to PEM (keytool -exportcert -rfc) and set ssl.truststore.type=PEM`,
    );
  }
  const key = config["ssl.keystore.key"];
  const chain = config["ssl.keystore.certificate.chain"];
  if ((key === null) !== (chain === null)) {
    throw new Error("ssl.keystore.key and ssl.keystore.certificate.chain must be given together");
  }
  const keyFile = config["ssl.keystore.location"];
  if (key !== null && keyFile !== null) {
    throw new Error("ssl.keystore.key and ssl.keystore.location cannot both be given");
  }
  if (keyFile !== null && config["ssl.keystore.type"] === "JKS") {
    throw new Error(
      "ssl.keystore.type=JKS is not supported: convert it (keytool -importkeystore -deststoretype PKCS12) and set ssl.keystore.type=PKCS12, or use PEM",
    );
  }
  const isPkcs12 = keyFile !== null && config["ssl.keystore.type"] === "PKCS12";
  if (config["ssl.keystore.password"] !== null && !isPkcs12) {
    throw new Error(
      "ssl.keystore.password is for a PKCS12 key store; the password of a key in PEM is ssl.key.password",
    );
  }
  if (config["ssl.key.password"] !== null && (isPkcs12 || (key === null && keyFile === null))) {
    throw new Error("ssl.key.password is for a private key in PEM");
  }
}

function checkSasl(config: SecurityConfig, given: ReadonlySet<string>): void {
  const mechanism = config["sasl.mechanism"];
  if (mechanism === "GSSAPI")
    throw new Error(`sasl.mechanism must be set: its default is GSSAPI, and ${GSSAPI_REASON}`);
  const isOAuth = mechanism === "OAUTHBEARER";
  for (const name of given) {
    if (!isOAuth && (name.startsWith("sasl.oauthbearer.") || name.startsWith("sasl.login."))) {
      throw new Error(`${name} has no effect with sasl.mechanism=${mechanism}; it is for OAUTHBEARER`);
    }
  }
  if (!isOAuth && config["sasl.jaas.config"] === null) {
    throw new Error(`sasl.jaas.config must be given with sasl.mechanism=${mechanism}: it holds username and password`);
  }
}
