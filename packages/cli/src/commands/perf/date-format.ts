// Java's SimpleDateFormat, for the patterns of --date-format: letters stand for parts of a date, text in single quotes for itself.
import { UsageError } from "../../failure.ts";

const PART = /'((?:[^']|'')*)'|([A-Za-z])\2*/g;

/** @throws UsageError for a letter that is not known */
export function formatDate(ms: number, pattern: string): string {
  const date = new Date(ms);
  return pattern.replaceAll(PART, (part: string, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted === "" ? "'" : quoted.replaceAll("''", "'");
    return partOf(date, part);
  });
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

function partOf(date: Date, part: string): string {
  const width = part.length;
  const hours = date.getHours();
  switch (part[0]) {
    case "y":
    case "u":
      return width === 2 ? padded(date.getFullYear() % 100, 2) : padded(date.getFullYear(), width);
    case "M":
      if (width >= 3) return date.toLocaleString("en-US", { month: width === 3 ? "short" : "long" });
      return padded(date.getMonth() + 1, width);
    case "d":
      return padded(date.getDate(), width);
    case "H":
      return padded(hours, width);
    case "k":
      return padded(hours === 0 ? 24 : hours, width);
    case "h":
      return padded(hours % 12 === 0 ? 12 : hours % 12, width);
    case "K":
      return padded(hours % 12, width);
    case "m":
      return padded(date.getMinutes(), width);
    case "s":
      return padded(date.getSeconds(), width);
    case "S":
      return padded(date.getMilliseconds(), width);
    case "a":
      return hours < 12 ? "AM" : "PM";
    case "E":
      return date.toLocaleString("en-US", { weekday: width <= 3 ? "short" : "long" });
    default:
      throw new UsageError(`Illegal pattern character '${part[0] ?? ""}'`);
  }
}
