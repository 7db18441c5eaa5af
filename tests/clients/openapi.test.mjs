// The documents in docs/openapi: clients generated from them, docs/story.http, and the page that shows them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import openapi, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { openBrowser } from './browser.mjs';
import { DEMO } from './clients.mjs';
import { playHttpFile } from './http-file.mjs';
import { startService } from './service.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const generated = join(here, 'generated');
const documents = readdirSync(join(root, 'docs', 'openapi')).map((file) => file.replace('.json', ''));
const run = promisify(execFile);

let service;

before(async () => {
  service = await startService();
});

after(() => service?.stop());

const address = (document) => pathToFileURL(join(root, 'docs', 'openapi', `${document}.json`));

test('openapi-typescript makes types of every document, and a client of them plays the story', async () => {
  mkdirSync(generated, { recursive: true });
  for (const document of documents) {
    writeFileSync(join(generated, `${document}.d.ts`), astToString(await openapi(address(document))));
  }

  const program = ts.createProgram([join(here, 'story.ts'), ...documents.map((name) => join(generated, `${name}.d.ts`))], {
    strict: true, outDir: generated, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, types: [],
    moduleResolution: ts.ModuleResolutionKind.NodeNext, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  });
  const mistakes = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  assert.deepEqual(mistakes.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')), []);

  const { playStory } = await import(pathToFileURL(join(generated, 'story.js')));
  const refund = await playStory(service.url, DEMO.flowToken, 'generated-1');
  assert.equal(refund.status, 'succeeded');
  assert.deepEqual(refund.captures.map(({ amount }) => amount).sort(), [15, 60]);
});

test('Kiota makes a client of every document without an error', async () => {
  const output = mkdtempSync(join(tmpdir(), 'kiota-'));
  try {
    for (const document of documents) {
      const { stdout, stderr } = await run('dotnet', ['kiota', 'generate', '-l', 'CSharp', '-c', 'Client', '-n', 'Payments',
        '-d', fileURLToPath(address(document)), '-o', join(output, document), '--ll', 'Error'], { cwd: root });
      assert.doesNotMatch(stdout + stderr, /\b(fail|crit|error)/i);
      assert.ok(readdirSync(join(output, document)).includes('Client.cs'), document);
    }
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
});

test('the story of docs/story.http gets the statuses in its titles, and gets them again', async () => {
  const file = join(root, 'docs', 'story.http');
  const [first, again] = [await playHttpFile(file, { host: service.url }), await playHttpFile(file, { host: service.url })];
  assert.ok(first.length > 10);
  for (const [round, answers] of [first, again].entries()) {
    for (const { title, status, body } of answers) {
      const expected = title.split(': ').at(-1).match(/\d{3}/g).map(Number);
      assert.equal(status, expected[round] ?? expected[0], `${title}: ${status} ${JSON.stringify(body)}`);
    }
  }
});

test('the page at /docs shows the documents, loads nothing from elsewhere, and its requests work', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.context.newPage();
    const [elsewhere, complaints] = [[], []];
    page.on('request', (request) => {
      if (!request.url().startsWith(service.url) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url());
    });
    page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(error.message));

    // An operation is rendered once it is near: the address leads to it.
    await page.goto(`${service.url}/docs#flow/tag/orders/GET/{organization}/orders`);
    await page.getByRole('heading', { name: 'Flow payments' }).first().waitFor();
    await page.getByPlaceholder('Token').first().fill(DEMO.flowToken);
    await page.getByRole('button', { name: /Test Request/ }).first().click();
    const answered = page.waitForResponse((response) => response.url().startsWith(`${service.url}/demo/orders?number=`));
    await page.getByRole('button', { name: 'Send Request' }).first().click();
    assert.equal((await answered).status(), 200);

    assert.deepEqual(elsewhere, []);
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
});
