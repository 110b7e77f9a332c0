/**
 * The operations a principal may do, which Kafka packs into the bits of an int32.
 */
const NOT_TOLD = -2_147_483_648;

/** The codes of AclOperation whose bits are set; undefined when the broker did not tell. */
export function authorizedOperations(bits: number): readonly number[] | undefined {
  if (bits === NOT_TOLD) return undefined;
  const operations: number[] = [];
  for (let code = 0; code < 31; code++) if ((bits & (1 << code)) !== 0) operations.push(code);
  return operations;
}
