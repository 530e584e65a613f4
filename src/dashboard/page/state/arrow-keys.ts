import { useEffect, useRef } from 'preact/hooks';

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Makes the links inside an element one stop of the Tab key: the arrow keys go from link to link and Enter follows, so a
 * chart with 168 marks does not stand in the way of those who use the keyboard.
 */
export function useArrowKeys<E extends Element>() {
  const ref = useRef<E>(null);
  useEffect(() => {
    const links = linksOf(ref.current);
    if (!links.some((link) => link.getAttribute('tabindex') === '0')) links[0]?.setAttribute('tabindex', '0');
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const links = linksOf(ref.current);
    const at = links.findIndex((link) => link === document.activeElement);
    const step = STEPS[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? links.length - 1 : step && at + step;
    const link = to === undefined ? undefined : links[to];
    if (at < 0 || !link) return;
    event.preventDefault();
    links[at]!.setAttribute('tabindex', '-1');
    link.setAttribute('tabindex', '0');
    link.focus();
  };
  return { ref, onKeyDown };
}

function linksOf(element: Element | null) {
  return [...(element?.querySelectorAll<SVGAElement | HTMLAnchorElement>('a') ?? [])];
}
