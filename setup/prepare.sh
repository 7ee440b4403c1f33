#!/bin/sh
# Turns a bare clone into a working .venv: finds the newest suitable Python and hands over to prepare.py.
# Usage: sh setup/prepare.sh run|dev      (run: what a pack needs; dev: also what the tests and checks need)
set -eu
cd "$(dirname "$0")/.."

# Prints how well an interpreter suits, or nothing: its minor version, plus 100 where it can make an environment by itself.
fitness() {
    command -v "$1" >/dev/null 2>&1 || return 0
    "$1" - 2>/dev/null <<'END' || return 0
import importlib.util, sys
if sys.version_info >= (3, 11):
    print(sys.version_info[1] + (100 if importlib.util.find_spec("ensurepip") else 0))
END
}

best= best_fitness=0
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    fit=$(fitness "$name")
    if [ "${fit:-0}" -gt "$best_fitness" ]; then
        best=$name best_fitness=$fit
    fi
done

if [ -z "$best" ]; then
    found=$(python3 --version 2>/dev/null) || found="no python3"
    echo "reportgen needs Python 3.11 or newer, and this machine has $found." >&2
    echo "On Debian 12, Ubuntu 24.04 or newer, type:  sudo apt-get install -y python3 python3-venv" >&2
    exit 1
fi
exec "$best" setup/prepare.py "$@"
