import type { ComponentChildren } from 'preact';
import type { DirectionAnswer, Extension, Pbx } from './state/answers.js';
import { go } from './state/navigation.js';
import { PRESETS } from './state/period.js';
import { texts } from './texts.js';
import { FILTER, href, type View } from './state/view.js';

const t = texts.filter;
const DIRECTIONS = ['inbound', 'outbound', 'internal'] as const satisfies DirectionAnswer[];

interface Props {
  view: View;
  extensions: Extension[];
  pbxs: Pbx[];
}

/** Which transfers the page is about. Every change is a new address. */
export function Filters({ view, extensions, pbxs }: Props) {
  const groups = [...new Set(extensions.flatMap(({ group }) => group ?? []))].sort();
  const set = (change: Record<string, string | null>) => go(href(change));
  const setText = (name: string) => (text: string) => set({ [name]: text.trim() || null });
  const { from, to } = view.dates;
  return (
    <form class="filters" aria-label={t.label} onSubmit={(event) => event.preventDefault()}>
      <Presets view={view} />
      <div class="fields">
        <DateField label={t.from} value={from} max={to} set={(date) => setDates(view, { from: date })} />
        <DateField label={t.to} value={to} min={from} set={(date) => setDates(view, { to: date })} />
        <TextField label={t.ext} value={view.ext} size={8} list="extensions-known" set={setText('ext')}>
          {extensions.map(({ number, name }) => (
            <option key={number} value={number}>
              {name}
            </option>
          ))}
        </TextField>
        <Choice name="direction" label={t.direction} value={view.direction} of={DIRECTIONS} set={set} />
        <TextField label={t.did} value={view.did} size={12} set={setText('did')} />
        {groups.length > 0 && (
          <Choice name="group" label={t.group} value={view.group} of={groups} set={set} />
        )}
        {pbxs.length > 1 && (
          <Choice name="sn" label={t.sn} value={view.sn} of={pbxs.map(({ sn }) => sn ?? 'none')} set={set} />
        )}
        <TextField
          label={t.zone}
          value={view.zone}
          size={14}
          list="zones-known"
          set={(zone) => isZone(zone) && set({ tz: zone })}
        >
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </TextField>
        {FILTER.some((name) => view[name]) && (
          <a href={href(Object.fromEntries(FILTER.map((name) => [name, null])))}>{t.everything}</a>
        )}
      </div>
    </form>
  );
}

function Presets({ view }: { view: View }) {
  return (
    <nav aria-label={t.period}>
      {PRESETS.map((name) => (
        <a
          key={name}
          href={href({ period: name, from: null, to: null, each: null })}
          aria-current={view.period === name ? 'true' : undefined}
        >
          {texts.period[name]}
        </a>
      ))}
    </nav>
  );
}

interface DateFieldProps {
  label: string;
  value: string;
  min?: string;
  max?: string;
  set(date: string): void;
}

function DateField({ label, set, ...input }: DateFieldProps) {
  return (
    <label>
      {label}
      <input type="date" {...input} onChange={(event) => set(event.currentTarget.value)} />
    </label>
  );
}

interface TextFieldProps {
  label: string;
  value: string | null;
  size: number;
  /** The id of the list of what is known, which the children are. */
  list?: string;
  children?: ComponentChildren;
  set(text: string): void;
}

function TextField({ label, value, size, list, children, set }: TextFieldProps) {
  return (
    <label>
      {label}
      <input
        type="text"
        list={list}
        value={value ?? ''}
        placeholder={value === null ? t.all : undefined}
        size={size}
        onChange={(event) => set(event.currentTarget.value)}
      />
      {list && <datalist id={list}>{children}</datalist>}
    </label>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  value: string | null;
  of: string[];
  set(change: Record<string, string | null>): void;
}

function Choice({ name, label, value, of, set }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value ?? ''} onChange={(event) => set({ [name]: event.currentTarget.value || null })}>
        <option value="">{t.all}</option>
        {of.map((one) => (
          <option key={one} value={one}>
            {texts.direction[one] ?? one}
          </option>
        ))}
      </select>
    </label>
  );
}

function setDates(view: View, change: { from?: string; to?: string }) {
  const dates = { ...view.dates, ...change };
  if (dates.from && dates.to && dates.from <= dates.to) go(href({ period: 'custom', ...dates, each: null }));
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
