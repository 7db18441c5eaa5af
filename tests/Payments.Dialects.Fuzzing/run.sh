#!/usr/bin/env bash
# Feeds the readers of JSON, filters, card numbers and tokens with inputs guided by the coverage of the code (SharpFuzz,
# afl-fuzz), and prints what was found: ./run.sh [seconds for each]. Needs afl++ (apt-get install afl++).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
seconds=${1:-60}
work="$root/.local/fuzzing"
command -v afl-fuzz >/dev/null || { echo "afl-fuzz is not on the PATH." >&2; exit 1; }
DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
export DOTNET_ROOT
export AFL_SKIP_BIN_CHECK=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1

rm -rf "$work"
mkdir -p "$work"
dotnet publish "$root/tests/Payments.Dialects.Fuzzing" -c Release -v q --nologo -o "$work/app"
[[ -x "$work/tools/sharpfuzz" ]] || dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path "$work/tools"

for reader in json filters cards tokens; do
  mkdir -p "$work/$reader/in"
  dotnet "$work/app/Payments.Dialects.Fuzzing.dll" seeds "$reader" "$work/$reader/in"
done
for assembly in Payments.Dialects Payments.Ledger; do "$work/tools/sharpfuzz" "$work/app/$assembly.dll"; done
for reader in json filters cards tokens; do
  afl-fuzz -i "$work/$reader/in" -o "$work/$reader/out" -t 5000 -m none -V "$seconds" \
    dotnet "$work/app/Payments.Dialects.Fuzzing.dll" read "$reader" >"$work/$reader/log"
  echo "$reader:"
  grep -E "^(execs_done|corpus_count|edges_found|saved_crashes|saved_hangs)" "$work/$reader/out/default/fuzzer_stats"
done
