// The page of a test site: invented, with class names that Mastodon's own pages have.
'use strict';
const state = JSON.parse(document.getElementById('initial-state').textContent);
const seen = {ids: new Set()};

function make(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name === 'on') made.addEventListener('click', value);
    else if (name === 'html') made.innerHTML = value;
    else if (value !== null && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter(one => one !== null));
  return made;
}

async function ask(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(path);
  return answer.json();
}

function tell(path, body) {
  return fetch(path, {method: 'POST', body: body ? JSON.stringify(body) : null});
}

function page_of(account, id) {
  const path = '/@' + account.acct + (id ? '/' + id : '');
  return state.hash_routes ? '/#' + path : path;
}

function avatar_of(account) {
  const own = account.avatar.startsWith(location.origin);
  return own ? account.avatar
    : `/cache/accounts/avatars/${account.id}/original/${account.username}.png`;
}

function handle_of(account) {
  return '@' + (account.acct.includes('@') ? account.acct : account.acct + '@' + state.domain);
}

// What is out of sight is loaded when it comes near.

const near = new IntersectionObserver(all => {
  for (const one of all) if (one.isIntersecting) {
    near.unobserve(one.target);
    one.target.src = one.target.dataset.src;
  }
}, {rootMargin: '200px'});

function lazy(img) { near.observe(img); return img; }

const kept = new WeakMap();
const far = new IntersectionObserver(all => {
  for (const {target, isIntersecting, boundingClientRect} of all) {
    if (isIntersecting && kept.has(target)) {
      target.append(...kept.get(target));
      kept.delete(target);
      target.style.height = '';
    } else if (!isIntersecting && !kept.has(target) && boundingClientRect.height) {
      target.style.height = boundingClientRect.height + 'px';
      kept.set(target, [...target.childNodes]);
      target.replaceChildren();
    }
  }
}, {rootMargin: '1200px'});

async function play_in_pieces(address) {
  const list = await (await fetch(address + '.m3u8')).text();
  for (const line of list.split('\n'))
    if (line && !line.startsWith('#')) await (await fetch(line)).arrayBuffer();
}

function medium(one) {
  if (one.type === 'image')
    return make('div', {class: 'media-gallery__item'},
      make('a', {class: 'media-gallery__item-thumbnail', href: one.url, target: '_blank'},
        lazy(make('img', {alt: one.description || '', title: one.description,
          'data-src': one.preview_url}))));
  const kind = one.type === 'audio' ? 'audio' : 'video';
  const player = make(kind, {preload: 'none', controls: '', 'aria-label': one.description});
  if (state.hls && kind === 'video')
    player.addEventListener('play', () => play_in_pieces(one.url), {once: true});
  else player.src = one.url;
  return make('div', {class: kind + '-player', role: 'region'}, player);
}

function media(status) {
  if (!status.media_attachments.length) return null;
  const gallery = () =>
    make('div', {class: 'media-gallery'}, ...status.media_attachments.map(medium));
  if (!status.sensitive) return gallery();
  const cover = make('div', {class: 'spoiler-button'});
  cover.append(make('button', {type: 'button', class: 'spoiler-button__overlay',
    on: () => cover.replaceWith(gallery())}, make('span', {}, 'Gevoelige inhoud: klik om te tonen')));
  return cover;
}

function content(status) {
  const text = make('div', {class: 'status__content__text status__content__text--visible translate',
    lang: status.language, html: status.content});
  const whole = make('div', {class: 'status__content'}, text, poll(status), card(status));
  if (!status.spoiler_text) return [whole, media(status)];
  const behind = make('div', {class: 'status__behind'});
  const button = make('button', {type: 'button', class: 'link-button', 'aria-expanded': 'false'},
    'Toon meer');
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(open));
    button.textContent = open ? 'Toon minder' : 'Toon meer';
    behind.replaceChildren(...(open ? [whole, media(status)].filter(Boolean) : []));
  });
  return [make('div', {class: 'content-warning'}, make('p', {}, status.spoiler_text), button), behind];
}

function poll(status) {
  if (!status.poll) return null;
  return make('div', {class: 'poll'}, make('ul', {}, ...status.poll.options.map(one =>
    make('li', {}, `${one.title}: ${one.votes_count}`))));
}

function card(status) {
  if (!status.card) return null;
  return make('a', {class: 'status-card', href: status.card.url, target: '_blank'},
    make('strong', {class: 'status-card__title'}, status.card.title || ''),
    make('p', {class: 'status-card__description'}, status.card.description || ''));
}

function actions(status, kind) {
  const does = (what, label, count) => make('button', {type: 'button', class: 'icon-button',
    'aria-label': label, title: label, on: () => tell(`/api/v1/statuses/${status.id}/${what}`)},
    String(count));
  return make('div', {class: kind + '__action-bar'}, does('reply', 'Reageren', status.replies_count),
    does('reblog', 'Boosten', status.reblogs_count),
    does('favourite', 'Favoriet', status.favourites_count), does('report', 'Rapporteren', '…'));
}

function avatar(account) {
  return make('div', {class: 'account__avatar'}, lazy(make('img',
    {alt: account.acct, 'data-src': avatar_of(account)})));
}

function names(account) {
  return make('span', {class: 'display-name'},
    make('bdi', {}, make('strong', {class: 'display-name__html'}, account.display_name)), ' ',
    make('span', {class: 'display-name__account'}, handle_of(account)));
}

function status(given) {
  const boosted = given.reblog;
  const shown = boosted || given;
  const by = shown.account;
  const article = make('article', {'data-id': given.id, 'aria-posinset': ++seen.count});
  const wrapper = make('div', {class: `status__wrapper status__wrapper-${shown.visibility}`});
  if (boosted) wrapper.append(make('div', {class: 'status__prepend'},
    make('a', {class: 'status__display-name muted', href: page_of(given.account)},
      make('bdi', {}, make('strong', {}, given.account.display_name))), ' boostte'));
  const replied = given.in_reply_to_account_id;
  wrapper.append(make('div', {class: 'status status-' + shown.visibility, 'data-id': shown.id},
    make('div', {class: 'status__info'},
      make('a', {class: 'status__relative-time', href: page_of(by, shown.id)},
        make('time', {datetime: shown.created_at}, shown.created_at.slice(0, 10))),
      make('a', {class: 'status__display-name', href: page_of(by), title: by.acct},
        make('div', {class: 'status__avatar'}, avatar(by)), names(by))),
    replied ? make('div', {class: 'status__prepend'}, 'Reactie op ',
      make('bdi', {}, replied === by.id ? by.display_name : 'iemand')) : null,
    ...content(shown).filter(Boolean), actions(shown, 'status')));
  article.append(wrapper);
  if (state.unloads) far.observe(article);
  return article;
}

function detailed(given) {
  return make('div', {class: 'detailed-status__wrapper'},
    make('div', {class: 'detailed-status', 'data-id': given.id},
      make('a', {class: 'detailed-status__display-name', href: page_of(given.account)},
        make('div', {class: 'detailed-status__display-avatar'}, avatar(given.account)),
        names(given.account)),
      ...content(given).filter(Boolean),
      make('div', {class: 'detailed-status__meta'},
        make('a', {class: 'detailed-status__datetime', href: page_of(given.account, given.id)},
          make('time', {datetime: given.created_at}, given.created_at)), ' · ',
        make('span', {class: 'detailed-status__reblogs'}, `${given.reblogs_count} boosts`), ' · ',
        make('span', {class: 'detailed-status__favorites'},
          `${given.favourites_count} favorieten`))),
    actions(given, 'detailed-status'));
}

function header(account) {
  return make('div', {class: 'account-timeline__header'},
    make('div', {class: 'account__header'},
      make('div', {class: 'account__header__image'},
        make('img', {class: 'parallax', alt: '', src: account.header})),
      make('div', {class: 'account__header__bar'},
        make('div', {class: 'account__header__tabs'},
          make('a', {class: 'avatar', href: account.avatar, target: '_blank'},
            make('div', {class: 'account__avatar'}, make('img', {alt: '', src: avatar_of(account)}))),
          make('button', {type: 'button', class: 'button follow-button',
            on: () => tell(`/api/v1/accounts/${account.id}/follow`)}, 'Volgen')),
        make('div', {class: 'account__header__tabs__name'}, make('h1', {},
          make('span', {class: 'display-name__html'}, account.display_name),
          make('small', {}, make('span', {class: 'display-name__account'}, handle_of(account))))),
        make('div', {class: 'account__header__content translate', html: account.note}),
        make('div', {class: 'account__header__extra__links'},
          make('span', {}, `${account.statuses_count} berichten `),
          make('span', {}, `${account.followers_count} volgers`)))));
}

// Each page.

const WALL = 'Je moet inloggen om toegang te krijgen tot deze informatie.';
const main = make('div', {class: 'columns-area__panels__main', role: 'main'});

function wall() { return make('div', {class: 'empty-column-indicator'}, WALL); }

async function show_account(name) {
  const account = await ask('/api/v1/accounts/lookup?acct=' + encodeURIComponent(name));
  document.title = `${account.display_name} (${handle_of(account)})`;
  await ask(`/api/v1/accounts/${account.id}/statuses?pinned=true`);
  const list = make('div', {role: 'feed', class: 'item-list'});
  main.replaceChildren(header(account), list);
  let last = null, busy = false, done = false;
  const more = async () => {
    if (busy || done || state.consent) return;
    busy = true;
    const from = last ? '&max_id=' + last : '';
    const found = await ask(`/api/v1/accounts/${account.id}/statuses?limit=${state.page}${from}`);
    done = !found.length || state.wall === 'after';
    for (const one of found) { list.append(status(one)); last = one.id; }
    if (!last) main.append(make('div', {class: 'empty-column-indicator'}, 'Geen berichten hier!'));
    if (state.wall === 'after') main.append(wall());
    busy = false;
  };
  seen.more = more;
  addEventListener('scroll', () => {
    if (innerHeight + scrollY > document.body.scrollHeight - 600) more();
  });
  setInterval(() => { if (document.body.scrollHeight <= innerHeight + 200) more(); }, 100);
  await more();
}

async function show_post(id) {
  const given = await ask('/api/v1/statuses/' + id);
  const context = await ask(`/api/v1/statuses/${id}/context`);
  document.title = given.account.display_name + ': bericht';
  const replies = make('div', {class: 'item-list'});
  const above = make('div', {class: 'item-list'}, ...context.ancestors.map(status));
  main.replaceChildren(make('div', {class: 'scrollable', role: 'feed'}, above, detailed(given), replies));
  const waiting = [...context.descendants];
  const late = state.late ? waiting.splice(-3) : [];
  if (state.wall === 'after') {
    waiting.length = 0;
    replies.after(wall());
  }
  const further = () => {
    for (const one of waiting.splice(0, state.replies)) replies.append(status(one));
    if (!waiting.length) return;
    const button = make('button', {type: 'button', class: 'load-more'}, 'Toon meer reacties');
    button.addEventListener('click', async () => {
      button.disabled = true;
      if (state.graphql) await (await tell('/graphql', {query: 'replies',
        variables: {id, left: waiting.length}})).json();
      button.remove();
      further();
    });
    replies.after(button);
  };
  further();
  if (late.length) main.append(make('div', {class: 'column__alert', role: 'status'},
    make('div', {class: 'notification-bar notification-bar--active'},
      make('span', {class: 'notification-bar__message'}, 'Meer reacties gevonden'),
      make('button', {class: 'notification-bar__action', on: ({target}) => {
        target.closest('.column__alert').remove();
        waiting.push(...late);
        if (!main.querySelector('.load-more')) further();
      }}, 'Tonen'))));
  if (state.traps) setInterval(() => { if ('weerklank' in window) tell('/trap'); }, 50);
  if (state.traps) replies.before(make('img', {name: 'querySelectorAll', alt: ''}), make('a', {class: 'load-more', href: '/about'}, 'Toon meer'),
    make('form', {action: '/about', method: 'post'},
      make('button', {class: 'load-more'}, 'Toon meer reacties')),
    make('button', {type: 'button', class: 'load-more', on: () => tell('/trap')}, 'Volgen'),
    make('button', {type: 'button', class: 'load-more elsewhere',
      on: () => { tell('/strayed'); history.pushState({}, '', '/explore'); }}, 'Laad meer'));
}

function person(one, kind) {
  return make('div', {class: kind}, make('img', {alt: one.acct, src: avatar_of(one)}), ' ',
    names(one));
}

async function show_sides() {
  const trends = make('div', {class: 'trends getting-started__trends'}, make('h4', {}, 'Trends'));
  const follow = make('div', {class: 'inline-follow-suggestions'}, make('h4', {}, 'Wie te volgen'));
  const left = make('aside', {class: 'columns-area__panels__pane compose-panel'}, trends, follow);
  const right = make('nav', {class: 'columns-area__panels__pane navigation-panel'},
    make('div', {class: 'sign-in-banner'}, make('p', {}, 'Meld je aan om te reageren.'),
      make('a', {class: 'button', href: '/auth/sign_in'}, 'Inloggen')));
  document.getElementById('mastodon').append(
    make('div', {class: 'columns-area__panels'}, left, main, right));
  for (const one of await ask('/api/v1/trends/tags'))
    trends.append(make('div', {class: 'trends__item'}, '#' + one.name));
  for (const one of await ask('/api/v2/suggestions')) {
    follow.append(person(one.account, 'account-card'));
    if (state.signed_in) right.append(make('article', {class: 'notification'},
      person(one.account, 'notification__message'), 'volgt jou nu'));
  }
  if (state.signed_in) right.append(make('a', {href: '/conversations'}, 'Privéberichten'));
}

function show_consent() {
  const banner = make('div', {class: 'consent-banner', role: 'dialog', 'aria-modal': 'true'});
  const gone = what => () => {
    tell('/consent/' + what);
    state.consent = false;
    banner.remove();
    document.body.style.overflow = '';
    if (seen.more) seen.more();
  };
  banner.append(make('div', {class: 'consent-banner__box'},
    make('p', {}, 'Deze site gebruikt cookies.'),
    make('button', {type: 'button', on: gone('all')}, 'Alles accepteren'), ' ',
    make('button', {type: 'button', on: gone('necessary')}, 'Alleen noodzakelijk')));
  document.body.style.overflow = 'hidden';
  document.body.append(banner);
}

function listen() {
  navigator.serviceWorker.register('/sw.js').catch(() => 0);
  new EventSource('/live');
  const socket = new WebSocket(location.origin.replace('http', 'ws') + '/api/v1/streaming');
  socket.onopen = () => socket.send(JSON.stringify({type: 'subscribe', stream: 'public'}));
}

async function start() {
  if (state.hash_routes && !location.hash) location.hash = '#' + location.pathname;
  const route = state.hash_routes ? location.hash.slice(1) : location.pathname;
  const [, name, id] = route.match(/^\/@([^/]+)(?:\/(\d+))?$/) || [];
  seen.count = 0;
  if (state.consent) show_consent();
  show_sides();
  if (state.live) listen();
  if (route.startsWith('/auth/')) main.append(make('h1', {}, 'Inloggen op ' + state.domain));
  else if (id) await show_post(id);
  else if (name) await show_account(name);
}
start().catch(() => main.append(make('div', {class: 'error-column'}, 'Er ging iets mis.')));
