// Plays an .http file as VS Code's REST Client and Visual Studio do: requests between lines of ###, variables of the file
// (@name = value), and fields of the answers to named requests ({{name.response.body.$.field}}).
import { readFileSync } from 'node:fs';

function parse(text) {
  const variables = {};
  const requests = [];
  let request = { title: '', lines: [] };
  for (const line of text.split('\n')) {
    const variable = /^@(\w+) *= *(.*)$/.exec(line);
    const name = /^# @name (\w+)$/.exec(line);
    if (line.startsWith('###')) requests.push(request = { title: line.slice(3).trim(), lines: [] });
    else if (name) [, request.name] = name;
    else if (variable) variables[variable[1]] = variable[2].trim();
    else if (!line.startsWith('#')) request.lines.push(line);
  }
  return { variables, requests };
}

function split(lines) {
  const first = lines.findIndex((line) => line.trim() !== '');
  const [method, address, ...more] = lines[first].split(' ');
  if (more.length > 0) throw new Error(`not a request: ${lines[first]}`);
  const blank = lines.findIndex((line, index) => index > first && line.trim() === '');
  const headers = lines.slice(first + 1, blank < 0 ? undefined : blank).map((line) => line.split(/: (.*)/).slice(0, 2));
  const body = blank < 0 ? '' : lines.slice(blank).join('\n').trim();
  return { method, address, headers, body: body || undefined };
}

/** Sends the requests one after the other; each answer is `{ title, status, body }`. Variables replace those of the file. */
export async function playHttpFile(path, replaced) {
  const { variables, requests } = parse(readFileSync(path, 'utf8'));
  const known = { ...variables, ...replaced };
  const named = {};
  const fill = (text) => text.replace(/\{\{([^}]*)\}\}/g, (_, term) => {
    const [, name, field] = /^(\w+)\.response\.body\.\$\.(\w+)$/.exec(term) ?? [];
    const value = name ? named[name]?.[field] : known[term];
    if (value === undefined) throw new Error(`{{${term}}} is not known`);
    return value;
  });

  const answers = [];
  for (const { title, name, lines } of requests) {
    const { method, address, headers, body } = split(lines.map(fill));
    const response = await fetch(address, { method, headers, body });
    const text = await response.text();
    const answer = { title, status: response.status, body: text ? JSON.parse(text) : undefined };
    if (name) named[name] = answer.body;
    answers.push(answer);
  }
  return answers;
}
