// A local Service Bus for the tests, on a free port, with messages in memory.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const READY = 'Ready: ';
const READY_WITHIN_MS = 20_000;

/** Starts the built broker; returns its `connectionString` and a `stop` function. */
export async function startServiceBus() {
  const broker = spawn(
    join(root, '.artifacts/standin/bin/LocalServiceBus/release/LocalServiceBus'),
    ['--config', join(root, 'infra/servicebus.emulator.json')],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const connectionString = await new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`not ready in time: ${output}`)), READY_WITHIN_MS);
    broker.stdout.on('data', (chunk) => {
      output += chunk;
      const line = output.split('\n').find((text, i, lines) => text.startsWith(READY) && i < lines.length - 1);
      if (line === undefined) return;
      clearTimeout(timer);
      resolve(line.slice(READY.length));
    });
    broker.once('error', reject);
    broker.once('exit', (code) => reject(new Error(`the broker ended with ${code}`)));
  });
  const stop = () => new Promise((resolve) => {
    broker.once('exit', resolve);
    broker.kill('SIGINT');
  });
  return { connectionString, stop };
}
