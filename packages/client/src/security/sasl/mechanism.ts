/**
 * One conversation of a SASL mechanism, from the client's side: what to say first, and what to say to each challenge.
 */

/** A conversation; made anew for each authentication. */
export interface SaslExchange {
  readonly mechanism: string;
  /** What to send first. */
  begin(): Promise<Uint8Array>;
  /**
   * What to answer; undefined when there is nothing left to say.
   * @throws KafkaError `SASL_AUTHENTICATION_FAILED` when the broker does not prove what it has to
   */
  answer(challenge: Uint8Array): Promise<Uint8Array | undefined>;
}

/** A user name and a password. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}
