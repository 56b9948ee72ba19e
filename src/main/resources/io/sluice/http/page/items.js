/** Items of a key: its clicks, the ranking of the next one, and the past items that count. */
import { bar, fill, h, list, setText } from './dom.js';
import { count, percent, time } from './format.js';
import { figure, replaced } from './what-if.js';

const CLICKS = 40;
const RANKED = 10;

export function itemsBody(app, question) {
  let events = [];
  let explanation = null;
  const clicks = h('ol', { class: 'clicks' });
  const ranking = h('ol', { class: 'ranking' });
  const rankingTitle = h('span');
  const past = h('div', { class: 'bars' });
  const pastTitle = h('span');
  const known = h('datalist', { id: 'items-known' });
  const input = h('input', { id: 'what-if-item', list: 'items-known', autocomplete: 'off' });
  const inputTitle = h('label', { for: 'what-if-item' });
  const figures = [figure('comes first'), figure('rank of the next click'), figure('memory replaced')];
  const sentence = h('p', { class: 'meta', role: 'status' });

  const element = h(
    'div',
    {},
    h('h3', {}, 'Clicks', h('span', {}, 'oldest first; darker: it replaced more of the memory')),
    clicks,
    h(
      'div',
      { class: 'two' },
      h('div', {}, h('h3', {}, 'What comes next', rankingTitle), ranking),
      h(
        'div',
        {},
        h('h3', {}, 'What if', h('span', {}, 'nothing is written')),
        h('div', { class: 'row' }, inputTitle, input),
        known,
        h('div', { class: 'figures' }, figures.map(each => each.element)),
        sentence,
        h('h3', {}, 'Past items that count', pastTitle),
        past,
      ),
    ),
  );

  const marked = () => question.picked() ?? events.at(-1);

  function draw() {
    const event = marked();
    const answer = question.answers()?.[0] ?? null;
    drawClicks(event);
    drawRanking(event, answer);
    drawPast();
    setText(inputTitle, `click ${count(event.step)}`);
    if (document.activeElement !== input || !question.isOpen()) {
      input.value = (question.content() ?? event.event).item;
    }
    const now = answer ?? event;
    const next = events.find(each => each.step === event.step + 1)?.event.item ?? null;
    figures[0].show(top(now), answer && top(event));
    figures[1].show(rank(now, next), answer && rank(event, next));
    figures[2].show(replaced(now.gates ?? (question.really() ?? explanation)?.gates), answer && replaced(event.gates ?? question.really()?.gates));
    setText(sentence, answer === null ? 'Pick a click, and write another item in its place.' : `Instead of ${event.event.item}.`);
  }

  const top = event => `${event.ranking[0].item} ${percent(event.ranking[0].score)}`;

  function rank(event, next) {
    if (next === null) {
      return 'not known yet';
    }
    const place = event.ranking.findIndex(each => each.item === next);
    return place < 0 ? `below ${event.ranking.length}` : String(place + 1);
  }

  function drawClicks(current) {
    list(
      clicks,
      events.slice(-CLICKS),
      event => String(event.step),
      () => {
        const button = h('button', { class: 'click' });
        const row = h('li', {}, button);
        row.parts = { button };
        return row;
      },
      (row, event) => {
        const { button } = row.parts;
        const changed = question.content() !== null && event.step === current.step;
        setText(button, changed ? (question.content().item ?? '') : event.event.item);
        button.title = `step ${event.step}, ${time(event.timestamp)} UTC${event.gates?.replaced === undefined ? '' : `, replaced ${percent(event.gates.replaced)} of the memory`}`;
        button.style.setProperty('--size', `${Math.round((event.gates?.replaced ?? 0) * 60)}%`);
        button.setAttribute('aria-pressed', String(event.step === question.step()));
        button.classList.toggle('changed', changed);
        button.onclick = () => {
          question.pick(event.step);
          input.focus();
          input.select();
        };
      },
    );
  }

  function drawRanking(event, answer) {
    const now = (answer ?? event).ranking.slice(0, RANKED);
    const next = events.find(each => each.step === event.step + 1)?.event.item ?? null;
    const most = now[0].score || 1;
    setText(rankingTitle, answer === null ? `after click ${count(event.step)}` : `after another click ${count(event.step)}`);
    list(
      ranking,
      now,
      each => each.item,
      () => {
        const parts = { name: h('span'), fill: h('i'), value: h('em'), moved: h('small') };
        const row = h('li', { class: 'bar' }, parts.name, h('u', { 'aria-hidden': 'true' }, parts.fill), parts.value, parts.moved);
        row.parts = parts;
        return row;
      },
      (row, each) => {
        const was = event.ranking.findIndex(other => other.item === each.item);
        const is = now.indexOf(each);
        setText(row.parts.name, each.item);
        setText(row.parts.value, percent(each.score));
        setText(row.parts.moved, answer === null ? (each.item === next ? 'came' : '') : was < 0 ? 'new' : was === is ? '' : was > is ? `▲ ${was - is}` : `▼ ${is - was}`);
        row.parts.fill.style.width = `${(each.score / most) * 100}%`;
        row.classList.toggle('came', each.item === next);
      },
    );
    const names = new Set(events.slice(-CLICKS).flatMap(each => [each.event.item, ...each.ranking.slice(0, 5).map(one => one.item)]));
    if (document.activeElement !== input) {
      fill(known, [...names].sort().map(name => h('option', { value: name })));
    }
  }

  function drawPast() {
    const reasons = (question.isOpen() ? question.really() : explanation)?.explain;
    if (!reasons?.past) {
      setText(pastTitle, question.isOpen() ? '' : 'not known yet');
      fill(past);
      return;
    }
    setText(pastTitle, `for ${reasons.item} and against it`);
    const most = Math.max(1e-6, ...reasons.past.map(each => Math.abs(each.effect ?? 0)));
    list(
      past,
      [...reasons.past].reverse(),
      each => String(each.place),
      bar,
      (row, each) => {
        const effect = each.effect ?? 0;
        setText(row.parts.name, each.item);
        setText(row.parts.value, `${effect < 0 ? '−' : '+'}${percent(Math.abs(effect))}`);
        row.parts.fill.style.width = `${(Math.abs(effect) / most) * 100}%`;
        row.classList.toggle('against', effect < 0);
      },
    );
  }

  input.addEventListener('focus', () => !question.isOpen() && events.length > 0 && question.pick(events.at(-1).step));
  input.addEventListener('input', () => {
    if (!question.isOpen()) {
      question.pick(events.at(-1).step);
    }
    if (input.value.trim() !== '') {
      question.change({ item: input.value.trim() });
    }
  });

  return {
    element,
    show(next, reasons) {
      events = next;
      explanation = reasons;
      draw();
    },
    close() {},
  };
}
