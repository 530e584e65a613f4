import { useEffect, useMemo, useState } from 'preact/hooks';
import { isSignedIn, signOut } from './state/api.js';
import type { Extension, Page, Pbx, Refused } from './state/answers.js';
import { Drawer } from './parts/drawer.js';
import { Filters } from './filters.js';
import { Names } from './parts/names.js';
import { go, useView } from './state/navigation.js';
import { CallStoryPanel } from './panels/call-story.js';
import { FirstStart } from './panels/first-start.js';
import { MarkRows, useMarkTitle } from './charts/mark-rows.js';
import { PbxsPanel } from './panels/pbxs.js';
import { QuarantinePanel } from './panels/quarantine.js';
import { SignIn } from './panels/sign-in.js';
import { ReportPanels } from './panels/report-panels.js';
import { texts } from './texts.js';
import { KEY_NEEDED, useAnswer } from './state/use-answer.js';
import { useLive } from './state/use-live.js';
import { filterOf, href, reportPath, type View } from './state/view.js';

/** The supervisors' page. */
export function App() {
  const view = useView();
  const isOpen = useOpen();
  return isOpen ? <Open view={view} /> : <SignIn />;
}

function Open({ view }: { view: View }) {
  const live = useLive(view);
  const extensions = useAnswer<Page<Extension>>('/extensions').data?.data ?? [];
  const names = useMemo(() => new Map(extensions.map((one) => [one.number, one])), [extensions]);
  const pbxs = useAnswer<Page<Pbx>>('/pbxs', live.round);
  const refused = useAnswer<Page<Refused>>('/quarantine', live.round);
  const ever = useAnswer<Page<unknown>>('/transfers?limit=1', live.round);
  const isNew = ever.data?.data.length === 0;
  return (
    <Names.Provider value={names}>
      <a class="skip" href="#content">
        {texts.skip}
      </a>
      <header class="top">
        <h1>
          {texts.name} <small>{texts.claim}</small>
        </h1>
        <PbxsPanel answer={pbxs} view={view} />
        <p class="hand">
          {!isNew && <Hand view={view} />}
          {isSignedIn() && (
            <button type="button" onClick={() => void signOut().then(() => location.reload())}>
              {texts.session.leave}
            </button>
          )}
        </p>
      </header>
      {!isNew && <Filters view={view} extensions={extensions} pbxs={pbxs.data?.data ?? []} />}
      <main id="content">
        {isNew ? <FirstStart /> : <ReportPanels view={view} live={live} />}
        <QuarantinePanel answer={refused} view={view} />
      </main>
      <Sheets view={view} round={live.round} />
    </Names.Provider>
  );
}

/** The figures on screen, to hand on. */
function Hand({ view }: { view: View }) {
  return (
    <>
      <a href={`/transfers.csv?${filterOf(view)}`} download>
        {texts.hand.csv}
      </a>
      <a href={reportPath(view, 'ext', {}, '.html')}>{texts.hand.report}</a>
      <button type="button" onClick={() => print()}>
        {texts.hand.print}
      </button>
    </>
  );
}

function Sheets({ view, round }: { view: View; round: number }) {
  const rowsTitle = useMarkTitle(view, view.rows ?? new URLSearchParams());
  const close = () => go(href({ rows: null, call: null }));
  if (!view.rows && !view.call) return null;
  return (
    <Drawer title={view.call ? texts.story.title : rowsTitle} onClose={close}>
      {view.call ? (
        <CallStoryPanel call={view.call} view={view} round={round} />
      ) : (
        <MarkRows view={view} mark={view.rows!} />
      )}
    </Drawer>
  );
}

/** False once a read was answered 401. */
function useOpen(): boolean {
  const [isOpen, setOpen] = useState(true);
  useEffect(() => {
    const shut = () => setOpen(false);
    addEventListener(KEY_NEEDED, shut);
    return () => removeEventListener(KEY_NEEDED, shut);
  }, []);
  return isOpen;
}
