// Runs the built command line as often as the parent asks, one run after the other. Each has its arguments, its environment
// and its output to itself.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { main } = await import('../dist/bin/main.js');

process.on('message', async ({ args, environment }) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  const [stdout, stderr] = [process.stdout, process.stderr].map(capture);
  const exitCode = await main(args).catch((error) => {
    process.stderr.write(error.stack);
    return 1;
  });
  process.send({ exitCode, stdout: stdout(), stderr: stderr() });
});

function capture(stream) {
  let output = '';
  stream.write = (text, written) => {
    output += text;
    written?.();
    return true;
  };
  return () => output;
}
