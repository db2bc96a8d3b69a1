#!/bin/sh
# What the tests need from Debian: a browser, Chinese fonts, PostgreSQL, gettext, Java,
# nginx.
set -eu
missing=
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
need chromium chromium
need chromedriver chromium-driver
need msgfmt gettext
need java default-jre-headless
need fc-list fontconfig
need nginx nginx-light
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
fc-list 2>/dev/null | grep -q "Noto Sans CJK" || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then as_root=
elif sudo -n true 2>/dev/null; then as_root=sudo
else
    echo "测试还需要这些软件包 / the tests need these packages: sudo apt-get install$missing" >&2
    exit 1
fi
echo "正在安装测试所需的软件包 / installing what the tests need:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
