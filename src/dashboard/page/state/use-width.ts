import { useEffect, useRef, useState } from 'preact/hooks';

/** The width of an element in pixels, so that a chart's text keeps its size on a phone and on a wall. */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(720);
  useEffect(() => {
    const element = ref.current!;
    const watch = new ResizeObserver(() => setWidth(Math.max(280, Math.round(element.clientWidth))));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return [ref, width] as const;
}
