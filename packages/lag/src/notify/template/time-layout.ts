// Times as Go formats them: a layout shows how the second of January 2006, 15:04:05, would look. In the machine's time zone, as Burrow does.

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const LAYOUT =
  /January|Jan|Monday|Mon|MST|2006|-07:00:00|-070000|-07:00|-0700|-07|Z07:00:00|Z070000|Z07:00|Z0700|Z07|[.,]0+(?!\d)|[.,]9+(?!\d)|__2|_2|002|01|02|03|04|05|06|15|PM|pm|1|2|3|4|5/g;

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly yearDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  readonly offsetMinutes: number;
  readonly zone: string;
}

/** Go's zero time is the first moment of the year 1, in UTC. */
const ZERO: Parts = {
  year: 1,
  month: 0,
  day: 1,
  weekday: 1,
  yearDay: 1,
  hour: 0,
  minute: 0,
  second: 0,
  ms: 0,
  offsetMinutes: 0,
  zone: "UTC",
};

function partsOf(ms: number): Parts {
  const date = new Date(ms);
  const offsetMinutes = -date.getTimezoneOffset();
  const yearStart = Date.UTC(date.getFullYear(), 0, 1);
  const today = Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return {
    year: date.getFullYear(),
    month: date.getMonth(),
    day: date.getDate(),
    weekday: date.getDay(),
    yearDay: Math.round((today - yearStart) / 86_400_000) + 1,
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
    ms: date.getMilliseconds(),
    offsetMinutes,
    zone: offsetMinutes === 0 ? "UTC" : zoneName(date),
  };
}

function zoneName(date: Date): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" }).formatToParts(date);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "UTC";
}

const two = (value: number): string => String(value).padStart(2, "0");

function offset(minutes: number, colon: string, withSeconds: boolean, hoursOnly: boolean): string {
  const sign = minutes < 0 ? "-" : "+";
  const hours = two(Math.floor(Math.abs(minutes) / 60));
  if (hoursOnly) return `${sign}${hours}`;
  return `${sign}${hours}${colon}${two(Math.abs(minutes) % 60)}${withSeconds ? `${colon}00` : ""}`;
}

function fraction(token: string, ms: number): string {
  const nanoseconds = `${String(ms).padStart(3, "0")}000000`;
  const digits = nanoseconds.slice(0, token.length - 1).padEnd(token.length - 1, "0");
  if (token[1] === "0") return `${token[0] ?? "."}${digits}`;
  const shown = digits.replace(/0+$/, "");
  return shown === "" ? "" : `${token[0] ?? "."}${shown}`;
}

function shown(token: string, at: Parts): string {
  const month = MONTHS[at.month] ?? "";
  const day = DAYS[at.weekday] ?? "";
  const hour12 = at.hour % 12 === 0 ? 12 : at.hour % 12;
  if (/^[.,]/.test(token)) return fraction(token, at.ms);
  if (token.startsWith("Z") && at.offsetMinutes === 0) return "Z";
  if (/^[-Z]07/.test(token)) {
    return offset(
      at.offsetMinutes,
      token.includes(":") ? ":" : "",
      token.length >= 7 && !/^.07:00$/.test(token),
      token.length === 3,
    );
  }
  switch (token) {
    case "January":
      return month;
    case "Jan":
      return month.slice(0, 3);
    case "Monday":
      return day;
    case "Mon":
      return day.slice(0, 3);
    case "MST":
      return at.zone;
    case "2006":
      return String(at.year).padStart(4, "0");
    case "06":
      return two(at.year % 100);
    case "01":
      return two(at.month + 1);
    case "1":
      return String(at.month + 1);
    case "02":
      return two(at.day);
    case "_2":
      return String(at.day).padStart(2, " ");
    case "2":
      return String(at.day);
    case "002":
      return String(at.yearDay).padStart(3, "0");
    case "__2":
      return String(at.yearDay).padStart(3, " ");
    case "15":
      return two(at.hour);
    case "03":
      return two(hour12);
    case "3":
      return String(hour12);
    case "04":
      return two(at.minute);
    case "4":
      return String(at.minute);
    case "05":
      return two(at.second);
    case "5":
      return String(at.second);
    default:
      return token === "PM" ? (at.hour >= 12 ? "PM" : "AM") : at.hour >= 12 ? "pm" : "am";
  }
}

/** @param ms undefined for Go's zero time */
export function formatTime(ms: number | undefined, layout: string): string {
  const at = ms === undefined ? ZERO : partsOf(ms);
  return layout.replaceAll(LAYOUT, (token) => shown(token, at));
}
