/** How the PBX shows times and takes them (System > Date and Time > Display Format), and its distance from UTC. */
export interface Display {
  date: 'YYYY/MM/DD' | 'MM/DD/YYYY' | 'DD/MM/YYYY';
  hours: 12 | 24;
  offsetMinutes: number;
}

const two = (n: number) => String(n).padStart(2, '0');

/** `2026/10/16 15:04:09`, or with 12 hours `2026/10/16 03:04:09 PM`. */
export function show(seconds: number, { date, hours, offsetMinutes }: Display): string {
  const at = new Date((seconds + offsetMinutes * 60) * 1000);
  const parts = {
    YYYY: String(at.getUTCFullYear()),
    MM: two(at.getUTCMonth() + 1),
    DD: two(at.getUTCDate()),
  };
  const day = date.replace(/YYYY|MM|DD/g, (part) => parts[part as keyof typeof parts]);
  const hour = at.getUTCHours();
  const clock = `${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  if (hours === 24) return `${day} ${two(hour)}:${clock}`;
  return `${day} ${two(hour % 12 || 12)}:${clock} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** Unix seconds of a time in the display format; undefined for one in any other. */
export function read(text: string, display: Display): number | undefined {
  const match = /^(\d+)\/(\d+)\/(\d+) (\d\d):(\d\d):(\d\d)(?: (AM|PM))?$/.exec(text);
  if (!match || (match[7] !== undefined) !== (display.hours === 12)) return undefined;
  const [first, second, third, hour, minute, rest] = match.slice(1, 7).map(Number);
  const order = display.date.split('/');
  const of = (part: string) => [first, second, third][order.indexOf(part)]!;
  const half = match[7] === undefined ? hour! : (hour! % 12) + (match[7] === 'PM' ? 12 : 0);
  const local = Date.UTC(of('YYYY'), of('MM') - 1, of('DD'), half, minute, rest) / 1000;
  const seconds = local - display.offsetMinutes * 60;
  return show(seconds, display) === text ? seconds : undefined;
}

/** What newer firmware takes beside the display format: Unix seconds and ISO 8601; without a zone it is the PBX's own. */
export function readNewer(text: string, display: Display): number | undefined {
  if (/^\d{9,10}$/.test(text)) return Number(text);
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/.exec(text);
  if (!iso) return read(text, display);
  const seconds = Math.floor(Date.parse(iso[1] ? text : `${text}Z`) / 1000);
  return iso[1] ? seconds : seconds - display.offsetMinutes * 60;
}
