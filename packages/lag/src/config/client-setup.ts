// A client profile of the configuration as options of the client, by Kafka's names.
import { readFileSync } from "node:fs";
import { mskIamTokenProvider } from "@ottla/client";
import type { ClientPorts } from "@ottla/client";
import { nodeNetwork } from "@ottla/network";
import type { Network } from "@ottla/network";
import { awsProfile } from "./aws-profile.ts";
import { byName } from "./lag-config.ts";
import type { LagConfig } from "./lag-config.ts";
import { LagConfigError } from "./section.ts";

/** What every client of a cluster is made from. */
export interface ClientSetup {
  /** Options by Kafka's names. */
  readonly options: ReadonlyMap<string, unknown>;
  readonly ports: Partial<ClientPorts>;
}

/** `noverify`: Kafka has no option for it. */
const UNVERIFIED: Network = {
  ...nodeNetwork,
  connect: ({ tls, ...target }) =>
    nodeNetwork.connect(tls === undefined ? target : { ...target, tls: { ...tls, acceptsAnyCertificate: true } }),
};

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new LagConfigError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/**
 * A client for some servers.
 * @param profile the name of a client profile; "" for none
 * @throws LagConfigError for a file of a certificate that cannot be read
 */
export function clientSetup(config: LagConfig, servers: readonly string[], profile: string): ClientSetup {
  const [, section] = byName(config.clientProfiles, profile) ?? [];
  const [, tls] = byName(config.tls, section?.text("tls") ?? "") ?? [];
  const ports = tls?.boolean("noverify") === true ? { network: UNVERIFIED } : {};
  return { options: clientOptions(config, servers, profile), ports };
}

function clientOptions(config: LagConfig, servers: readonly string[], profile: string): Map<string, unknown> {
  const options = new Map<string, unknown>([["bootstrap.servers", servers.join(",")]]);
  const [, section] = byName(config.clientProfiles, profile) ?? [];
  options.set("client.id", section?.text("client-id") ?? "burrow-lagchecker");
  if (section === undefined) return options;
  const [, tls] = byName(config.tls, section.text("tls")) ?? [];
  const [, sasl] = byName(config.sasl, section.text("sasl")) ?? [];
  const [, iam] = byName(config.iam, section.text("iam")) ?? [];
  if (tls !== undefined || sasl !== undefined || iam !== undefined) {
    // MSK takes tokens over TLS only.
    const isEncrypted = tls !== undefined || iam !== undefined;
    const isAuthenticated = sasl !== undefined || iam !== undefined;
    options.set("security.protocol", `${isAuthenticated ? "SASL_" : ""}${isEncrypted ? "SSL" : "PLAINTEXT"}`);
  }
  if (tls !== undefined) {
    const file = (key: string, option: string): void => {
      if (tls.text(key) !== "") options.set(option, readText(tls.text(key)));
    };
    file("cafile", "ssl.truststore.certificates");
    file("certfile", "ssl.keystore.certificate.chain");
    file("keyfile", "ssl.keystore.key");
    options.set("ssl.truststore.type", "PEM");
    options.set("ssl.keystore.type", "PEM");
    if (tls.boolean("noverify")) options.set("ssl.endpoint.identification.algorithm", "");
  }
  if (sasl !== undefined) {
    const mechanism = sasl.text("mechanism") === "" ? "PLAIN" : sasl.text("mechanism");
    const module = mechanism.startsWith("SCRAM-") ? "scram.ScramLoginModule" : "plain.PlainLoginModule";
    const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
    options.set("sasl.mechanism", mechanism);
    options.set(
      "sasl.jaas.config",
      `org.apache.kafka.common.security.${module} required username=${quoted(sasl.text("username"))} ` +
        `password=${quoted(sasl.text("password"))};`,
    );
  }
  if (iam !== undefined) {
    const profile = iam.text("profile");
    const credentials = profile === "" ? {} : { credentials: () => awsProfile(profile) };
    options.set("sasl.mechanism", "OAUTHBEARER");
    options.set(
      "sasl.login.callback.handler.class",
      mskIamTokenProvider({ region: iam.text("region"), ...credentials }),
    );
  }
  if (section.number("dial-timeout") > 0)
    options.set("socket.connection.setup.timeout.ms", String(section.number("dial-timeout") * 1000));
  if (section.number("read-timeout") > 0)
    options.set("request.timeout.ms", String(section.number("read-timeout") * 1000));
  for (const [name, value] of section.map("properties")) options.set(name, value);
  return options;
}
