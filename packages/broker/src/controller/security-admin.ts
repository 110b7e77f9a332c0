/** Changes of who may use the cluster and how much of it, handled by the active controller. */

import { createHash, createHmac } from "node:crypto";
import type {
  Acl,
  AclDeletion,
  AclFilter,
  ApiError,
  Controller,
  ControllerContext,
  ControllerResult,
  ScramHash,
  ScramKeys,
} from "@ottla/metadata";
import type { AlterClientQuotasRequest, AlterClientQuotasResponse } from "@ottla/protocol/messages/alter-client-quotas";
import type {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from "@ottla/protocol/messages/alter-user-scram-credentials";
import type { SecurityService } from "../services/controller-service.ts";

type Submit = <Response>(
  handle: (controller: Controller, context: ControllerContext) => ControllerResult<Response>,
) => Promise<Response>;

/** See the file's head. */
export class SecurityAdmin implements SecurityService {
  readonly #submit: Submit;

  constructor(submit: Submit) {
    this.#submit = submit;
  }

  alterClientQuotas(request: AlterClientQuotasRequest): Promise<AlterClientQuotasResponse | ApiError> {
    return this.#submit((controller) => controller.handleAlterClientQuotas(request));
  }

  createAcls(acls: readonly Acl[]): Promise<readonly ApiError[] | ApiError> {
    return this.#submit((controller) => controller.handleCreateAcls(acls));
  }

  deleteAcls(filters: readonly AclFilter[]): Promise<readonly AclDeletion[] | ApiError> {
    return this.#submit((controller) => controller.handleDeleteAcls(filters));
  }

  alterUserScramCredentials(request: AlterUserScramCredentialsRequest): Promise<AlterUserScramCredentialsResponse> {
    return this.#submit((controller) => controller.handleAlterUserScramCredentials(request));
  }
}

/** RFC 5802 §3: StoredKey and ServerKey. */
export function deriveScramKeys(hash: ScramHash, saltedPassword: Uint8Array): ScramKeys {
  const keyed = (text: string): Buffer => createHmac(hash, saltedPassword).update(text).digest();
  return { storedKey: createHash(hash).update(keyed("Client Key")).digest(), serverKey: keyed("Server Key") };
}
