/** Why a request is not done: a protocol outcome, handed up as a value to where the response is made. */
export class Refusal {
  /** Never NONE. */
  readonly errorCode: number;
  readonly message: string;

  constructor(errorCode: number, message: string) {
    this.errorCode = errorCode;
    this.message = message;
  }
}
