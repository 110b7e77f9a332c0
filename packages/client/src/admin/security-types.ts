/**
 * The values of the admin client's calls about users, permissions, quotas and tokens: Java Admin's classes as plain objects, with Java's names.
 */
import * as protocol from "@ottla/protocol";
import type { AdminCallOptions } from "./types.ts";

/** SCRAM mechanisms. */
export type ScramMechanism = "SCRAM-SHA-256" | "SCRAM-SHA-512";

/** How a user's SCRAM password is kept. */
export interface ScramCredentialInfo {
  readonly mechanism: ScramMechanism;
  readonly iterations: number;
}

export interface UserScramCredentialsDescription {
  readonly name: string;
  readonly credentialInfos: readonly ScramCredentialInfo[];
}

/** Sets a password (`password` given) or takes it away. */
export type UserScramCredentialAlteration =
  | {
      readonly user: string;
      readonly mechanism: ScramMechanism;
      /** It is salted and hashed here; the broker never sees it. */
      readonly password: string | Uint8Array;
      /** 4,096 to 16,384; default 4,096. */
      readonly iterations?: number;
      /** Default: 24 random bytes. */
      readonly salt?: Uint8Array;
    }
  | { readonly user: string; readonly mechanism: ScramMechanism; readonly password?: undefined };

/** Kinds of resources that ACLs protect, by protocol code. */
export const ResourceType: typeof protocol.ResourceType = protocol.ResourceType;
export type ResourceType = protocol.ResourceType;

/** How the name of a resource is meant, by protocol code. ANY and MATCH are for filters only. */
export const PatternType: typeof protocol.PatternType = protocol.PatternType;
export type PatternType = protocol.PatternType;

/** What one may want to do, by protocol code. */
export const AclOperation: typeof protocol.AclOperation = protocol.AclOperation;
export type AclOperation = protocol.AclOperation;

/** Whether one may, by protocol code. */
export const AclPermissionType: typeof protocol.AclPermissionType = protocol.AclPermissionType;
export type AclPermissionType = protocol.AclPermissionType;

/** What an ACL is about. */
export interface ResourcePattern {
  readonly resourceType: ResourceType;
  /** A name, the beginning of names (PREFIXED), or `*` (LITERAL) for all. */
  readonly name: string;
  readonly patternType: PatternType;
}

/** Who may do what, from where. */
export interface AccessControlEntry {
  /** Such as `User:alice`; `User:*` is everybody. */
  readonly principal: string;
  /** An address, or `*`. */
  readonly host: string;
  readonly operation: AclOperation;
  readonly permissionType: AclPermissionType;
}

export interface AclBinding {
  readonly pattern: ResourcePattern;
  readonly entry: AccessControlEntry;
}

/** Which ACLs are meant; what is left out matches all. */
export interface AclBindingFilter {
  readonly patternFilter?: Partial<ResourcePattern>;
  readonly entryFilter?: Partial<AccessControlEntry>;
}

/** Who a quota is for: `user`, `client-id` and `ip`, each by name or null for the default. */
export type ClientQuotaEntity = ReadonlyMap<string, string | null>;

/** One part of a filter: a name, the default (`null`), or whichever name there is (left out). */
export interface ClientQuotaFilterComponent {
  readonly entityType: "user" | "client-id" | "ip";
  readonly match?: string | null;
}

export interface ClientQuotaFilter {
  readonly components: readonly ClientQuotaFilterComponent[];
  /** Only quotas with exactly these parts; default false. */
  readonly strict?: boolean;
}

export interface ClientQuotaDescription {
  readonly entity: ClientQuotaEntity;
  readonly quotas: ReadonlyMap<string, number>;
}

export interface ClientQuotaAlteration {
  readonly entity: ClientQuotaEntity;
  /** Quotas by name; null takes one away. */
  readonly ops: ReadonlyMap<string, number | null>;
}

export interface AlterClientQuotasOptions extends AdminCallOptions {
  /** Check the request, change nothing. */
  readonly validateOnly?: boolean;
}

/** A principal: `User` and a name. */
export interface KafkaPrincipal {
  readonly principalType: string;
  readonly name: string;
}

export interface DelegationToken {
  readonly tokenId: string;
  readonly hmac: Uint8Array;
  readonly owner: KafkaPrincipal;
  readonly tokenRequester: KafkaPrincipal;
  readonly renewers: readonly KafkaPrincipal[];
  /** Milliseconds since 1970. */
  readonly issueTimestamp: number;
  readonly expiryTimestamp: number;
  readonly maxTimestamp: number;
}

export interface CreateDelegationTokenOptions extends AdminCallOptions {
  readonly renewers?: readonly KafkaPrincipal[];
  /** Default: whoever asks. */
  readonly owner?: KafkaPrincipal;
  /** In milliseconds; default: the broker's. */
  readonly maxLifetimeMs?: number;
}

export interface RenewDelegationTokenOptions extends AdminCallOptions {
  /** In milliseconds; default: the broker's. */
  readonly renewTimePeriodMs?: number;
}

export interface ExpireDelegationTokenOptions extends AdminCallOptions {
  /** From now, in milliseconds; default: at once. */
  readonly expiryTimePeriodMs?: number;
}

export interface DescribeDelegationTokenOptions extends AdminCallOptions {
  /** Default: all that one may see. */
  readonly owners?: readonly KafkaPrincipal[];
}
