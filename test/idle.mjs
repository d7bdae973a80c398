// Tells when a process has nothing to do but to wait for time to pass.
import { subscribe } from 'node:diagnostics_channel';

/** Times that the event loop goes round with nothing new before it counts as idle. */
const quietRounds = 5;

/** What a process does beside its requests: it reads files, looks up hosts, or packs something. */
const work = /^(FSReq|GetAddrInfo|Zlib|Brotli)/;

/** Requests of `node:http` that somebody will still answer, and those that nobody will. */
let underWay = 0;
let silent = 0;

/** How often a request began or ended, and who waits for the next time. */
let changes = 0;
let next = Promise.withResolvers();

function change() {
  changes += 1;
  next.resolve();
  next = Promise.withResolvers();
}

subscribe('http.client.request.created', ({ request }) => {
  let isSilent = false;
  underWay += 1;
  change();
  // A local server says 102 where it is never going to answer: then only time can end the request.
  request.on('information', ({ statusCode }) => {
    if (statusCode !== 102) return;
    isSilent = true;
    underWay -= 1;
    silent += 1;
    change();
  });
  request.once('close', () => {
    if (isSilent) silent -= 1;
    else underWay -= 1;
    change();
  });
});

/** Waits until no request waits for its answer, no file is read, and nothing else goes on. */
export async function idle() {
  let seen = changes;
  for (let quiet = 0; quiet < quietRounds; quiet += 1) {
    // Looking again and again while a server is at work would take the processor from it.
    if (underWay > 0) await next.promise;
    else await new Promise((resolve) => setImmediate(resolve));
    if (underWay > 0 || changes !== seen || process.getActiveResourcesInfo().some((name) => work.test(name))) quiet = 0;
    seen = changes;
  }
}

/** @returns whether a request is under way that nobody will answer */
export function isAnythingSilent() {
  return silent > 0;
}
