/** Kafka in NestJS: `KafkaModule` for `@KafkaListener` on providers and for templates, `KafkaStrategy` for existing `@EventPattern` and `@MessagePattern` handlers. */
export { KafkaModule } from "./kafka-module.ts";
export type { KafkaModuleAsyncOptions, KafkaModuleOptions } from "./kafka-module.ts";
export { KafkaStrategy } from "./kafka-strategy.ts";
export type { KafkaHandlerExtras, KafkaStrategyOptions } from "./kafka-strategy.ts";
export { KafkaListenerContext } from "./kafka-listener-context.ts";
