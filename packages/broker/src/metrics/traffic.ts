/** What went in and out of a partition: plain numbers that the hot paths add to, read when somebody asks. */

export interface Traffic {
  messagesIn: number;
  bytesIn: number;
  /** To consumers; what followers fetch is not counted. */
  bytesOut: number;
}

export function newTraffic(): Traffic {
  return { messagesIn: 0, bytesIn: 0, bytesOut: 0 };
}

export function addTraffic(total: Traffic, more: Readonly<Traffic>): void {
  total.messagesIn += more.messagesIn;
  total.bytesIn += more.bytesIn;
  total.bytesOut += more.bytesOut;
}
