import { texts } from '../texts.js';

const t = texts.first;
const isLoopback = /^(localhost|127\.|\[::1\])/.test(location.hostname);

/** Before the first event: how to get one. */
export function FirstStart() {
  return (
    <section class="panel first" aria-labelledby="first-title">
      <h2 id="first-title">{t.title}</h2>
      <h3>{t.point}</h3>
      <p>{t.pointHow}</p>
      <pre tabindex={0}>{`${location.origin}/events`}</pre>
      {isLoopback && <p class="hint">{t.loopback}</p>}
      <p>{t.appears}</p>
      <h3>{t.look}</h3>
      <p>{t.lookHow}</p>
      <pre
        tabindex={0}
      >{`SIMULATION=on npm start\nnpm run simulate -- --url ${location.origin} --days 7`}</pre>
    </section>
  );
}
