# Sourced by ./run and ./test: prepares a fresh clone for its first program.
# Expects the repository's root in $root; sets $extension to the chosen Service Bus extension.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Leave no build server behind.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

configuration=Release
output=release

fail() {
  echo "$1" >&2
  exit 1
}

require_tools() {
  command -v dotnet >/dev/null || fail "The .NET SDK $(sdk_version) is required, but 'dotnet' is not on the PATH."
  command -v node >/dev/null || fail "Node.js is required for Azurite, but 'node' is not on the PATH."
  command -v npm >/dev/null || fail "npm is required to install Azurite, but 'npm' is not on the PATH."
}

sdk_version() {
  sed -n 's/.*"version": "\([^"]*\)".*/\1/p' "$root/global.json"
}

# Tries one restore to find out whether this machine's NuGet source serves the package that has a stand-in
# (src/Microsoft.Azure.Functions.Worker.Extensions.ServiceBus/README.md).
choose_service_bus_extension() {
  if [[ -n "${ServiceBusExtension:-}" ]]; then
    extension=$ServiceBusExtension
    echo "Service Bus extension: $extension (from the environment)"
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
    # The failure says nothing about the package, and the source may be back next time, so remember nothing.
    reason=$(grep -m 1 -E 'error|NU[0-9]+' "$log" || true)
    echo "The NuGet source can't be reached: ${reason:-see $log}" >&2
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

# Installs the packages of a directory's package-lock.json, unless they are installed already.
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

# The page at /docs. Before the build, which copies it.
install_viewer() {
  "$root/functions/Documents/install-viewer.sh"
}

# Builds a project if any of its inputs is newer than its last build.
build_when_stale() {
  local project=$1 name stamp
  name=$(basename "$project")
  assembly="$root/.artifacts/$extension/bin/$name/$output/$name.dll"
  stamp="$root/.artifacts/$extension/$name.built"
  if [[ -f "$assembly" && -f "$stamp" ]] && ! is_anything_newer "$stamp" "$project"; then
    return
  fi
  echo "Building $name"
  mkdir -p "$(dirname "$stamp")"
  # Set before the build, so that a change made during the build triggers the next one.
  touch "$stamp.started"
  # Warnings are errors here; the only others come from a project that the Functions SDK generates, about its references.
  dotnet build "$root/$project" -c "$configuration" -p:ServiceBusExtension="$extension" -v q --nologo -clp:"NoSummary;ErrorsOnly"
  mv "$stamp.started" "$stamp"
}

# Includes directories, whose time changes when a file is deleted or renamed. Of the tests, a project has its own, and the
# launcher the scripted processors.
is_anything_newer() {
  local inputs=("$root"/{functions,src,docs/openapi,host.json,global.json,.editorconfig} "$root"/Directory.*)
  [[ "$2" == tests/* ]] && inputs+=("$root/$2" "$root/tests/Payments.Testing")
  [[ "$2" == src/Payments.Launcher ]] && inputs+=("$root/tests/Payments.ScriptedProcessors")
  [[ -f "$root/ServiceBusExtension.props" ]] && inputs+=("$root/ServiceBusExtension.props")
  [[ -n "$(find "${inputs[@]}" \( -name node_modules -o -name bin -o -name obj -o -name azurite \) -prune \
    -o -newer "$1" -print -quit)" ]]
}

# A shell without job control makes background commands ignore SIGINT; the program must always react to it.
run_dotnet() {
  if env --default-signal=INT true 2>/dev/null; then
    exec env --default-signal=INT dotnet "$assembly" "$@"
  fi
  exec dotnet "$assembly" "$@"
}

# The browser test needs Chromium: the one at $CHROMIUM, or Debian's, which is installed if missing.
install_chromium() {
  [[ -n "${CHROMIUM:-}" || -x /usr/bin/chromium ]] && return
  command -v apt-get >/dev/null || fail "Chromium is required for the browser test: set CHROMIUM to its path."
  local as_root=()
  ((EUID == 0)) || as_root=(sudo)
  echo "Installing Chromium"
  "${as_root[@]}" apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium >/dev/null
}
