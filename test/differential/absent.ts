/** What stands in a comparison for a value that one side does not have. */
export const ABSENT = "(absent)";
