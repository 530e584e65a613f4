import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Extension } from '../state/answers.js';
import { texts } from '../texts.js';

/** The names that PUT /extensions gave, by number. */
export const Names = createContext<ReadonlyMap<string, Extension>>(new Map());

/** `1020 Reception`, for where only text can be. */
export function useLabel(): (number: string | null) => string {
  const names = useContext(Names);
  return (number) => {
    if (number === null || number === '') return texts.unknown;
    const name = names.get(number)?.name;
    return name ? `${number} ${name}` : number;
  };
}

/** A number with its name beside it. */
export function Ext({ number }: { number: string | null }) {
  const name = useContext(Names).get(number ?? '')?.name;
  if (number === null || number === '') return <span class="nobody">{texts.unknown}</span>;
  return (
    <span class="ext">
      <b>{number}</b>
      {name && <span> {name}</span>}
    </span>
  );
}
