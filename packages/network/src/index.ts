export * from "./network.ts";
export * from "./network-error.ts";
export * from "./request-handler.ts";
