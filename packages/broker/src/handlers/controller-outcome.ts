/** Answers of the controller in a handler: where it cannot be asked, the request is answered NOT_CONTROLLER. */

import { ErrorCode } from "@ottla/protocol";
import { ControllerUnavailableError } from "../controller/controller-error.ts";
import type { HandlerResponse } from "./handler.ts";

/** The controller's answer, or what `refuse` makes of NOT_CONTROLLER; clients try again upon that. */
export async function controllerOutcome<Response>(
  answer: Promise<HandlerResponse<Response>>,
  refuse: (errorCode: number) => HandlerResponse<Response>,
): Promise<HandlerResponse<Response>> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ControllerUnavailableError) return refuse(ErrorCode.NOT_CONTROLLER);
    throw error;
  }
}
