#!/usr/bin/env bash
# Runs the README's commands in bare Debian roots, each in a fresh one, to the end.
# RELEASES (bookworm trixie) and COMMANDS (demo test, also docs release) choose; ROOTS is where
# the roots are built.
# Of this machine it takes the mirror of Debian that apt uses, certificates, names of hosts,
# and the settings of pip, npm and proxies.
set -euo pipefail
cd "$(dirname "$0")/.."

releases=${RELEASES:-bookworm trixie}
commands=${COMMANDS:-demo test}
roots=${ROOTS:-/var/tmp/veo-widgets-bare}
port=${PORT:-8899}
bound=${BOUND:-5400} # seconds for one command

[ "$(id -u)" = 0 ] || { echo "make bare: only root can build and enter a Debian root" >&2; exit 1; }
command -v debootstrap >/dev/null || python3 tools/debian.py packages debootstrap
mkdir -p "$roots"

sources() { # this machine's lines for Debian, with another release's name
  local uri suite component
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    sort -u | grep -E "^[^ ]*debian" | while read -r uri suite component; do
      echo "deb $uri $1${suite#"$here"} $component"
    done
}

base() { # a bare release with Python and make, packed
  local tar=$roots/$1.tar mirror
  [ -e "$tar" ] && return
  mirror=$(sources "$1" | awk -v suite="$1" '$3 == suite { print $2; exit }')
  debootstrap --variant=minbase --include=python3,make,ca-certificates "$1" "$roots/$1" "$mirror" >"$roots/$1.log"
  tar -C "$roots/$1" -cf "$tar.part" . && mv "$tar.part" "$tar"
  rm -rf "${roots:?}/$1"
}

settle() { # what this machine knows of its network, and a clean clone of the tree
  local root=$1 release=$2 file
  sources "$release" >"$root/etc/apt/sources.list"
  for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/npmrc "$HOME/.npmrc"; do
    if [ -e "$file" ]; then install -Dm600 "$file" "$root$file"; fi
  done
  chmod 644 "$root/etc/resolv.conf" "$root/etc/hosts"
  cp -rL --no-preserve=ownership /etc/ssl/certs/. "$root/etc/ssl/certs/" 2>/dev/null || true
  git clone -q --no-hardlinks . "$root/srv/veo_widgets"
  rm -rf "$root/srv/veo_widgets/.git"
}

inside() { # a command in a root of its own mounts and processes, which end with it
  local root=$1
  shift
  mapfile -t network < <(env | grep -iE '^(PIP_(CERT|INDEX_URL|TRUSTED_HOST|DEFAULT_TIMEOUT)=|NPM_CONFIG_|SSL_CERT|NODE_EXTRA_CA|REQUESTS_CA|CURL_CA|[A-Z]+_PROXY)')
  exec unshare --mount --pid --fork --kill-child bash -euc '
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    env -i "$@"
    exit' - "$root" "${network[@]}" HOME=/root LANG=C.UTF-8 TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    chroot "$root" bash -c 'cd /srv/veo_widgets && "$@"' - "$@"
}

demo() { # until JupyterLab answers on its port
  local process url=http://127.0.0.1:$port/login verdict=1
  (inside "$1" make demo LAB="--no-browser --port=$port") &
  process=$!
  while [ "$((SECONDS - start))" -lt "$bound" ] && kill -0 "$process" 2>/dev/null; do
    if python3 -c "import urllib.request as u; u.urlopen('$url', timeout=5)" 2>/dev/null; then
      verdict=0
      break
    fi
    sleep 0.5
  done
  kill -KILL "$process" 2>/dev/null
  { wait "$process" || true; } 2>/dev/null
  return "$verdict"
}

target() { timeout -s KILL "$bound" bash -c 'inside "$@"' - "$1" make "$2" </dev/null; }
export -f inside

here=$(. /etc/os-release && echo "$VERSION_CODENAME")
failed=0
trap 'kill -KILL $(jobs -p) 2>/dev/null || true' EXIT
for release in $releases; do
  base "$release"
  for command in $commands; do
    root=$(mktemp -d "$roots/$release-$command.XXXX")
    tar -C "$root" -xf "$roots/$release.tar"
    settle "$root" "$release"
    python=$(inside "$root" python3 --version)
    start=$SECONDS
    case $command in demo) run=demo ;; test | docs | release) run=target ;; *) echo "make bare: no command $command" >&2; exit 2 ;; esac
    if "$run" "$root" "$command"; then verdict=passed; else verdict=FAILED failed=1; fi
    echo "make $command $verdict in $((SECONDS - start)) s: Debian $(cat "$root/etc/debian_version"), $python"
    rm -rf --one-file-system "$root"
  done
done
exit "$failed"
