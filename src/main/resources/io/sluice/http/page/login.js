/** The form that asks for the token, where the pipeline serves the page to other machines. */
import { login } from './api.js';
import { h, setText } from './dom.js';

/** @param entered called when the token was right */
export function loginView(entered) {
  const input = h('input', {
    type: 'password',
    id: 'token',
    autocomplete: 'current-password',
    required: true,
    'aria-describedby': 'login-answer',
  });
  const answer = h('p', { id: 'login-answer', role: 'alert', class: 'meta' });
  const form = h(
    'form',
    { class: 'card login' },
    h('h1', {}, 'Log in'),
    h('p', {}, 'This pipeline shows its events to those who have the token of ', h('code', {}, 'sluice.http.token'), '.'),
    h('label', { for: 'token' }, 'Token'),
    input,
    h('button', { class: 'primary' }, 'Log in'),
    answer,
  );
  form.addEventListener('submit', async event => {
    event.preventDefault();
    try {
      await login(input.value);
      entered();
    } catch (failure) {
      setText(answer, failure.message);
      input.select();
    }
  });
  return form;
}
