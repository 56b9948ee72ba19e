/** Texts of a key: each message with its label, the running mood as a line, and the words that count. */
import { level, lineChart, overlines, risingTimes, strip } from './charts.js';
import { bar, fill, h, list, setText } from './dom.js';
import { count, percent, seconds, time } from './format.js';
import { figure, replaced, replacedShare } from './what-if.js';

const SHOWN = 30;

export function textsBody(app, question) {
  const labels = app.pipeline.labels;
  const good = labels.at(-1);
  let events = [];
  let explanation = null;
  let times = [];
  let asked = new Map();
  let shares = [];
  let truth = [];

  const mood = lineChart({
    height: 180,
    times: true,
    range: [0, 1.02],
    lines: [
      { colour: 'accent', width: 2, joined: true },
      { colour: 'soft', width: 0, dots: true },
      { colour: 'other', width: 2, dash: [4, 3], joined: true },
    ],
    under: (plot, colour) => level(plot, 0.5, colour.line),
    over: (plot, colour) => {
      overlines(
        plot,
        truth.map(turn => [seconds(turn.from), turn.to === null ? times.at(-1) : seconds(turn.to), turn.title]),
        colour.truth,
      );
      gates.show(plot, times, shares);
    },
    cursor: read,
  });
  const gates = strip('The share of the memory that each text replaced');
  const gatesTitle = h('p', { class: 'meta axis' }, 'share of the memory that each text replaced');
  const axis = h('p', { class: 'meta axis' });
  const readout = h('p', { class: 'meta readout' });
  const messages = h('ul', { class: 'messages' });
  const words = h('p', { class: 'words' });
  const wordsTitle = h('span');
  const input = h('textarea', { id: 'what-if-text', rows: 3 });
  const bars = h('div', { class: 'bars' });
  const figures = [figure('label'), figure('running mood'), figure('memory replaced')];
  let editing = false;

  const element = h(
    'div',
    {},
    axis,
    mood.box,
    gates.canvas,
    gatesTitle,
    readout,
    h(
      'div',
      { class: 'two' },
      h('div', {}, h('h3', {}, 'Words that count', wordsTitle), words, h('h3', {}, 'Messages', h('span', {}, 'newest first')), messages),
      h(
        'div',
        {},
        h('h3', {}, 'What if', h('span', {}, 'nothing is written')),
        h('label', { for: 'what-if-text' }, 'Edit the text: what would the model have said?'),
        input,
        h('div', { class: 'figures' }, figures.map(each => each.element)),
        bars,
      ),
    ),
  );

  const marked = () => question.picked() ?? events.at(-1);

  function read(i) {
    const event = events[i ?? -1];
    setText(
      readout,
      event === undefined ? '' : `${time(event.timestamp)} UTC · ${event.classification.label} ${percent(best(event))} · running mood ${running(event)}`,
    );
  }

  const best = event => event.classification.probabilities[event.classification.label];

  function running(event) {
    const mean = event.classification.running;
    return mean ? `${mean.label} ${percent(mean.probabilities[mean.label])}` : '–';
  }

  function draw() {
    times = risingTimes(events);
    asked = new Map((question.answers() ?? []).map(each => [each.step, each]));
    const of = each => events.map(event => each(event) ?? null);
    shares = of(event => replacedShare(event.gates));
    gates.canvas.hidden = gatesTitle.hidden = !shares.some(share => share !== null);
    mood.show([
      times,
      of(event => event.classification.running?.probabilities[good]),
      of(event => event.classification.probabilities[good]),
      of(event => asked.get(event.step)?.classification.running?.probabilities[good]),
    ]);
    setText(
      axis,
      `probability of “${good}”: running mood as a line, each text as a dot${truth.length === 0 ? '' : '; above, the simulated mood'}`,
    );
    mood.box.setAttribute('role', 'img');
    mood.box.setAttribute('aria-label', `Running mood of ${count(events.length)} texts. Latest: ${running(events.at(-1))}.`);
    drawMessages();
    drawWords();
    drawQuestion();
  }

  function drawMessages() {
    list(
      messages,
      events.slice(-SHOWN).reverse(),
      event => String(event.step),
      () => {
        const parts = { label: h('span', { class: 'label' }), text: h('span', { class: 'text' }), when: h('span', { class: 'meta' }) };
        const button = h('button', {}, parts.label, parts.text, parts.when);
        const row = h('li', {}, button);
        row.parts = { ...parts, button };
        return row;
      },
      (row, event) => {
        const { label, text, when, button } = row.parts;
        setText(label, `${event.classification.label} ${percent(best(event))}`);
        label.dataset.tone = event.classification.unsure ? 'unsure' : event.classification.label === good ? 'good' : 'bad';
        setText(text, event.event.text ?? 'the text is not shown here');
        setText(when, time(event.timestamp));
        button.setAttribute('aria-pressed', String(question.step() === event.step));
        button.onclick = () => question.pick(event.step);
      },
    );
  }

  function drawWords() {
    const reasons = question.isOpen() ? question.really() : explanation;
    const effects = reasons?.explain?.words;
    if (!effects) {
      setText(wordsTitle, question.isOpen() ? '' : 'not known yet');
      fill(words);
      return;
    }
    setText(wordsTitle, `for “${reasons.explain.label}” and against it`);
    const most = Math.max(0.01, ...effects.map(word => Math.abs(word.effect ?? 0)));
    fill(
      words,
      effects.flatMap(({ word, effect, place }) => {
        const mark = h('mark', { title: `without it: ${effect === null ? 'nothing is left' : percent(reasons.explain.probability - effect)}` }, word ?? `word ${place}`);
        const size = Math.abs(effect ?? 0) / most;
        mark.dataset.way = (effect ?? 0) >= 0 ? 'for' : 'against';
        mark.style.setProperty('--size', `${Math.round(size * 70)}%`);
        return [mark, ' '];
      }),
    );
  }

  function drawQuestion() {
    const event = marked();
    if (question.content() === null) {
      editing = false;
    }
    if (!editing || !question.isOpen()) {
      if (document.activeElement !== input || !question.isOpen()) {
        const text = event.event.text ?? '';
        if (input.value !== text) {
          input.value = text;
        }
        editing = false;
      }
    }
    input.disabled = event.event.text === null;
    const answer = question.answers()?.[0] ?? null;
    const now = answer ?? event;
    figures[0].show(`${now.classification.label} ${percent(best(now))}`, answer && `${event.classification.label} ${percent(best(event))}`);
    figures[1].show(running(now), answer && running(event));
    figures[2].show(replaced(now.gates ?? (question.really() ?? explanation)?.gates), answer && replaced(event.gates ?? question.really()?.gates));
    list(
      bars,
      labels,
      label => label,
      bar,
      (row, label) => {
        const share = now.classification.probabilities[label] ?? 0;
        setText(row.parts.name, label);
        setText(row.parts.value, percent(share));
        row.parts.fill.style.width = `${share * 100}%`;
      },
    );
  }

  input.addEventListener('focus', () => {
    if (!question.isOpen() && events.length > 0) {
      question.pick(events.at(-1).step); // the text stays while a person reads and edits it
    }
  });
  input.addEventListener('input', () => {
    editing = true;
    if (!question.isOpen()) {
      question.pick(events.at(-1).step);
    }
    if (input.value.trim() !== '') {
      question.change({ text: input.value });
    }
  });

  return {
    element,
    show(next, reasons, turns) {
      events = next;
      explanation = reasons;
      truth = turns;
      draw();
    },
    close: () => mood.close(),
  };
}
