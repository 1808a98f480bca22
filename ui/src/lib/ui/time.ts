const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Relative under a day, then the weekday, then the date. */
export function whenShort(iso: string, now = Date.now()): string {
  const then = new Date(iso);
  const age = now - then.getTime();
  if (Number.isNaN(age)) return iso;
  if (age < minute) return "Just now";
  if (age < hour) return `${Math.floor(age / minute)} min ago`;
  if (age < day) return `${Math.floor(age / hour)} h ago`;
  if (age < 7 * day) return then.toLocaleDateString("en-GB", { weekday: "long" });
  const sameYear = then.getFullYear() === new Date(now).getFullYear();
  return then.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
}

/** Today, Yesterday, or the date. */
export function whenDay(iso: string, now = Date.now()): string {
  const then = new Date(iso);
  const midnight = (time: Date) => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
  const days = Math.round((midnight(new Date(now)) - midnight(then)) / day);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const sameYear = then.getFullYear() === new Date(now).getFullYear();
  return then.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
}

/** The same inside a sentence: today, yesterday, on 20 Nov. */
export function onDay(iso: string, now = Date.now()): string {
  const day = whenDay(iso, now);
  return day === "Today" || day === "Yesterday" ? day.toLowerCase() : `on ${day}`;
}

export function whenExact(iso: string): string {
  const then = new Date(iso);
  return Number.isNaN(then.getTime()) ? iso : then.toLocaleString("en-GB", { dateStyle: "full", timeStyle: "medium" });
}

export function clock(iso: string): string {
  const then = new Date(iso);
  return Number.isNaN(then.getTime()) ? iso : then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** With the seconds, for what comes many times a minute. */
export function clockExact(iso: string): string {
  const then = new Date(iso);
  return Number.isNaN(then.getTime()) ? iso : then.toLocaleTimeString("en-GB");
}

/** 184 ms, 7.1 s, 2 min 5 s */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
