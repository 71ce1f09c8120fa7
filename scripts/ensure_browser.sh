#!/bin/sh
# Look for Chromium and a font with Chinese characters, which the browser tests
# need; install Debian's packages where that is possible. Never fails, except
# under CI=true with something still missing.
set -u

say() { printf 'browser: %s\n' "$*"; }

find_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# Without fontconfig nothing can be said about fonts: that counts as missing.
has_cjk_font() { [ -n "$(fc-list :lang=zh family 2>/dev/null | head -n 1)" ]; }

complete() { find_chromium >/dev/null && has_cjk_font; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" -eq 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

install_packages() {
    as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends chromium fontconfig fonts-noto-cjk >/dev/null
}

if ! complete && may_install; then
    say "installing Debian's chromium and fonts-noto-cjk (some 300 MB, once)"
    install_packages || say "the installation did not succeed"
fi

if complete; then
    say "$(find_chromium), Chinese font present"
    exit 0
fi

find_chromium >/dev/null ||
    say "MISSING Chromium (looked for chromium, chromium-browser, google-chrome): browser tests will be skipped"
has_cjk_font ||
    say "MISSING a font with Chinese characters (fc-list :lang=zh is empty): Chinese text will show as boxes"
say "to install them: 'apt-get install chromium fontconfig fonts-noto-cjk' on Debian; elsewhere Chromium or Google Chrome and the Noto CJK fonts from your system's packages; then run this again"
if [ "${CI:-}" = "true" ]; then
    exit 1
fi
exit 0
