import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import type { Chart } from './chart.js';

// The machine's own fonts may be none.
const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');

/** A chart as PNG, twice as fine as it is shown: what mail programs can show. */
export function pictureOf({ svg }: Chart): Buffer {
  const drawing = new Resvg(svg.text, {
    fitTo: { mode: 'zoom', value: 2 },
    background: '#ffffff',
    font: { fontFiles: [FONT], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  return drawing.render().asPng();
}
