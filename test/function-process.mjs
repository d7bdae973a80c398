// Runs the built function as Lambda would, one invocation after the other: events and contexts come from the parent, and so go the answers.
const Machine = Date;
let clockOffset = 0;

/** The clock of the machine is not the function's own: it may run on another day than the test does. */
globalThis.Date = class extends Machine {
  constructor(...parts) {
    if (parts.length === 0) super(Machine.now() + clockOffset);
    else super(...parts);
  }

  static now() {
    return Machine.now() + clockOffset;
  }
};

process.on('message', (message) => {
  if (message === 'end') process.disconnect();
  else invoke(message);
});

async function invoke({ bundle, event, context: { remainingMilliseconds, ...context }, ...invocation }) {
  clockOffset = invocation.clockOffset;
  const end = Date.now() + remainingMilliseconds;
  try {
    const { handler } = await import(bundle);
    const result = await handler(event, { ...context, getRemainingTimeInMillis: () => end - Date.now() });
    answer({ result });
  } catch (error) {
    answer({ error: { name: error.name, message: error.message } });
  }

  /** What was written belongs to this invocation up to here, on both streams. */
  function answer(outcome) {
    for (const stream of [process.stdout, process.stderr]) stream.write(invocation.endOfOutput);
    process.send(outcome);
  }
}
