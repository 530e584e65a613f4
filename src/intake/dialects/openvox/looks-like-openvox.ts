import { fields, type JsonObject } from '../wire/lossless-json.js';
import { text } from '../wire/text.js';

/** Where one extension is named alone, only the serial number tells the clone: it is a MAC address, Yeastar's begins with a digit. */
export function looksLikeOpenVox(body: JsonObject): boolean {
  return [body.ext].flat().some((ext) => Array.isArray(fields(ext).extid)) || isMac(text(body.sn) ?? '');
}

export function isMac(sn: string): boolean {
  return /^[a-f][0-9a-f]{11}$/i.test(sn);
}
