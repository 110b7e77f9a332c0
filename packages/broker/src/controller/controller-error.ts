/** The controller cannot take requests now; answered as NOT_CONTROLLER, upon which clients try again. */
export class ControllerUnavailableError extends Error {
  override readonly name: string = "ControllerUnavailableError";
  readonly code: string = "NOT_CONTROLLER";
  readonly retriable: boolean = true;
}
