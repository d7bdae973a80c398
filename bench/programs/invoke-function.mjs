// Invokes the built function some times as Lambda would, and says what each invocation took and answered.
const [, , bundle, event, times] = process.argv;
const { handler } = await import(bundle);
const invocations = [];
for (let time = 0; time < Number(times); time += 1) {
  const end = Date.now() + 900_000;
  const start = performance.now();
  const context = {
    awsRequestId: `bench-${time}`,
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:stagedrift',
    getRemainingTimeInMillis: () => end - Date.now(),
  };
  const { report, ...summary } = await handler(JSON.parse(event), context);
  invocations.push({ seconds: (performance.now() - start) / 1_000, ...summary });
}
process.stdout.write(`\n${JSON.stringify({ invocations, memory: process.resourceUsage().maxRSS / 1_024 })}\n`);
process.exit(0);
