/** What an operation of the group coordinator comes to. */

import { EMPTY_RESULT, type CoordinatorResult } from "@ottla/coordinator";
import type { GroupRecord } from "./records/group-record.ts";

/** An operation whose caller is answered elsewhere, or not at all. */
export type GroupResult = CoordinatorResult<undefined, GroupRecord>;

export const NOTHING: GroupResult = EMPTY_RESULT;
