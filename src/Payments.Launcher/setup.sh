# Sourced by ./run and ./test: what a fresh clone needs before the first program can start.
# Expects the repository's root in $root; leaves the choice of the Service Bus extension in $extension.

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

# One restore tells whether this machine's NuGet source serves the one package that there is a stand-in for
# (src/Microsoft.Azure.Functions.Worker.Extensions.ServiceBus/README.md).
choose_service_bus_extension() {
  if [[ -n "${ServiceBusExtension:-}" ]]; then
    extension=$ServiceBusExtension
    echo "Service Bus extension: $extension (as the environment says)"
    return
  fi
  local remembered="$root/ServiceBusExtension.props"
  if [[ ! -f "$remembered" ]]; then
    probe_service_bus_extension
  else
    extension=$(sed -n 's/.*<ServiceBusExtension>\(.*\)<\/ServiceBusExtension>.*/\1/p' "$remembered")
  fi
  if [[ "$extension" == nuget ]]; then
    echo "Service Bus extension: nuget (the real one)"
  else
    echo "Service Bus extension: standin (this machine's NuGet source does not serve the real one)"
  fi
}

probe_service_bus_extension() {
  local probe="$root/.local/probe" log reason
  mkdir -p "$probe"
  cat >"$probe/probe.csproj" <<'EOT'
<Project Sdk="Microsoft.NET.Sdk">
  <ItemGroup>
    <ServiceBusExtensionReference Include="Microsoft.Azure.Functions.Worker.Extensions.ServiceBus" />
  </ItemGroup>
</Project>
EOT
  log="$probe/restore.log"
  if dotnet restore "$probe/probe.csproj" -p:ServiceBusExtension=nuget >"$log" 2>&1; then
    extension=nuget
  elif grep -qE 'NU110[1-3]' "$log"; then
    extension=standin
  else
    # Not a word on the package: the source may be back the next time, so nothing is remembered.
    reason=$(grep -m 1 -E 'error|NU[0-9]+' "$log" || true)
    echo "The NuGet source could not be asked: ${reason:-see $log}" >&2
    extension=standin
    return
  fi
  rm -rf "$probe"
  cat >"$root/ServiceBusExtension.props" <<EOT
<Project>
  <PropertyGroup>
    <ServiceBusExtension>$extension</ServiceBusExtension>
  </PropertyGroup>
</Project>
EOT
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
  install_node_packages "$root/src/Payments.Launcher/azurite"
}

# Builds a project unless nothing that goes into it is newer than its last build.
build_when_stale() {
  local project=$1 name stamp
  name=$(basename "$project")
  assembly="$root/.artifacts/$extension/bin/$name/$output/$name.dll"
  stamp="$root/.artifacts/$extension/$name.built"
  if [[ -f "$assembly" && -f "$stamp" ]] && ! is_anything_newer "$stamp"; then
    return
  fi
  echo "Building $name"
  mkdir -p "$(dirname "$stamp")"
  # Taken before the build: what is changed while it runs is built the next time.
  touch "$stamp.started"
  # Warnings are errors here; those that remain are of a project that the Functions SDK makes, over its own references.
  dotnet build "$root/$project" -c "$configuration" -p:ServiceBusExtension="$extension" -v q --nologo -clp:"NoSummary;ErrorsOnly"
  mv "$stamp.started" "$stamp"
}

# Directories count too: theirs is the time that changes when a file is deleted or renamed.
is_anything_newer() {
  local inputs=("$root"/{functions,src,host.json,global.json,.editorconfig} "$root"/Directory.*)
  [[ -f "$root/ServiceBusExtension.props" ]] && inputs+=("$root/ServiceBusExtension.props")
  [[ -n "$(find "${inputs[@]}" \( -name node_modules -o -name bin -o -name obj -o -name azurite \) -prune \
    -o -newer "$1" -print -quit)" ]]
}

# A shell without job control starts background commands deaf to SIGINT; the program must hear it however it is started.
run_dotnet() {
  if env --default-signal=INT true 2>/dev/null; then
    exec env --default-signal=INT dotnet "$assembly" "$@"
  fi
  exec dotnet "$assembly" "$@"
}

# The browser's test drives a Chromium: the one that CHROMIUM names, or Debian's, which is installed where it is missing.
install_chromium() {
  [[ -n "${CHROMIUM:-}" || -x /usr/bin/chromium ]] && return
  command -v apt-get >/dev/null || fail "Chromium is needed, for the browser's test: say where it is in CHROMIUM."
  local as_root=()
  ((EUID == 0)) || as_root=(sudo)
  echo "Installing Chromium"
  "${as_root[@]}" apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium >/dev/null
}
