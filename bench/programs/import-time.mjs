// Imports a bundle and says what that took: milliseconds from start to end, and milliseconds of processor time.
const before = process.cpuUsage();
const start = performance.now();
await import(process.argv[2]);
const wall = performance.now() - start;
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1_000 }));
