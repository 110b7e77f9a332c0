export * from "./handlers/handler.ts";
export * from "./logging/logger.ts";
export type * from "./services/broker-services.ts";
export type * from "./services/controller-service.ts";
export type * from "./services/group-coordinator-service.ts";
export type * from "./services/metadata-source.ts";
export type * from "./services/replica-manager-service.ts";
