/** Whose request came in an Envelope: the principal that the broker has seen, and the address (KIP-590). */

import { decodeMessage, ErrorCode } from "@ottla/protocol";
import type { EnvelopeRequest } from "@ottla/protocol/messages/envelope";
import { DefaultPrincipalData } from "@ottla/protocol/messages/principal";

export interface ForwardedClient {
  /** As Kafka prints it: `User:alice`. */
  readonly principal: string;
  /** An address in text. */
  readonly host: string;
}

const VERSION_BYTES = 2;
const V4_BYTES = 4;
const V6_BYTES = 16;

/** Who it is, or the error of an envelope that does not say so. */
export function forwardedClientOf({
  requestPrincipal,
  clientHostAddress,
}: EnvelopeRequest): ForwardedClient | { readonly errorCode: number } {
  const principal = principalOf(requestPrincipal);
  if (principal === undefined) return { errorCode: ErrorCode.PRINCIPAL_DESERIALIZATION_FAILURE };
  const host = hostOf(clientHostAddress);
  return host === undefined ? { errorCode: ErrorCode.INVALID_REQUEST } : { principal, host };
}

/** As Kafka's `DefaultKafkaPrincipalBuilder` writes it: a version, then type and name. */
function principalOf(bytes: Uint8Array | null): string | undefined {
  if (bytes === null || bytes.length < VERSION_BYTES) return undefined;
  const version = new DataView(bytes.buffer, bytes.byteOffset).getInt16(0);
  if (version < DefaultPrincipalData.lowestVersion || version > DefaultPrincipalData.highestVersion) return undefined;
  try {
    const { type, name } = decodeMessage(DefaultPrincipalData, bytes.subarray(VERSION_BYTES), version);
    return `${type}:${name}`;
  } catch {
    return undefined;
  }
}

function hostOf(bytes: Uint8Array): string | undefined {
  if (bytes.length === V4_BYTES) return bytes.join(".");
  if (bytes.length !== V6_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from({ length: V6_BYTES / 2 }, (_, index) => view.getUint16(index * 2).toString(16)).join(":");
}
