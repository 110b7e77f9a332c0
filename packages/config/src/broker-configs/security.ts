/** Broker configs of TLS, SASL, OAuth and delegation tokens. */

import type { ConfigDefinition } from "../config-definition.ts";
import { boolean, className, double, int, list, long, password, short, string } from "../define.ts";
import { caseInsensitiveString, validList, validString } from "../validators.ts";
import { NO_PLUGINS, NO_SASL, NO_TLS, NO_TOKENS } from "./reasons.ts";

/** TLS. */
export const TLS_CONFIGS: readonly ConfigDefinition[] = [
  boolean("ssl.allow.dn.changes", "false", {
    importance: "LOW",
    refused: NO_TLS,
    doc: "Whether a new certificate may have another name.",
  }),
  boolean("ssl.allow.san.changes", "false", {
    importance: "LOW",
    refused: NO_TLS,
    doc: "Whether a new certificate may lack alternative names of the old one.",
  }),
  list("ssl.cipher.suites", "", {
    validator: validList({}),
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "The cipher suites offered; empty for all.",
  }),
  string("ssl.client.auth", "none", {
    validator: validString("required", "requested", "none"),
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "Whether clients must show a certificate.",
  }),
  list("ssl.enabled.protocols", "TLSv1.2,TLSv1.3", {
    validator: validList({}),
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "The TLS versions offered.",
  }),
  string("ssl.endpoint.identification.algorithm", "https", {
    importance: "LOW",
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "How a server's name is checked against its certificate.",
  }),
  className("ssl.engine.factory.class", null, {
    importance: "LOW",
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "The class that makes TLS engines.",
  }),
  password("ssl.key.password", null, {
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "The password of the private key.",
  }),
  string("ssl.keymanager.algorithm", "SunX509", {
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "The algorithm of the key manager.",
  }),
  password("ssl.keystore.certificate.chain", null, {
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "The certificate chain as text.",
  }),
  password("ssl.keystore.key", null, { dynamic: "per-broker", refused: NO_TLS, doc: "The private key as text." }),
  string("ssl.keystore.location", null, { dynamic: "per-broker", refused: NO_TLS, doc: "The file of the key store." }),
  password("ssl.keystore.password", null, {
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "The password of the key store.",
  }),
  string("ssl.keystore.type", "JKS", { dynamic: "per-broker", refused: NO_TLS, doc: "The format of the key store." }),
  string("ssl.principal.mapping.rules", "DEFAULT", {
    importance: "LOW",
    refused: NO_TLS,
    doc: "How a certificate's name becomes a user name.",
  }),
  string("ssl.protocol", "TLSv1.3", { dynamic: "per-broker", refused: NO_TLS, doc: "The TLS version used." }),
  string("ssl.provider", null, { dynamic: "per-broker", refused: NO_TLS, doc: "The security provider of TLS." }),
  string("ssl.secure.random.implementation", null, {
    importance: "LOW",
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "The random source of TLS.",
  }),
  string("ssl.trustmanager.algorithm", "PKIX", {
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "The algorithm of the trust manager.",
  }),
  password("ssl.truststore.certificates", null, {
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "Trusted certificates as text.",
  }),
  string("ssl.truststore.location", null, {
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "The file of the trust store.",
  }),
  password("ssl.truststore.password", null, {
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "The password of the trust store.",
  }),
  string("ssl.truststore.type", "JKS", {
    dynamic: "per-broker",
    refused: NO_TLS,
    doc: "The format of the trust store.",
  }),
  string("security.providers", null, {
    importance: "LOW",
    refused: NO_PLUGINS,
    doc: "Classes that provide security algorithms.",
  }),
  className("principal.builder.class", "org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder", {
    dynamic: "per-broker",
    refused: NO_PLUGINS,
    doc: "The class that makes a user name of a connection.",
  }),
];

/** SASL. */
export const SASL_CONFIGS: readonly ConfigDefinition[] = [
  long("connections.max.reauth.ms", "0", {
    refused: NO_SASL,
    doc: "After how much time a connection must authenticate again; 0 is never.",
  }),
  className("sasl.client.callback.handler.class", null, {
    refused: NO_SASL,
    doc: "The class that answers for a SASL client.",
  }),
  list("sasl.enabled.mechanisms", "GSSAPI", {
    validator: validList({}),
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "The mechanisms offered.",
  }),
  password("sasl.jaas.config", null, {
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "The login configuration of a listener and mechanism.",
  }),
  string("sasl.kerberos.kinit.cmd", "/usr/bin/kinit", {
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "The command that gets a Kerberos ticket.",
  }),
  long("sasl.kerberos.min.time.before.relogin", "60000", {
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "The shortest time between two Kerberos logins.",
  }),
  list("sasl.kerberos.principal.to.local.rules", "DEFAULT", {
    validator: validList({}),
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "How a Kerberos name becomes a user name.",
  }),
  string("sasl.kerberos.service.name", null, {
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "The Kerberos service name of the brokers.",
  }),
  double("sasl.kerberos.ticket.renew.jitter", "0.05", {
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "How much of the renewal time of a ticket is random.",
  }),
  double("sasl.kerberos.ticket.renew.window.factor", "0.8", {
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "How much of a ticket's life passes before it is renewed.",
  }),
  className("sasl.login.callback.handler.class", null, {
    refused: NO_SASL,
    doc: "The class that answers for a login.",
  }),
  className("sasl.login.class", null, { refused: NO_SASL, doc: "The class that logs in." }),
  int("sasl.login.connect.timeout.ms", null, {
    importance: "LOW",
    refused: NO_SASL,
    doc: "How long connecting to the login provider may take.",
  }),
  int("sasl.login.read.timeout.ms", null, {
    importance: "LOW",
    refused: NO_SASL,
    doc: "How long reading from the login provider may take.",
  }),
  short("sasl.login.refresh.buffer.seconds", "300", {
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "How long before its end a login is refreshed at the latest.",
  }),
  short("sasl.login.refresh.min.period.seconds", "60", {
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "The shortest time between two refreshes of a login.",
  }),
  double("sasl.login.refresh.window.factor", "0.8", {
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "How much of a login's life passes before it is refreshed.",
  }),
  double("sasl.login.refresh.window.jitter", "0.05", {
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "How much of the refresh time is random.",
  }),
  long("sasl.login.retry.backoff.max.ms", "10000", {
    importance: "LOW",
    refused: NO_SASL,
    doc: "The longest wait between login attempts.",
  }),
  long("sasl.login.retry.backoff.ms", "100", {
    importance: "LOW",
    refused: NO_SASL,
    doc: "The first wait between login attempts.",
  }),
  string("sasl.mechanism.inter.broker.protocol", "GSSAPI", {
    dynamic: "per-broker",
    refused: NO_SASL,
    doc: "The mechanism between brokers.",
  }),
  className("sasl.server.callback.handler.class", null, {
    refused: NO_SASL,
    doc: "The class that answers for the SASL server.",
  }),
  int("sasl.server.max.receive.size", "524288", { refused: NO_SASL, doc: "The largest message of an authentication." }),
];

/** OAuth bearer tokens. */
export const OAUTH_CONFIGS: readonly ConfigDefinition[] = [
  string("sasl.oauthbearer.assertion.algorithm", "RS256", {
    validator: caseInsensitiveString("ES256", "RS256"),
    refused: NO_SASL,
    doc: "The algorithm that signs an assertion.",
  }),
  string("sasl.oauthbearer.assertion.claim.aud", null, {
    refused: NO_SASL,
    doc: "The audience claim of an assertion.",
  }),
  int("sasl.oauthbearer.assertion.claim.exp.seconds", "300", {
    importance: "LOW",
    min: 0,
    max: 86400,
    refused: NO_SASL,
    doc: "How long an assertion is valid.",
  }),
  string("sasl.oauthbearer.assertion.claim.iss", null, { refused: NO_SASL, doc: "The issuer claim of an assertion." }),
  boolean("sasl.oauthbearer.assertion.claim.jti.include", "false", {
    refused: NO_SASL,
    doc: "Whether an assertion has an id.",
  }),
  int("sasl.oauthbearer.assertion.claim.nbf.seconds", "60", {
    importance: "LOW",
    min: 0,
    max: 3600,
    refused: NO_SASL,
    doc: "How long before now an assertion is valid.",
  }),
  string("sasl.oauthbearer.assertion.claim.sub", null, { refused: NO_SASL, doc: "The subject claim of an assertion." }),
  string("sasl.oauthbearer.assertion.file", null, { refused: NO_SASL, doc: "The file with a finished assertion." }),
  string("sasl.oauthbearer.assertion.private.key.file", null, {
    refused: NO_SASL,
    doc: "The file of the key that signs assertions.",
  }),
  password("sasl.oauthbearer.assertion.private.key.passphrase", null, {
    refused: NO_SASL,
    doc: "The passphrase of the key that signs assertions.",
  }),
  string("sasl.oauthbearer.assertion.template.file", null, {
    refused: NO_SASL,
    doc: "The file with a template of assertions.",
  }),
  string("sasl.oauthbearer.client.credentials.client.id", null, {
    refused: NO_SASL,
    doc: "The client id of the credentials grant.",
  }),
  password("sasl.oauthbearer.client.credentials.client.secret", null, {
    refused: NO_SASL,
    doc: "The client secret of the credentials grant.",
  }),
  int("sasl.oauthbearer.clock.skew.seconds", "30", {
    importance: "LOW",
    refused: NO_SASL,
    doc: "How far clocks may differ when tokens are checked.",
  }),
  list("sasl.oauthbearer.expected.audience", "", {
    importance: "LOW",
    validator: validList({}),
    refused: NO_SASL,
    doc: "The audiences a token may be for.",
  }),
  string("sasl.oauthbearer.expected.issuer", null, {
    importance: "LOW",
    refused: NO_SASL,
    doc: "The issuer a token must be from.",
  }),
  long("sasl.oauthbearer.jwks.endpoint.refresh.ms", "3600000", {
    importance: "LOW",
    refused: NO_SASL,
    doc: "How often keys for checking tokens are fetched.",
  }),
  long("sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", "10000", {
    importance: "LOW",
    refused: NO_SASL,
    doc: "The longest wait after keys could not be fetched.",
  }),
  long("sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", "100", {
    importance: "LOW",
    refused: NO_SASL,
    doc: "The first wait after keys could not be fetched.",
  }),
  string("sasl.oauthbearer.jwks.endpoint.url", null, {
    refused: NO_SASL,
    doc: "Where keys for checking tokens are fetched.",
  }),
  className(
    "sasl.oauthbearer.jwt.retriever.class",
    "org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever",
    { refused: NO_SASL, doc: "The class that gets tokens." },
  ),
  className(
    "sasl.oauthbearer.jwt.validator.class",
    "org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator",
    { refused: NO_SASL, doc: "The class that checks tokens." },
  ),
  string("sasl.oauthbearer.scope", null, { refused: NO_SASL, doc: "The scope asked for." }),
  string("sasl.oauthbearer.scope.claim.name", "scope", {
    importance: "LOW",
    refused: NO_SASL,
    doc: "The claim with the scope.",
  }),
  string("sasl.oauthbearer.sub.claim.name", "sub", {
    importance: "LOW",
    refused: NO_SASL,
    doc: "The claim with the subject.",
  }),
  string("sasl.oauthbearer.token.endpoint.url", null, { refused: NO_SASL, doc: "Where tokens are got." }),
];

/** Delegation tokens. */
export const DELEGATION_TOKEN_CONFIGS: readonly ConfigDefinition[] = [
  password("delegation.token.secret.key", null, {
    refused: NO_TOKENS,
    doc: "The secret that delegation tokens are made with.",
  }),
  long("delegation.token.max.lifetime.ms", "604800000", {
    min: 1,
    refused: NO_TOKENS,
    doc: "The longest life of a token.",
  }),
  long("delegation.token.expiry.time.ms", "86400000", {
    min: 1,
    refused: NO_TOKENS,
    doc: "How long a token is valid before it must be renewed.",
  }),
  long("delegation.token.expiry.check.interval.ms", "3600000", {
    importance: "LOW",
    min: 1,
    refused: NO_TOKENS,
    doc: "How often expired tokens are removed.",
  }),
];
