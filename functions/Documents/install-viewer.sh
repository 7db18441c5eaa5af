#!/usr/bin/env bash
# Installs the viewer of /docs: one file of the npm package @scalar/api-reference, which is bundled for browsers, so that
# none of its many dependencies is needed. It is packed here, because it is served as it lies. Run it before a publish.
set -euo pipefail
version=1.72.1
# Of the file, so that another one is never served under this version.
checksum=bf091006bdc3af6067af77c2f534812e3e633e94a94e87138069f570f33b762c
viewer=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/viewer
installed="$viewer/scalar.js.gz"
mark="$viewer/.installed-$checksum"
[[ -f "$installed" && -f "$mark" ]] && exit 0

echo "Installing the viewer of /docs"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack "@scalar/api-reference@$version" --loglevel=error >/dev/null && tar xzf ./*.tgz)
rm -f "$viewer"/.installed-*
node - "$work/package/dist/browser/standalone.js" "$installed" "$checksum" <<'EOT'
const { createHash } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const { gzipSync } = require('node:zlib');
const [source, target, checksum] = process.argv.slice(2);
const script = readFileSync(source);
const found = createHash('sha256').update(script).digest('hex');
if (found !== checksum) throw new Error(`The viewer's checksum is ${found}, not ${checksum}.`);
writeFileSync(target, gzipSync(script, { level: 9 }));
EOT
touch "$mark"
