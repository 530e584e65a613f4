import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../texts.js';

interface Props {
  title: string;
  children: ComponentChildren;
  /** Called when the reader closes it, however: button, Escape or a click beside it. */
  onClose(): void;
}

/** A sheet over the page. The browser's own dialog keeps the focus inside; the mark gets it back. */
export function Drawer({ title, children, onClose }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current!;
    const mark = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (mark instanceof HTMLElement || mark instanceof SVGElement) mark.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby="drawer-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <div class="sheet">
        <header>
          <h2 id="drawer-title">{title}</h2>
          <button type="button" class="close" onClick={onClose}>
            {texts.close}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
