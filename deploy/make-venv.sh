#!/bin/sh
# Make .venv with the locked requirements. Usage: make-venv.sh base|dev
# An interrupted run is noticed by the missing stamp and begun again.
set -eu
kind=$1
stamp=.venv/.ready-$kind
wanted=$(cat "requirements/$kind.txt" pyproject.toml | cksum)

if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi
if [ "$kind" = base ] && [ -f .venv/.ready-dev ]; then
    exec sh "$0" dev
fi

tell() { printf '%s\n%s\n' "$1" "$2" >&2; }

python=
for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    have=$(python3 --version 2>/dev/null || echo "none")
    tell "需要 Python 3.11 或更新的版本（现在是：$have）。安装后再运行一次，例如：apt-get install python3" \
        "Python 3.11 or newer is needed (found: $have). Install it and run the same command again."
    exit 1
fi

free=$(df -Pk . | awk 'NR==2 {print $4}')
if [ "$free" -lt 1500000 ]; then
    tell "磁盘空间不足：只剩 $((free / 1024)) MB，至少需要 1500 MB。清出空间后再运行一次。" \
        "Not enough disk space: $((free / 1024)) MB left, 1500 MB needed. Free some and run again."
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ]; then as_root=; else as_root="sudo -n"; fi
    if ! { $as_root apt-get update -qq && $as_root apt-get install -y -qq python3-venv; } >/dev/null 2>&1; then
        tell "Python 缺少 venv 模块。请先安装：sudo apt-get install python3-venv" \
            "Python lacks its venv module. Install it first: sudo apt-get install python3-venv"
        exit 1
    fi
fi

tell "正在安装程序（第一次需要一两分钟）……" "Installing (a minute or two the first time)…"
rm -f .venv/.ready-base .venv/.ready-dev
if [ -d .venv ] && ! .venv/bin/python -c 'import pip' 2>/dev/null; then rm -rf .venv; fi
[ -d .venv ] || "$python" -m venv .venv
if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$kind.txt" 2>.venv/pip.log ||
    ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . 2>>.venv/pip.log; then
    grep -v '^WARNING' .venv/pip.log | tail -n 15 >&2
    tell "安装没有完成，原因见上。检查网络和磁盘空间后再运行同一条命令，会接着来。" \
        "The installation did not finish; see above. Check network and disk, then run the same command: it goes on."
    exit 1
fi
printf '%s\n' "$wanted" >"$stamp"
