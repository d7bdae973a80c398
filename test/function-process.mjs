// Runs the built function once, as Lambda would: the event and the context come from the parent, and so goes the answer.
process.once('message', async ({ bundle, event, clockOffset, context: { remainingMilliseconds, ...context } }) => {
  shiftClock(clockOffset);
  const end = Date.now() + remainingMilliseconds;
  try {
    const { handler } = await import(bundle);
    const result = await handler(event, { ...context, getRemainingTimeInMillis: () => end - Date.now() });
    process.send({ result });
  } catch (error) {
    process.send({ error: { name: error.name, message: error.message } });
  } finally {
    process.disconnect();
  }
});

/** The clock of the machine is not the function's own: it may run on another day than the test does. */
function shiftClock(offset) {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...parts) {
      if (parts.length === 0) super(Real.now() + offset);
      else super(...parts);
    }

    static now() {
      return Real.now() + offset;
    }
  };
}
