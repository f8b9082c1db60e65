// The phone: shows every SMS that the local gateway has taken, as it arrives.
const list = document.querySelector('#messages');
const empty = document.querySelector('#empty');
const state = document.querySelector('#state');
const template = document.querySelector('#message');
const clock = new Intl.DateTimeFormat('nb-NO', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shown = new Set();

const arrivals = new EventSource('/telefon/meldinger');
arrivals.addEventListener('open', () => (state.textContent = ''));
arrivals.addEventListener('error', () => (state.textContent = 'Ingen dekning. Prøver igjen …'));
arrivals.addEventListener('message', ({ data }) => show(JSON.parse(data)));

function show(message) {
  // After a lost connection the browser asks again, and gets what it has already.
  if (shown.has(message.id)) return;
  shown.add(message.id);
  empty.hidden = true;
  const item = template.content.cloneNode(true);
  item.querySelector('.to').textContent = `Til ${message.to}`;
  item.querySelector('time').dateTime = message.at;
  item.querySelector('time').textContent = clock.format(new Date(message.at));
  const [before, code, after] = splitAtCode(message.text);
  const bubble = item.querySelector('.bubble');
  bubble.append(before);
  if (code) {
    const strong = document.createElement('strong');
    strong.textContent = code;
    bubble.append(strong, after);
    const button = item.querySelector('button');
    button.setAttribute('aria-label', `Kopier koden ${code}`);
    button.addEventListener('click', () => copy(code));
  } else {
    item.querySelector('.copy').remove();
  }
  list.append(item);
  list.lastElementChild.scrollIntoView({ block: 'nearest' });
}

function splitAtCode(text) {
  const found = /\b\d{6}\b/.exec(text);
  return found ? [text.slice(0, found.index), found[0], text.slice(found.index + 6)] : [text];
}

async function copy(code) {
  try {
    await navigator.clipboard.writeText(code);
    state.textContent = `${code} er kopiert.`;
  } catch {
    state.textContent = 'Nettleseren lot oss ikke kopiere. Marker koden og kopier den selv.';
  }
}
