/**
 * Admin: createDelegationToken, renewDelegationToken, expireDelegationToken, describeDelegationToken (KIP-48). They need an authenticated connection.
 */
import {
  CreateDelegationTokenRequest,
  CreateDelegationTokenResponse,
} from "@ottla/protocol/messages/create-delegation-token";
import {
  DescribeDelegationTokenRequest,
  DescribeDelegationTokenResponse,
} from "@ottla/protocol/messages/describe-delegation-token";
import {
  ExpireDelegationTokenRequest,
  ExpireDelegationTokenResponse,
} from "@ottla/protocol/messages/expire-delegation-token";
import {
  RenewDelegationTokenRequest,
  RenewDelegationTokenResponse,
} from "@ottla/protocol/messages/renew-delegation-token";
import { protocolError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import type {
  CreateDelegationTokenOptions,
  DelegationToken,
  DescribeDelegationTokenOptions,
  ExpireDelegationTokenOptions,
  KafkaPrincipal,
  RenewDelegationTokenOptions,
} from "./security-types.ts";

const CREATE_API = { request: CreateDelegationTokenRequest, response: CreateDelegationTokenResponse };
const RENEW_API = { request: RenewDelegationTokenRequest, response: RenewDelegationTokenResponse };
const EXPIRE_API = { request: ExpireDelegationTokenRequest, response: ExpireDelegationTokenResponse };
const DESCRIBE_API = { request: DescribeDelegationTokenRequest, response: DescribeDelegationTokenResponse };
/** The first version in which one may ask for somebody else. */
const OWNER_VERSION_MIN = 3;
/** The broker's own lifetime or period. */
const BROKER_DEFAULT = -1;

export async function createDelegationToken(
  context: AdminContext,
  options: CreateDelegationTokenOptions,
): Promise<DelegationToken> {
  const scope = context.scope("createDelegationToken", options);
  const { owner, renewers = [], maxLifetimeMs = BROKER_DEFAULT } = options;
  const response = await context.askController(
    scope,
    {
      api: CREATE_API,
      body: (version) => ({
        renewers: renewers.map(wirePrincipal),
        maxLifetimeMs,
        ...(version >= OWNER_VERSION_MIN
          ? { ownerPrincipalType: owner?.principalType ?? null, ownerPrincipalName: owner?.name ?? null }
          : {}),
      }),
      versions: owner === undefined ? {} : { min: OWNER_VERSION_MIN },
    },
    throwIfFailed,
  );
  const created: KafkaPrincipal = { principalType: response.principalType, name: response.principalName };
  const requester = {
    principalType: response.tokenRequesterPrincipalType,
    name: response.tokenRequesterPrincipalName,
  };
  return {
    tokenId: response.tokenId,
    hmac: response.hmac,
    owner: created,
    tokenRequester: requester.name === "" ? created : requester,
    renewers,
    issueTimestamp: response.issueTimestampMs,
    expiryTimestamp: response.expiryTimestampMs,
    maxTimestamp: response.maxTimestampMs,
  };
}

export async function renewDelegationToken(
  context: AdminContext,
  hmac: Uint8Array,
  options: RenewDelegationTokenOptions,
): Promise<number> {
  const scope = context.scope("renewDelegationToken", options);
  const body = { hmac, renewPeriodMs: options.renewTimePeriodMs ?? BROKER_DEFAULT };
  return (await context.askController(scope, { api: RENEW_API, body }, throwIfFailed)).expiryTimestampMs;
}

export async function expireDelegationToken(
  context: AdminContext,
  hmac: Uint8Array,
  options: ExpireDelegationTokenOptions,
): Promise<number> {
  const scope = context.scope("expireDelegationToken", options);
  const body = { hmac, expiryTimePeriodMs: options.expiryTimePeriodMs ?? -1 };
  return (await context.askController(scope, { api: EXPIRE_API, body }, throwIfFailed)).expiryTimestampMs;
}

export async function describeDelegationToken(
  context: AdminContext,
  options: DescribeDelegationTokenOptions,
): Promise<readonly DelegationToken[]> {
  const scope = context.scope("describeDelegationToken", options);
  const body = { owners: options.owners === undefined ? null : options.owners.map(wirePrincipal) };
  const response = await context.askController(scope, { api: DESCRIBE_API, body }, throwIfFailed);
  return response.tokens.map((token) => ({
    tokenId: token.tokenId,
    hmac: token.hmac,
    owner: { principalType: token.principalType, name: token.principalName },
    tokenRequester: { principalType: token.tokenRequesterPrincipalType, name: token.tokenRequesterPrincipalName },
    renewers: token.renewers.map((one) => ({ principalType: one.principalType, name: one.principalName })),
    issueTimestamp: token.issueTimestamp,
    expiryTimestamp: token.expiryTimestamp,
    maxTimestamp: token.maxTimestamp,
  }));
}

function wirePrincipal({ principalType, name }: KafkaPrincipal): { principalType: string; principalName: string } {
  return { principalType, principalName: name };
}

function throwIfFailed({ errorCode }: { readonly errorCode: number }): void {
  if (errorCode !== 0) throw protocolError(errorCode);
}
