# Sourced by ./run and ./test: what a fresh clone needs before the first program can start.
# Expects the repository's root in $root; leaves the choice of packages in $packages.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# No build server is left behind once a command has ended.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

configuration=Release
output=release

fail() {
  echo "$1" >&2
  exit 1
}

require_tools() {
  command -v dotnet >/dev/null || fail "The .NET SDK $(sdk_version) is needed: there is no 'dotnet' on the PATH."
  command -v node >/dev/null || fail "Node.js is needed, for Azurite: there is no 'node' on the PATH."
  command -v npm >/dev/null || fail "npm is needed, to install Azurite: there is no 'npm' on the PATH."
}

sdk_version() {
  sed -n 's/.*"version": "\([^"]*\)".*/\1/p' "$root/global.json"
}

# One restore tells whether this machine's NuGet source has the real packages (src/Polyfills/README.md).
choose_packages() {
  if [[ -n "${AzurePackages:-}" ]]; then
    packages=$AzurePackages
    echo "Packages: $packages (as the environment says)"
    return
  fi
  local remembered="$root/AzurePackages.props"
  if [[ ! -f "$remembered" ]]; then
    probe_packages
  else
    packages=$(sed -n 's/.*<AzurePackages>\(.*\)<\/AzurePackages>.*/\1/p' "$remembered")
  fi
  if [[ "$packages" == nuget ]]; then
    echo "Packages: nuget (the real Azure packages)"
  else
    echo "Packages: polyfill (src/Polyfills: the NuGet source here lacks some of the Azure packages)"
  fi
}

probe_packages() {
  local probe="$root/.local/probe" log reason
  mkdir -p "$probe"
  write_probe >"$probe/probe.csproj"
  log="$probe/restore.log"
  if dotnet restore "$probe/probe.csproj" -p:AzurePackages=nuget >"$log" 2>&1; then
    packages=nuget
  elif grep -qE 'NU110[1-3]' "$log"; then
    packages=polyfill
  else
    # Not a word on the packages: the source may be back the next time, so nothing is remembered.
    reason=$(grep -m 1 -E 'error|NU[0-9]+' "$log" || true)
    echo "The NuGet source could not be asked: ${reason:-see $log}" >&2
    packages=polyfill
    return
  fi
  rm -rf "$probe"
  cat >"$root/AzurePackages.props" <<EOF
<Project>
  <PropertyGroup>
    <AzurePackages>$packages</AzurePackages>
  </PropertyGroup>
</Project>
EOF
}

# The packages are those that Directory.Packages.props lists behind the switch.
write_probe() {
  echo '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>'
  sed -n '/behind the switch/,/<\/ItemGroup>/p' "$root/Directory.Packages.props" \
    | sed -n 's/.*PackageVersion Include="\([^"]*\)".*/<AzureReference Include="\1" \/>/p'
  echo '</ItemGroup></Project>'
}

# Installs what a directory's package-lock.json names, unless it is what is installed.
install_node_packages() {
  local package=$1
  local installed="$package/node_modules/.installed-lock.json"
  cmp -s "$package/package-lock.json" "$installed" && return
  echo "Installing the Node packages of ${package#"$root"/}"
  (cd "$package" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || return
  cp "$package/package-lock.json" "$installed"
}

install_azurite() {
  install_node_packages "$root/src/Payments.LocalHost/azurite"
}

# Builds a project unless nothing that goes into it is newer than its last build.
build_when_stale() {
  local project=$1 name stamp
  name=$(basename "$project")
  assembly="$root/.artifacts/$packages/bin/$name/$output/$name.dll"
  stamp="$root/.artifacts/$packages/$name.built"
  if [[ -f "$assembly" && -f "$stamp" ]] && ! is_anything_newer "$stamp"; then
    return
  fi
  echo "Building $name"
  mkdir -p "$(dirname "$stamp")"
  # Taken before the build: what is changed while it runs is built the next time.
  touch "$stamp.started"
  dotnet build "$root/$project" -c "$configuration" -p:AzurePackages="$packages" -v q --nologo -clp:NoSummary
  mv "$stamp.started" "$stamp"
}

# Directories count too: theirs is the time that changes when a file is deleted or renamed.
is_anything_newer() {
  local inputs=("$root"/{functions,src,host.json,global.json,.editorconfig} "$root"/Directory.*)
  [[ -f "$root/AzurePackages.props" ]] && inputs+=("$root/AzurePackages.props")
  [[ -n "$(find "${inputs[@]}" \( -name node_modules -o -name bin -o -name obj -o -name azurite \) -prune \
    -o -newer "$1" -print -quit)" ]]
}
