/**
 * From options to what a TLS connection needs. Files are read when the client is made, so that a wrong path is an error at once.
 */
import { readFileSync } from "node:fs";
import type { ClientTls } from "@ottla/network";
import type { SecurityConfig, TlsVersion } from "../config/security-config.ts";
import { ConfigError } from "../errors.ts";

/** The TLS of a client; undefined where the protocol has none. Throws {@link ConfigError} for a file that cannot be read. */
export function clientTls(config: SecurityConfig): ClientTls | undefined {
  const protocol = config["security.protocol"];
  if (protocol !== "SSL" && protocol !== "SASL_SSL") return undefined;
  const versions = config["ssl.enabled.protocols"];
  const version = (text: string): TlsVersion => (text === "TLSv1.3" ? "TLSv1.3" : "TLSv1.2");
  const sorted = [...versions].sort();
  const ciphers = config["ssl.cipher.suites"].map(openSslName).join(":");
  return {
    checksHost: config["ssl.endpoint.identification.algorithm"] !== "",
    minVersion: version(sorted[0] ?? ""),
    maxVersion: version(sorted[sorted.length - 1] ?? ""),
    ...(ciphers === "" ? {} : { ciphers }),
    ...trusted(config),
    ...identity(config),
  };
}

function trusted(config: SecurityConfig): Pick<ClientTls, "ca"> {
  const text = config["ssl.truststore.certificates"];
  if (text !== null) return { ca: pem(text, "CERTIFICATE", "ssl.truststore.certificates") };
  const file = config["ssl.truststore.location"];
  if (file === null) return {};
  return { ca: pem(read(file, "ssl.truststore.location").toString(), "CERTIFICATE", "ssl.truststore.location") };
}

function identity(config: SecurityConfig): Partial<Pick<ClientTls, "cert" | "key" | "pfx" | "passphrase">> {
  const password = config["ssl.key.password"];
  const passphrase = password === null ? {} : { passphrase: password };
  const key = config["ssl.keystore.key"];
  const chain = config["ssl.keystore.certificate.chain"];
  if (key !== null && chain !== null) {
    const cert = pem(chain, "CERTIFICATE", "ssl.keystore.certificate.chain");
    return { cert, key: pem(key, "PRIVATE KEY", "ssl.keystore.key"), ...passphrase };
  }
  const file = config["ssl.keystore.location"];
  if (file === null) return {};
  const bytes = read(file, "ssl.keystore.location");
  if (config["ssl.keystore.type"] === "PKCS12") {
    const storePassword = config["ssl.keystore.password"];
    return { pfx: bytes, ...(storePassword === null ? {} : { passphrase: storePassword }) };
  }
  const text = bytes.toString();
  return {
    cert: pem(text, "CERTIFICATE", "ssl.keystore.location"),
    key: pem(text, "PRIVATE KEY", "ssl.keystore.location"),
    ...passphrase,
  };
}

function read(file: string, option: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConfigError(`The file of ${option} cannot be read: ${(error as Error).message}`);
  }
}

/** The blocks of one kind in some PEM text, with their line breaks put right: properties files often have them all on one line. */
function pem(text: string, kind: string, option: string): string {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g);
  const found: string[] = [];
  for (const [, label = "", body = ""] of blocks) {
    if (!label.endsWith(kind)) continue;
    const lines = body.replace(/\s+/g, "").match(/.{1,64}/g) ?? [];
    found.push([`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n"));
  }
  if (found.length === 0) throw new ConfigError(`No matching ${kind} entries in PEM file or text of ${option}`);
  return found.join("");
}

/** Java calls a suite of TLS 1.2 by its IANA name, OpenSSL by a name of its own: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 is ECDHE-RSA-AES128-GCM-SHA256. */
export function openSslName(suite: string): string {
  const [, exchange, cipher] = /^TLS_(.+)_WITH_(.+)$/.exec(suite) ?? [];
  if (exchange === undefined || cipher === undefined) return suite;
  const keys = exchange === "RSA" ? "" : `${exchange.replaceAll("_", "-")}-`;
  const name = cipher
    .replace(/^AES_(128|256)_/, "AES$1_")
    .replace(/_CBC_/, "_")
    .replace(/^CHACHA20_POLY1305_SHA256$/, "CHACHA20_POLY1305");
  return `${keys}${name.replaceAll("_", "-")}`;
}
