/**
 * Admin: addRaftVoter, removeRaftVoter (KIP-853), unregisterBroker.
 */
import { AddRaftVoterRequest, AddRaftVoterResponse } from "@ottla/protocol/messages/add-raft-voter";
import { RemoveRaftVoterRequest, RemoveRaftVoterResponse } from "@ottla/protocol/messages/remove-raft-voter";
import { UnregisterBrokerRequest, UnregisterBrokerResponse } from "@ottla/protocol/messages/unregister-broker";
import { protocolError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import type { AdminCallOptions, RaftVoterEndpoint, RaftVoterOptions } from "./types.ts";

const ADD_API = { request: AddRaftVoterRequest, response: AddRaftVoterResponse };
const REMOVE_API = { request: RemoveRaftVoterRequest, response: RemoveRaftVoterResponse };
const UNREGISTER_API = { request: UnregisterBrokerRequest, response: UnregisterBrokerResponse };

export async function addRaftVoter(
  context: AdminContext,
  voter: { readonly id: number; readonly directoryId: string; readonly endpoints: readonly RaftVoterEndpoint[] },
  options: RaftVoterOptions,
): Promise<void> {
  const scope = context.scope("addRaftVoter", options, "anyone");
  const body = {
    clusterId: options.clusterId ?? null,
    timeoutMs: context.requestTimeoutMs(scope),
    voterId: voter.id,
    voterDirectoryId: voter.directoryId,
    listeners: [...voter.endpoints],
  };
  await context.askController(scope, { api: ADD_API, body }, throwIfFailed);
}

export async function removeRaftVoter(
  context: AdminContext,
  voter: { readonly id: number; readonly directoryId: string },
  options: RaftVoterOptions,
): Promise<void> {
  const scope = context.scope("removeRaftVoter", options, "anyone");
  const body = { clusterId: options.clusterId ?? null, voterId: voter.id, voterDirectoryId: voter.directoryId };
  await context.askController(scope, { api: REMOVE_API, body }, throwIfFailed);
}

export async function unregisterBroker(
  context: AdminContext,
  brokerId: number,
  options: AdminCallOptions,
): Promise<void> {
  const scope = context.scope("unregisterBroker", options, "anyone");
  await context.askController(scope, { api: UNREGISTER_API, body: { brokerId } }, throwIfFailed);
}

function throwIfFailed(response: { readonly errorCode: number; readonly errorMessage: string | null }): void {
  if (response.errorCode !== 0) throw protocolError(response.errorCode, response.errorMessage);
}
