/** The part of the broker's configuration that transactions obey. Milliseconds; `config names` beside them. */

export interface TransactionCoordinatorConfig {
  /** `transaction.max.timeout.ms`: the longest timeout a producer may ask for. */
  readonly transactionMaxTimeoutMs: number;
  /** `transactional.id.expiration.ms`: how long an id without a transaction is kept. */
  readonly transactionalIdExpirationMs: number;
  /** `transaction.abort.timed.out.transaction.cleanup.interval.ms` */
  readonly abortTimedOutIntervalMs: number;
  /** `transaction.remove.expired.transaction.cleanup.interval.ms` */
  readonly removeExpiredIntervalMs: number;
}
