export { Broker, TEST_CONFIG } from "./broker.ts";
export type { TestBrokerOptions } from "./broker.ts";
