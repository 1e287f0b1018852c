#!/bin/sh
# Brings what the tests need and a wheel cannot carry: a browser and Chinese fonts. Quiet and quick where both are there.
set -eu
need=""
command -v chromium >/dev/null 2>&1 || need="$need chromium"
[ -n "$(find /usr/share/fonts -iname '*NotoSansCJK*' 2>/dev/null | head -n 1)" ] || need="$need fonts-noto-cjk"
[ -z "$need" ] && exit 0
run=""
[ "$(id -u)" = 0 ] || run="sudo"
$run apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends $need >/dev/null
