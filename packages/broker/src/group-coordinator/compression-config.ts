/** `offsets.topic.compression.codec` names a codec by its number. */

import { CompressionType } from "@ottla/records";

const TYPES = new Set<number>(Object.values(CompressionType));

export function compressionTypeOfConfig(codec: number): CompressionType {
  if (!TYPES.has(codec)) throw new RangeError(`offsets.topic.compression.codec: ${codec} is no codec (0 to 4 are)`);
  return codec as CompressionType;
}
