/** `npm start`: builds when needed and serves `dist/` in the foreground. PORT and BASE override port and path. */
import { DIST, ensureBuild } from './build';
import { startServer } from './server';

const port = Number(process.env['PORT'] ?? 4173);
const base = process.env['BASE'] ?? '/';
if (!Number.isInteger(port) || port < 0 || port > 65535 || !/^\/(.*\/)?$/.test(base)) {
  process.stderr.write('PORT must be a port number and BASE a path with / at both ends\n');
  process.exit(2);
}

await ensureBuild();
try {
  const { url, close } = await startServer({ root: DIST, port, base, securityHeaders: process.env['HEADERS'] !== 'off' });
  process.stdout.write(`Diaphane: ${url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void close().then(() => process.exit(0));
    });
} catch (error) {
  const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  process.stderr.write(inUse ? `Port ${String(port)} is in use: choose another, PORT=4174 npm start\n` : `${String(error)}\n`);
  process.exit(1);
}
