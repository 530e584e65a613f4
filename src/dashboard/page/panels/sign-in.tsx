import { useState } from 'preact/hooks';
import { ApiRefusal, signIn } from '../state/api.js';
import { texts } from '../texts.js';

const t = texts.session;

interface Fields {
  key: HTMLInputElement;
}

/** A key for the page's cookie. The key itself is kept nowhere. */
export function SignIn() {
  const [refusal, setRefusal] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { key } = (event.currentTarget as HTMLFormElement).elements as unknown as Fields;
    signIn(key.value.trim()).then(
      () => location.reload(),
      (error: unknown) => setRefusal(error instanceof ApiRefusal ? error.message : String(error)),
    );
  };
  return (
    <form class="panel first" onSubmit={submit}>
      <h2>{t.title}</h2>
      <p>{t.why}</p>
      <label>
        {t.key} <input name="key" type="password" autocomplete="current-password" required />
      </label>{' '}
      <button type="submit">{t.enter}</button>
      {refusal && (
        <p class="refusal" role="alert">
          {refusal}
        </p>
      )}
    </form>
  );
}
