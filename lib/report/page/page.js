// Narrows the findings and copies commands. The page says everything without it too. It never makes elements of texts.
const rows = [...document.querySelectorAll('[data-f]')].map((row) => {
  const groups = [];
  for (let group = row.closest('[data-group]'); group; group = group.parentElement.closest('[data-group]'))
    groups.push(group);
  return { row, groups, words: row.dataset.f.split(' '), text: '' };
});
const allGroups = document.querySelectorAll('[data-group]');
const form = document.getElementById('filter');
const status = document.getElementById('shown');

const textOf = (one) => {
  if (one.text === '') {
    const heads = one.groups.map((group) => group.firstElementChild).filter((head) => head.matches('.head'));
    const parts = [...heads, ...one.row.querySelectorAll('.top, dd, td, p, pre')];
    one.text = parts
      .map((part) => part.textContent)
      .join(' ')
      .toLowerCase();
  }
  return one.text;
};

const narrow = () => {
  const sought = form
    .querySelector('[type=search]')
    .value.toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const chosen = [...form.querySelectorAll('fieldset')]
    .map((facet) => [...facet.querySelectorAll(':checked')].map(({ value }) => value))
    .filter((words) => words.length > 0);
  const alive = new Set();
  let shown = 0;
  for (const one of rows) {
    const fits =
      chosen.every((words) => words.some((word) => one.words.includes(word))) &&
      (sought.length === 0 || sought.every((word) => textOf(one).includes(word)));
    one.row.hidden = !fits;
    if (!fits) continue;
    shown += 1;
    for (const group of one.groups) alive.add(group);
  }
  for (const group of allGroups) group.hidden = !alive.has(group);
  const all = rows.length.toLocaleString('en');
  form.classList.toggle('on', sought.length + chosen.length > 0);
  status.textContent =
    shown === rows.length
      ? `All ${all} findings are shown.`
      : shown === 0
        ? 'No finding matches.'
        : `${shown.toLocaleString('en')} of ${all} findings are shown.`;
};

if (form) {
  let timer;
  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(narrow, wait);
  };
  form.hidden = false;
  form.addEventListener('input', ({ target }) => soon(target.type === 'search' ? 150 : 0));
  form.addEventListener('reset', () => {
    soon(0);
    form.querySelector('[type=search]').focus();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  narrow();
}

const copy = async (pre) => {
  try {
    await navigator.clipboard.writeText(pre.textContent);
    return 'Copied';
  } catch {
    getSelection().selectAllChildren(pre);
    return document.execCommand('copy') ? 'Copied' : 'Selected';
  }
};

document.addEventListener(
  'toggle',
  ({ target }) => {
    for (const pre of target.querySelectorAll('pre:only-child:not([data-spelt])')) {
      const button = document.createElement('button');
      const said = document.createElement('span');
      said.setAttribute('role', 'status');
      said.textContent = 'Copy';
      button.type = 'button';
      button.append(said);
      button.addEventListener('click', async () => {
        said.textContent = await copy(pre);
        setTimeout(() => {
          said.textContent = 'Copy';
        }, 2000);
      });
      pre.after(button);
    }
  },
  true,
);

// Browsers that know no ::details-content print what is open.
let opened = [];
addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('details:not([open])')];
  for (const details of opened) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of opened) details.open = false;
});
