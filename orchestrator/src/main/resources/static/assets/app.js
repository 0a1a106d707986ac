(() => {
  'use strict';

  // Times: the server writes UTC; here they become "3 min ago", with the local time as tooltip.
  const STEPS = [
    [60, 's', 1],
    [3600, 'min', 60],
    [48 * 3600, 'h', 3600],
    [Infinity, 'days', 86400],
  ];

  const relative = (date, now) => {
    const seconds = Math.round((now - date) / 1000);
    const size = Math.abs(seconds);
    if (size < 5) return 'just now';
    const [, unit, length] = STEPS.find(([limit]) => size < limit);
    const text = `${Math.floor(size / length)} ${unit}`;
    return seconds >= 0 ? `${text} ago` : `in ${text}`;
  };

  const showTimes = (root = document) => {
    const now = Date.now();
    for (const element of root.querySelectorAll('time[data-relative]')) {
      const date = new Date(element.dateTime);
      element.title ||= `${element.textContent} · ${date.toLocaleString()}`;
      const text = relative(date, now);
      if (element.textContent !== text) element.textContent = text;
    }
  };

  // Copying.
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    const word = button.querySelector('[data-copy-word]');
    try {
      await navigator.clipboard.writeText(source.textContent);
      word.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(source);
      word.textContent = 'Press Ctrl+C';
    }
    setTimeout(() => { word.textContent = 'Copy'; }, 3000);
  });

  // A page that shows something once leaves an address in the bar that can be loaded again.
  const address = document.querySelector('[data-address]');
  if (address) history.replaceState(null, '', address.dataset.address);

  // Fields that send their form as soon as they change; without scripts there is a button.
  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-submit]') && !event.target.form.hasAttribute('hx-get')) {
      event.target.form.requestSubmit();
    }
  });

  // What follows from a field, as a queue's name from its group's.
  document.addEventListener('input', (event) => {
    const derived = document.querySelector(`[data-derived="${CSS.escape(event.target.name ?? '')}"]`);
    if (derived) derived.textContent = derived.dataset.prefix + (event.target.value.trim() || '…');
  });

  // One click is enough.
  document.addEventListener('submit', (event) => {
    if (event.target.method !== 'post' || event.defaultPrevented || 'again' in event.target.dataset) return;
    for (const button of event.target.querySelectorAll('button[type=submit]')) button.setAttribute('aria-disabled', 'true');
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = 'yes';
  });
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled');
    }
  });

  // Keys: "?" to their list, "/" to the search field, "g" and a letter to a page. Letters can be switched off.
  const KEYS_OFF = 'zonekeeper-keys-off';
  const stored = (read) => {
    try {
      return read(localStorage);
    } catch {
      return undefined;
    }
  };
  const keys = document.getElementById('keys');
  const keysOn = document.getElementById('keys-on');
  const typing = (event, fields) => event.ctrlKey || event.metaKey || event.altKey || keys?.open
    || !keysOn?.checked || Boolean(event.target.closest(fields));
  if (keys) {
    keysOn.checked = stored((store) => store.getItem(KEYS_OFF)) !== 'yes';
    keysOn.addEventListener('change', () => stored((store) => store.setItem(KEYS_OFF, keysOn.checked ? 'no' : 'yes')));
    const button = document.querySelector('[data-keys]');
    button.hidden = false;
    button.addEventListener('click', () => keys.showModal());
  }
  let going = 0;
  document.addEventListener('keydown', (event) => {
    if (typing(event, 'input, textarea, select')) return;
    if (event.key === '?') {
      keys.showModal();
    } else if (event.key === '/') {
      const search = document.querySelector('input[type=search]');
      if (search) {
        event.preventDefault();
        search.focus();
      }
    } else if (event.key === 'g' && Date.now() - going > 1000) {
      going = Date.now();
    } else if (Date.now() - going <= 1000) {
      document.querySelector(`nav.side a[data-go="${CSS.escape(event.key)}"]`)?.click();
    }
  });

  // Live parts: each element with data-live is replaced by what the server streams for its topic.
  const parts = (root) => [...root.querySelectorAll('[data-part]')];

  const replaceAll = (region, next) => {
    const focused = region.contains(document.activeElement) ? document.activeElement.id : '';
    region.replaceChildren(next);
    if (focused) document.getElementById(focused)?.focus();
  };

  const patch = (region, html) => {
    const template = document.createElement('template');
    template.innerHTML = html;
    const old = parts(region);
    const fresh = parts(template.content);
    const same = old.length > 0 && old.length === fresh.length
      && old.every((part, i) => part.dataset.part === fresh[i].dataset.part);
    if (!same) {
      replaceAll(region, template.content);
    } else {
      old.forEach((part, i) => {
        const before = part.dataset.shown ?? '';
        const now = fresh[i].outerHTML;
        if (before === now || part.contains(document.activeElement)) return;
        fresh[i].dataset.shown = now;
        part.replaceWith(fresh[i]);
      });
    }
    showTimes(region);
  };

  const pill = document.getElementById('live-pill');
  const LIVE = {
    live: ['broadcast', 'Live'],
    connecting: ['arrow-repeat', 'Connecting…'],
    paused: ['pause-circle', 'Paused'],
    stale: ['exclamation-triangle', 'Stale'],
  };
  const say = (state, since) => {
    if (!pill || pill.dataset.state === state) return;
    const [icon, word] = LIVE[state];
    pill.dataset.state = state;
    pill.hidden = false;
    pill.querySelector('i').className = `bi bi-${icon}`;
    pill.querySelector('span').textContent = since ? `${word} since ${since}` : word;
  };

  const regions = [...document.querySelectorAll('[data-live]')];
  let source;
  let worry;
  const clock = () => new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

  const alive = () => {
    clearTimeout(worry);
    worry = undefined;
    say('live');
  };

  const showGone = (topic, gone) => {
    const note = document.querySelector(`[data-gone="${CSS.escape(topic)}"]`);
    if (note) note.hidden = !gone;
  };

  const connect = () => {
    const query = new URLSearchParams(regions.map((region) => ['topic', region.dataset.live]));
    source = new EventSource(`/events?${query}`);
    source.addEventListener('open', alive);
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) {
        say('stale', clock());
        setTimeout(() => { if (!document.hidden) connect(); }, 10000);
        return;
      }
      worry ??= setTimeout(() => say('connecting'), 4000);
    });
    source.addEventListener('stale', () => say('stale', clock()));
    source.addEventListener('gone', (event) => showGone(event.data, true));
    for (const region of regions) {
      source.addEventListener(region.dataset.live, (event) => {
        alive();
        showGone(region.dataset.live, false);
        patch(region, event.data);
      });
    }
  };

  // The frame's part comes along with those of the page; it alone is not worth a stream.
  if (document.querySelector('main [data-live]')) {
    say('connecting');
    connect();
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) {
        source.close();
        say('paused');
      } else {
        connect();
      }
    });
    addEventListener('pagehide', () => source.close());
  }

  // Rows to tick: a box for the whole page, how many are ticked, and "j", "k" and "x" to walk and tick by keyboard.
  const boxes = (form) => [...form.querySelectorAll('input[name=id]')];

  const showSelected = (form) => {
    const all = form.querySelector('input[name=all]');
    const ticked = boxes(form).filter((box) => box.checked).length;
    const page = form.querySelector('[data-select-page]');
    const count = form.querySelector('[data-selected-count]');
    for (const box of boxes(form)) box.disabled = Boolean(all?.checked);
    if (page) {
      page.hidden = false;
      page.disabled = Boolean(all?.checked);
      page.checked = ticked > 0 && ticked === boxes(form).length;
      page.indeterminate = ticked > 0 && !page.checked;
    }
    if (count) count.textContent = all?.checked || ticked === 0 ? '' : `${ticked} selected`;
  };

  const showAllSelected = () => {
    for (const form of document.querySelectorAll('[data-select]')) showSelected(form);
  };

  document.addEventListener('change', (event) => {
    const form = event.target.closest('[data-select]');
    if (!form) return;
    if (event.target.matches('[data-select-page]')) {
      for (const box of boxes(form)) box.checked = event.target.checked;
    }
    showSelected(form);
  });

  document.addEventListener('keydown', (event) => {
    if (typing(event, 'input:not([type=checkbox]), textarea, select')) return;
    const rows = [...document.querySelectorAll('[data-select] [data-row]')];
    if (rows.length === 0 || Date.now() - going <= 1000) return;
    const at = rows.findIndex((row) => row.closest('tr').contains(document.activeElement));
    if (event.key === 'j' || event.key === 'k') {
      rows[event.key === 'j' ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0)].focus();
    } else if (event.key === 'x' && at >= 0) {
      rows[at].closest('tr').querySelector('input[name=id]')?.click();
    }
  });

  showAllSelected();
  document.addEventListener('htmx:afterSwap', showAllSelected);
  document.addEventListener('htmx:afterSwap', (event) => event.detail.target?.querySelector('[data-focus]')?.focus());

  showTimes();
  setInterval(showTimes, 10000);
  document.addEventListener('htmx:afterSwap', () => showTimes());
})();
