const UTF8 = new TextDecoder('utf-8', { fatal: true });
const GB18030 = new TextDecoder('gb18030', { fatal: true });

/**
 * The texts that these bytes can be, the best first: UTF-8 without its byte order mark, and nothing else where the bytes
 * are UTF-8; otherwise GB18030, as Chinese PBXes write it, and Latin-1, which takes any bytes.
 */
export function textsOf(raw: Buffer): string[] {
  const utf8 = decoded(UTF8, raw);
  if (utf8 !== null) return [utf8];
  const chinese = decoded(GB18030, raw);
  const latin1 = raw.toString('latin1');
  return chinese === null ? [latin1] : [chinese, latin1];
}

function decoded(charset: TextDecoder, raw: Buffer): string | null {
  try {
    return charset.decode(raw);
  } catch {
    return null;
  }
}
