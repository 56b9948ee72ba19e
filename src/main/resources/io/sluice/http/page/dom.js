/** Makes and updates elements. Texts are always set as text, never as markup. */

const SVG = 'http://www.w3.org/2000/svg';
const SVG_TAGS = new Set(['svg', 'path', 'line', 'rect', 'circle', 'g', 'polyline']);

/**
 * Makes an element.
 * @param properties attributes; `on…` are listeners, `class` and `hidden` as in HTML; null and false are left out
 * @param children elements and texts; null is left out
 */
export function h(tag, properties = {}, ...children) {
  const element = SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== false && value !== undefined) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Sets a text if it is another one, so that a screen reader and a selection are not disturbed. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Replaces all children. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
}

/**
 * Shows a list. An element stays the same as long as its item has the same key, so it keeps the focus.
 * @param create makes the element of an item
 * @param update shows the item's present values in its element
 */
export function list(container, items, keyOf, create, update) {
  const focused = document.activeElement;
  const wanted = new Map(items.map(item => [keyOf(item), item])); // of several items with one key, the last counts
  const old = new Map();
  for (const child of [...container.children]) {
    if (wanted.has(child.dataset.key) && !old.has(child.dataset.key)) {
      old.set(child.dataset.key, child);
    } else {
      child.remove();
    }
  }
  let place = container.firstElementChild;
  for (const [key, item] of wanted) {
    let element = old.get(key);
    if (element === undefined) {
      element = create(item);
      element.dataset.key = key;
    }
    update(element, item);
    if (element === place) {
      place = place.nextElementSibling;
    } else {
      container.insertBefore(element, place);
    }
  }
  if (focused !== document.activeElement && container.contains(focused)) {
    focused.focus({ preventScroll: true }); // a moved element loses the focus
  }
}

/**
 * Makes a small line of numbers. It is decoration: the same figure stands beside it as text.
 * @param numbers at least one; null leaves a gap
 */
export function spark(width, height, filled) {
  const area = filled ? h('path', { class: 'area' }) : null;
  const line = h('path', { class: 'line', 'vector-effect': 'non-scaling-stroke' });
  const svg = h(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true', class: 'spark' },
    area,
    line,
  );
  svg.show = (numbers, length = numbers.length, floor = Infinity) => {
    const known = numbers.filter(number => number !== null && number !== undefined);
    const least = Math.min(floor, ...known);
    const span = Math.max(...known) - least || 1;
    const x = i => ((length - numbers.length + i) * width) / Math.max(1, length - 1);
    const y = number => height - 2 - ((number - least) / span) * (height - 4);
    let path = '';
    let open = false;
    numbers.forEach((number, i) => {
      if (number === null || number === undefined) {
        open = false;
      } else {
        path += `${open ? 'L' : 'M'}${x(i).toFixed(1)} ${y(number).toFixed(1)}`;
        open = true;
      }
    });
    line.setAttribute('d', path);
    if (area !== null) {
      const whole = known.length === numbers.length && known.length > 1;
      area.setAttribute('d', whole ? `${path}L${width} ${height}L${x(0).toFixed(1)} ${height}Z` : '');
    }
  };
  return svg;
}

/** A bar of a share. */
export function bar() {
  const name = h('span');
  const value = h('em');
  const inner = h('i');
  const row = h('div', { class: 'bar' }, name, h('u', { 'aria-hidden': 'true' }, inner), value);
  row.parts = { name, value, fill: inner };
  return row;
}

/** Calls a function at most once in so many milliseconds, and always with the last arguments. */
export function throttled(milliseconds, call) {
  let timer = null;
  let last = 0;
  let latest = [];
  return (...given) => {
    latest = given;
    if (timer === null) {
      timer = setTimeout(
        () => {
          timer = null;
          last = performance.now();
          call(...latest);
        },
        Math.max(0, last + milliseconds - performance.now()),
      );
    }
  };
}
