// A service for the tests, on a free port, with an empty state directory; stopped as a user would stop it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How long the service may take to become ready: seconds, or minutes if ./run has to build it first. */
const READY_WITHIN_MS = 300_000;

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts the service; returns its `url`, the connection string of its Service Bus as `serviceBus`, and a `stop` function
 * that also removes its state.
 */
export async function startService() {
  const port = await freePort();
  const state = mkdtempSync(join(root, '.local', 'clients-'));
  const service = spawn(join(root, 'run'), ['--state', state], {
    cwd: root,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

  let output = '';
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready in time:\n${output}`)), READY_WITHIN_MS);
    const hear = (chunk) => {
      output += chunk;
      if (!output.includes('Ready: ')) return;
      clearTimeout(timer);
      resolve();
    };
    service.stdout.on('data', hear);
    service.stderr.on('data', hear);
    service.once('exit', (code) => reject(new Error(`the service ended with ${code}:\n${output}`)));
  });

  const stop = () => new Promise((resolve) => {
    service.removeAllListeners('exit');
    service.once('exit', () => {
      rmSync(state, { recursive: true, force: true });
      resolve();
    });
    service.kill('SIGINT');
  });
  const serviceBus = readFileSync(join(state, 'servicebus.connection'), 'utf8').trim();
  return { url: `http://127.0.0.1:${port}`, serviceBus, stop };
}
