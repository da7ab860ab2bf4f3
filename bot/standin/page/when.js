// Times and days as a messenger shows them.

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const near = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });

export const timeOf = (seconds) => clock.format(new Date(seconds * 1000));

export const dayOf = (seconds) => new Date(seconds * 1000).toDateString();

export function dayName(seconds) {
  const noon = (date) => new Date(date).setHours(12, 0, 0, 0);
  const distance = Math.round((noon(seconds * 1000) - noon(Date.now())) / 86_400_000);
  if (distance < -1 || distance > 1) return day.format(new Date(seconds * 1000));
  const name = near.format(distance, "day");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
