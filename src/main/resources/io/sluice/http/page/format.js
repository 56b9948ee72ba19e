/** Numbers, times and words for people. */

const trimmed = [0, 1, 2, 3, 4].map(digits => new Intl.NumberFormat('en', { maximumFractionDigits: digits }));
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const decimals = [0, 1, 2].map(
  digits => new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

/** A count, such as 18,240. */
export const count = number => whole.format(number);

/** A number with at most four significant digits, such as 101.7 or 0.4813. A dash if there is none. */
export function significant(number) {
  if (number === null || number === undefined || !Number.isFinite(number)) {
    return '–';
  }
  const size = Math.abs(number);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) {
    return number.toExponential(2);
  }
  const before = size < 1 ? 0 : Math.floor(Math.log10(size)) + 1;
  return trimmed[Math.max(0, Math.min(4, 4 - before))].format(number);
}

/** A number of at most one digit after the point, such as a rate. */
export function rate(number) {
  return number === null || number === undefined ? '–' : decimals[number < 10 ? 1 : 0].format(number);
}

/** A share as a percentage. */
export const percent = share => `${Math.round(share * 100)} %`;

/** A score with two digits, so that a score below 1 is never shown as 1. */
export const score = number =>
  number === null || number === undefined ? '–' : decimals[2].format(Math.min(number, number < 1 ? 0.99 : 1));

/** The plural of a noun with its count, such as "1 event" or "18 events". */
export const counted = (number, noun, plural = `${noun}s`) => `${count(number)} ${number === 1 ? noun : plural}`;

/** The time of a day in UTC, such as 12:41:32; with the date if the day is another one than that of `beside`. */
export function time(iso, beside = null) {
  const clock = iso.slice(11, 19);
  return beside !== null && beside.slice(0, 10) === iso.slice(0, 10) ? clock : `${iso.slice(0, 10)} ${clock}`;
}

/** A duration, such as 45 s, 2 min 30 s or 3 h 5 min. */
export function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  }
  return `${Math.floor(hours / 24)} days ${hours % 24} h`;
}

export const seconds = iso => Date.parse(iso) / 1000;
