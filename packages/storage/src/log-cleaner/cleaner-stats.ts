/** What one cleaning of a log read, kept and took: the numbers of Kafka's `CleanerStats`. */
export interface CleanerStats {
  /** Of the pass that builds the offset map. */
  readonly mapBytesRead: number;
  readonly mapMessagesRead: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly messagesRead: number;
  readonly messagesWritten: number;
  /** Records without a key, which a compacted topic does not take; they go. */
  readonly invalidMessagesRead: number;
  /** How full the offset map got, from 0 to 1. */
  readonly bufferUtilization: number;
  readonly elapsedMs: number;
  /** Of `elapsedMs`, for the offset map. */
  readonly elapsedIndexMs: number;
}

/** What the clean pass counts. */
export interface FilterStats {
  bytesRead: number;
  bytesWritten: number;
  messagesRead: number;
  messagesWritten: number;
  invalidMessagesRead: number;
}

export function emptyFilterStats(): FilterStats {
  return { bytesRead: 0, bytesWritten: 0, messagesRead: 0, messagesWritten: 0, invalidMessagesRead: 0 };
}

export function addFilterStats(total: FilterStats, more: Readonly<FilterStats>): void {
  total.bytesRead += more.bytesRead;
  total.bytesWritten += more.bytesWritten;
  total.messagesRead += more.messagesRead;
  total.messagesWritten += more.messagesWritten;
  total.invalidMessagesRead += more.invalidMessagesRead;
}
