// Runs the built function as Lambda would, one invocation after the other: events and contexts come from the parent, and so go
// the answers. Where it is called with `VIRTUAL`, time passes only while it waits.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const time = process.argv[2] === 'VIRTUAL' ? await import('./virtual-time.mjs') : null;

process.on('message', (message) => {
  if (message === 'end') process.disconnect();
  else invoke(message);
});

async function invoke({ bundle, event, environment, context: { remainingMilliseconds, ...context }, ...invocation }) {
  time?.rest(invocation.timeOfDay);
  Object.assign(process.env, environment);
  for (const name of Object.keys(process.env)) if (environment[name] === undefined) delete process.env[name];
  const end = Date.now() + remainingMilliseconds;
  try {
    const { handler } = await import(bundle);
    const work = handler(event, { ...context, getRemainingTimeInMillis: () => end - Date.now() });
    answer({ result: await (time?.passWhile(work) ?? work) });
  } catch (error) {
    answer({ error: { name: error.name, message: error.message } });
  }

  /** What was written belongs to this invocation up to here, on both streams. */
  function answer(outcome) {
    for (const stream of [process.stdout, process.stderr]) stream.write(invocation.endOfOutput);
    process.send(outcome);
  }
}
