export { Broker, TEST_CONFIG } from "./broker.ts";
export type { TestBrokerOptions } from "./broker.ts";
export { RequestControl } from "./request-control.ts";
export type { ApiName, ControlAction, ControlRule, SeenRequest } from "./request-control.ts";
export { consumeAll, getRecords, getSingleRecord, waitForAssignment } from "./records.ts";
export type { HasPartitions, ReadOptions, TextRecord } from "./records.ts";
