export * from "./disk/disk.ts";
export * from "./storage-error.ts";
export * from "./topic-partition.ts";
export * from "./log-types.ts";
export { VerificationGuard } from "./verification-guard.ts";
export type { UnifiedLog, ValidatedAppend } from "./unified-log/unified-log.ts";
export * from "./log-manager/log-manager.ts";
