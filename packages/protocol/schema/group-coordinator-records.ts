// Keys and values of __consumer_offsets: offsets and classic, consumer, share and streams groups.
import type { RecordFamilySchema } from "../compile/schema-types.ts";
import { classicGroupRecords } from "./group-coordinator-records/classic.ts";
import { consumerGroupRecords, regularExpressionRecords } from "./group-coordinator-records/consumer.ts";
import { shareGroupRecords } from "./group-coordinator-records/share.ts";
import { streamsGroupRecords } from "./group-coordinator-records/streams.ts";

export const groupCoordinatorRecords: RecordFamilySchema = {
  name: "group-coordinator-records",
  hasJson: true,
  messages: [
    ...classicGroupRecords,
    ...consumerGroupRecords,
    ...shareGroupRecords,
    ...regularExpressionRecords,
    ...streamsGroupRecords,
  ],
};
