#!/usr/bin/env bash
# Installs what is named and missing, with the machine's own package manager; where that cannot be done, says exactly what to install.
#   install.sh postgresql redis pgbouncer chromium node
set -euo pipefail

has() {
  case $1 in
    postgresql) have_postgres ;;
    redis) command -v redis-server >/dev/null ;;
    pgbouncer) command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] ;;
    chromium) command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
      [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] || [ -x /Applications/Chromium.app/Contents/MacOS/Chromium ] ;;
    node) command -v npm >/dev/null ;;
  esac
}

have_postgres() {
  command -v initdb >/dev/null && command -v postgres >/dev/null && return
  compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null && return
  compgen -G '/opt/homebrew/opt/postgresql@*/bin/postgres' >/dev/null && return
  compgen -G '/usr/local/opt/postgresql@*/bin/postgres' >/dev/null
}

debian() { case $1 in redis) echo redis-server ;; node) echo nodejs npm ;; *) echo "$1" ;; esac; }
brewed() { case $1 in postgresql) echo postgresql@17 ;; chromium) echo --cask chromium ;; *) echo "$1" ;; esac; }

missing=()
for want in "$@"; do has "$want" || missing+=("$want"); done
[ ${#missing[@]} -eq 0 ] && exit 0

if command -v apt-get >/dev/null; then
  packages=()
  for want in "${missing[@]}"; do read -ra names <<<"$(debian "$want")"; packages+=("${names[@]}"); done
  root=()
  if [ "$(id -u)" -ne 0 ]; then
    if sudo -n true 2>/dev/null || [ -t 0 ]; then root=(sudo); else
      echo "Please run: sudo apt-get install ${packages[*]}" >&2
      exit 1
    fi
  fi
  echo "Installing ${packages[*]}" >&2
  "${root[@]}" apt-get update -qq
  # The packages' own servers are not wanted: demo and tests start theirs.
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
elif command -v brew >/dev/null; then
  for want in "${missing[@]}"; do read -ra names <<<"$(brewed "$want")"; brew install "${names[@]}"; done
else
  echo "Please install: ${missing[*]}" >&2
  exit 1
fi

for want in "${missing[@]}"; do
  has "$want" || { echo "$want is still missing: please install it" >&2; exit 1; }
done
