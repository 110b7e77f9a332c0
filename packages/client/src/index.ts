/** Producer, consumer and admin for any Kafka. */
export * from "./errors.ts";
export * from "./node.ts";
export * from "./topic-partition.ts";
export type * from "./client-ports.ts";
export type { LogFields, Logger } from "./logger.ts";
export type { AdminOptions } from "./config/admin-config.ts";
export type { OAuthBearerToken, TokenProvider } from "./security/oauth/token.ts";
export type { ConsumerOptions } from "./config/consumer-config.ts";
export type { ShareConsumerOptions } from "./config/share-consumer-config.ts";
export type { CompressionType, ProducerOptions } from "./config/producer-config.ts";
export { Admin } from "./admin/admin.ts";
export { Results } from "./admin/results.ts";
export type { Outcome } from "./admin/results.ts";
export * from "./admin/types.ts";
export * from "./admin/security-types.ts";
export { Producer } from "./producer/producer.ts";
export type * from "./producer/producer-record.ts";
export type { ProducerInterceptor } from "./producer/producer-interceptors.ts";
export { grownTopicsPartitioner } from "./producer/grown-topics-partitioner.ts";
export type { OldKeys, TopicGrowth } from "./producer/grown-topics-partitioner.ts";
export type { Transaction } from "./producer/transactions/transaction.ts";
export { Consumer } from "./consumer/consumer.ts";
export type { GroupMembershipOperation } from "./consumer/group-coordinator.ts";
export { SubscriptionPattern } from "./consumer/subscription-pattern.ts";
export type { ConsumerInterceptor } from "./consumer/consumer-interceptors.ts";
export { ConsumerRecords } from "./consumer/consumer-record.ts";
export type { ConsumerRecord, RecordHeader, TimestampTypeName } from "./consumer/consumer-record.ts";
export type {
  ConsumerGroupMetadata,
  Deserializer,
  OffsetAndMetadata,
  OffsetAndTimestamp,
  PartitionOffset,
  PollOptions,
  RebalanceListener,
} from "./consumer/consumer-types.ts";
export type * from "./consumer/assignors/assignor.ts";
export { ShareConsumer } from "./share-consumer/share-consumer.ts";
export type { AcknowledgementCommitCallback } from "./share-consumer/share-consumer.ts";
export type { AcknowledgeType } from "./share-consumer/acknowledgements.ts";
