/** Text that is HTML or SVG already. */
export class Html {
  constructor(readonly text: string) {}
  toString() {
    return this.text;
  }
}

type HtmlPart = string | number | null | undefined | Html | Html[];

/** Everything put into a template is escaped, but for what another template made. */
export function html(strings: TemplateStringsArray, ...parts: HtmlPart[]): Html {
  return new Html(strings.reduce((text, string, n) => text + escaped(parts[n - 1]) + string));
}

function escaped(part: HtmlPart): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(({ text }) => text).join('');
  return String(part ?? '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
