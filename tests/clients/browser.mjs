// A browser with a shop's page, whose origin is not the service's, so that every call is a cross-origin call.
import { createServer } from 'node:http';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const modules = fileURLToPath(new URL('./node_modules', import.meta.url));

/** The client's browser build, and the HTTP library that it needs there. */
const SCRIPTS = {
  '/axios.js': 'axios/dist/axios.min.js',
  '/ordercloud.js': 'ordercloud-javascript-sdk/dist/index.umd.js',
};

const PAGE = `<!doctype html><title>shop</title>${Object.keys(SCRIPTS).map((path) => `<script src="${path}"></script>`).join('')}`;

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

function serve() {
  const server = createServer((request, response) => {
    const script = SCRIPTS[request.url];
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(script ? readFileSync(join(modules, script)) : PAGE);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Starts a browser: its `context`, and `close`, which ends it. */
export async function openBrowser(...args) {
  if (!existsSync(EXECUTABLE)) throw new Error(`There is no Chromium at ${EXECUTABLE}; set CHROMIUM to its path.`);
  const profile = mkdtempSync(join(tmpdir(), 'shop-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: EXECUTABLE,
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', ...args,
    ],
  });
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, close };
}

/**
 * Starts a browser that can open a page from `localhost`, or from a host that is not allowed; `console` collects the
 * browser's messages. `close` ends the browser and the page's server.
 */
export async function openShop() {
  const server = await serve();
  const { context, close: closeBrowser } = await openBrowser('--host-resolver-rules=MAP shop.example 127.0.0.1');
  const { port } = server.address();
  const said = [];
  const open = async (host) => {
    const page = await context.newPage();
    page.on('console', (message) => said.push(message.text()));
    await page.goto(`http://${host}:${port}/`);
    return page;
  };
  const close = async () => {
    await closeBrowser();
    await new Promise((resolve) => server.close(resolve));
  };
  return { open, said, close };
}
