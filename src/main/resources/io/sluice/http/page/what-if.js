/** Questions what the model would predict. Nothing is written. */
import * as api from './api.js';
import { fill, h, setText } from './dom.js';
import { count, percent, score, significant } from './format.js';

/** The number of events after the changed one that are predicted again. */
const FOLLOWING = 60;
const WAIT_MILLIS = 60;
const BUSY_MILLIS = 500;

/**
 * An event that a person has picked, perhaps with another content. It holds the answers for what really came and for
 * what is asked.
 */
export class Question {
  #panel;
  #picked = null;
  #content = null;
  #really = null;
  #answers = null;
  #answered = null;
  #turn = 0;
  #abort = null;
  #timer = null;

  /** @param panel functions `key`, `events`, `changed` (an answer has come) and `failed` */
  constructor(panel) {
    this.#panel = panel;
  }

  isOpen() {
    return this.#picked !== null;
  }

  /** Returns the picked event as it really was. */
  picked() {
    return this.#picked;
  }

  step() {
    return this.#picked?.step ?? null;
  }

  /** Returns the content that is asked for; null as long as it is the real one. */
  content() {
    return this.#content;
  }

  /** Returns the prediction of the picked event with its reasons; null until they have come. */
  really() {
    return this.#really;
  }

  /** Returns the predictions of the changed event and of those after it; null if nothing is changed, or not yet known. */
  answers() {
    return this.#content === null || this.#answered !== this.#content ? null : this.#answers;
  }

  /** Picks an event by its step, and returns false if it is not there. */
  pick(step) {
    const event = this.#panel.events().find(each => each.step === step);
    if (event === undefined) {
      return false;
    }
    if (this.#picked?.step !== step) {
      this.close();
      this.#picked = event;
      this.#askSoon(null);
    }
    this.#panel.changed();
    return true;
  }

  /** Asks what would be predicted if the picked event had another content. */
  change(content) {
    this.#content = content;
    this.#panel.changed();
    this.#askSoon(content);
  }

  /** Picks the event anew after the events were loaded again. */
  settle() {
    if (this.#picked !== null) {
      this.#picked = this.#panel.events().find(each => each.step === this.#picked.step) ?? this.#picked;
    }
  }

  close() {
    this.#turn++;
    this.#abort?.abort();
    clearTimeout(this.#timer);
    this.#picked = this.#content = this.#really = this.#answers = this.#answered = null;
  }

  #askSoon(content) {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#timer = setTimeout(() => this.#ask(content), WAIT_MILLIS);
  }

  /** @param content the content of the picked event; null for the one that really came */
  async #ask(content) {
    const turn = this.#turn;
    const picked = this.#picked;
    this.#abort = new AbortController();
    try {
      const events = content === null ? null : [{ timestamp: picked.timestamp, ...content }];
      const answer = await api.whatIf(this.#panel.key(), events, {
        instead: picked.step,
        then: content === null ? 0 : FOLLOWING,
        named: true,
        signal: this.#abort.signal,
      });
      if (turn === this.#turn) {
        if (content === null) {
          this.#really = answer.predictions[0];
        } else {
          this.#answers = answer.predictions;
          this.#answered = content;
        }
        this.#panel.changed();
        if (this.#really === null) {
          this.#askSoon(null);
        }
      }
    } catch (failure) {
      if (failure.name === 'AbortError' || turn !== this.#turn) {
        return;
      }
      if (failure.status === 503) {
        this.#timer = setTimeout(() => this.#ask(content), BUSY_MILLIS);
      } else {
        this.#panel.failed(failure);
      }
    }
  }
}

/**
 * Shows one figure of an answer beside what really came.
 * @param title the name of the figure
 */
export function figure(title) {
  const asked = h('b');
  const really = h('small');
  return {
    element: h('div', {}, h('span', { class: 'meta' }, title), asked, really),
    /** @param was the figure that really came; null if nothing is changed */
    show(text, was) {
      setText(asked, text);
      setText(really, was === null ? '' : `really ${was}`);
    },
  };
}

/** The share of the memory that an event replaced, for people. */
export const replaced = gates =>
  replacedShare(gates) === null ? '–' : percent(replacedShare(gates));

/** The same as a number; null if the model does not show its gates. */
export const replacedShare = gates => gates?.replaced ?? (gates?.kept === undefined ? null : 1 - gates.kept);

/** The part of a view in which a person gives events as JSON, which would come next. */
export function sequencePanel(app, key) {
  const example = {
    anomaly: `{${app.pipeline.channels.map(channel => `"${channel}": 1.5`).join(', ')}}`,
    classification: app.pipeline.format === 'text' ? '"It broke again."' : '{"text": "It broke again."}',
    ranking: app.pipeline.format === 'text' ? '"A"' : '{"item": "A"}',
  }[app.pipeline.task];
  const input = h('textarea', {
    id: 'sequence',
    rows: 3,
    spellcheck: 'false',
    placeholder: `${example}\n${example}`,
    'aria-describedby': 'sequence-help',
  });
  const answer = h('div', { role: 'status' });
  const form = h(
    'form',
    {},
    h('label', { for: 'sequence' }, 'Events, one JSON object a line, in the form of a record’s value'),
    input,
    h('div', { class: 'row' }, h('button', { class: 'primary' }, 'Predict'), h('span', { class: 'meta', id: 'sequence-help' }, 'They would come after the latest event. Nothing is written.')),
    answer,
  );
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const lines = input.value.split('\n').filter(line => line.trim() !== '');
    try {
      lines.forEach(check);
    } catch (failure) {
      fill(answer, h('p', { class: 'fault' }, failure.message));
      return;
    }
    if (lines.length === 0) {
      fill(answer, h('p', { class: 'fault' }, 'There is no event. Write one JSON object a line.'));
      return;
    }
    const asked = key();
    try {
      const { predictions } = await api.whatIf(asked, `[${lines.join(',')}]`); // a number stays as it is written
      if (asked === key()) {
        fill(answer, table(predictions));
      }
    } catch (failure) {
      const place = failure.body?.event === undefined ? '' : `Event ${failure.body.event + 1}: `;
      fill(answer, h('p', { class: 'fault' }, place + failure.message));
    }
  });
  return {
    element: h('details', { class: 'sequence' }, h('summary', {}, 'What if a sequence of events came next?'), form),
    clear: () => fill(answer),
  };
}

function check(line, i) {
  try {
    JSON.parse(line);
  } catch {
    throw new Error(`Line ${i + 1} is no JSON: ${line.slice(0, 60)}`);
  }
}

function table(predictions) {
  const row = prediction => {
    if (prediction.anomaly) {
      const { score: value, alert, expected } = prediction.anomaly;
      return [score(value), alert ? 'incident open' : 'no incident', Object.entries(expected ?? {}).map(([channel, number]) => `${channel} ${significant(number)}`).join(', ')];
    }
    if (prediction.classification) {
      const { label, probabilities, running } = prediction.classification;
      return [label, percent(probabilities[label]), running ? `${running.label} ${percent(running.probabilities[running.label])}` : '–'];
    }
    const [first, second] = prediction.ranking;
    return [first.item, percent(first.score), second?.item ?? '–'];
  };
  const heads = predictions[0].anomaly
    ? ['score', 'incident', 'forecast']
    : predictions[0].classification
      ? ['label', 'probability', 'running mood']
      : ['first', 'probability', 'second'];
  return h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, 'Predictions of the events'),
      h('thead', {}, h('tr', {}, ['step', ...heads].map(head => h('th', { scope: 'col' }, head)))),
      h('tbody', {}, predictions.map(each => h('tr', {}, [count(each.step), ...row(each)].map(cell => h('td', {}, cell))))),
    ),
  );
}
