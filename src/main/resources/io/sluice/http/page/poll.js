/**
 * Asks now, and again so many milliseconds after each answer. A hidden page asks nothing.
 * @param ask returns a promise of an answer
 * @param show takes an answer, unless a later question was asked meanwhile
 * @param failed takes a failure; the next question comes nevertheless
 * @return `now` asks at once, and `end` ends it
 */
export function poll(milliseconds, ask, show, failed) {
  let timer = null;
  let turn = 0;
  let ended = false;

  async function now() {
    if (ended) {
      return;
    }
    clearTimeout(timer);
    const mine = ++turn;
    try {
      if (!document.hidden) {
        const answer = await ask();
        if (mine === turn && !ended) {
          show(answer);
        }
      }
    } catch (failure) {
      failed(failure);
    }
    if (mine === turn && !ended) {
      timer = setTimeout(now, milliseconds);
    }
  }

  return {
    now,
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
