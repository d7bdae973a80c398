// Runs the built function once, as Lambda would: the event and the context come from the parent, and so goes the answer.
process.once('message', async ({ bundle, event, context: { remainingMilliseconds, ...context } }) => {
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
