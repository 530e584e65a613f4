import { useEffect, useState } from 'preact/hooks';
import { readView, type View } from './view.js';

const MOVED = 'handoff:moved';

/** Goes to another view without loading the page again. */
export function go(search: string, how: 'push' | 'replace' = 'push') {
  const address = search === '?' ? location.pathname : search;
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  dispatchEvent(new Event(MOVED));
}

/** The view of the URL. Every mark and button is a plain link to a view, so that it can also be opened in a new tab. */
export function useView(): View {
  const [view, setView] = useState(() => readView(location.search));
  useEffect(() => {
    const read = () => setView(readView(location.search));
    addEventListener('popstate', read);
    addEventListener(MOVED, read);
    document.addEventListener('click', follow);
    return () => {
      removeEventListener('popstate', read);
      removeEventListener(MOVED, read);
      document.removeEventListener('click', follow);
    };
  }, []);
  return view;
}

function follow(event: MouseEvent) {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey)
    return;
  const link = event.target instanceof Element ? event.target.closest('a[href^="?"]') : null;
  if (!link) return;
  event.preventDefault();
  go(link.getAttribute('href')!);
}
