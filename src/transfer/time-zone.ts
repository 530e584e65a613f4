import { Temporal } from 'temporal-polyfill';

/** The name of a zone of the IANA database as it is spelled there; null for anything else, also for an offset such as +01:00. */
export function timeZoneName(text: string): string | null {
  try {
    // Offsets are zones to Temporal, but they know no daylight-saving changes.
    return /^[A-Za-z]/.test(text) ? Temporal.Now.zonedDateTimeISO(text).timeZoneId : null;
  } catch {
    return null;
  }
}
